import {compareText, type RecordSet, type SetKey} from '../../dns/record-set.js'
import type {Zone} from '../../dns/zone.js'
import type {Claims} from '../../registry/claim.js'
import {
  changedKey,
  formatRowKey,
  isSameRow,
  type LedgerChange,
  type LedgerRow,
  rowZones,
  withoutZones,
  withZones,
} from '../../registry/ledger.js'
import type {OwnerId} from '../../registry/ownership.js'
import type {BlockedReason} from '../blocked.js'
import {currentOf, type HostPlan} from '../change.js'
import type {ChangingIntent, NameContext, RowDecision} from '../decide/name-decision.js'
import type {Retention} from '../decide/retention.js'
import {ownershipPhrases} from '../ownership-phrases.js'
import type {PlanInput} from '../plan-input.js'
import {makeUnreadHolders} from './unread-zones.js'

export type LedgerWriter = Readonly<ReturnType<typeof makeLedgerWriter>>

/** The rows of a ledger, and in whose name they are written. */
export function makeLedgerWriter(rows: readonly LedgerRow[], owner: OwnerId) {
  const byKey = new Map(rows.map((row) => [formatRowKey(row.key), row]))
  return {owner, rowFor: (set: SetKey) => byKey.get(formatRowKey(set))}
}

/** The rows of one host as if it stood alone; `mergeLedgerChanges` brings those together that hosts of several zones share. */
export function ledgerEditsOf(
  context: NameContext,
  row: RowDecision,
  wanted: readonly ChangingIntent[],
  ledgerWriter: LedgerWriter,
): {readonly ledger: readonly LedgerChange[]} | BlockedReason {
  const ledger: LedgerChange[] = []
  for (const {candidate} of wanted) {
    const current = ledgerWriter.rowFor(candidate.recordSet)
    if (current !== undefined && current.owner !== ledgerWriter.owner && current.owner !== context.migrateFrom) {
      return ownershipPhrases.rowOfOwner(formatRowKey(current.key), current.owner)
    }
    const {resource, labels, recordSet} = candidate
    const {name, type, setIdentifier} = recordSet
    const desired = {key: {name, type, setIdentifier}, owner: ledgerWriter.owner, resource, labels}
    ledger.push({kind: 'put', current, desired})
  }
  for (const claim of [...row.replaced, ...row.removed]) {
    const current = ledgerWriter.rowFor(claim.recordSet)
    if (current?.owner === ledgerWriter.owner) ledger.push({kind: 'remove', current, rest: undefined})
  }
  return {ledger}
}

/**
 * One row for all hosts that share it: it lists the zones that hold its record set, those outside the run included, and
 * names one object. A zone is entered before the record set is there and struck out after it is gone; a row that is as it
 * should be is not written.
 */
export function mergeLedgerChanges(
  hosts: readonly HostPlan[],
  claims: Claims,
  input: Pick<PlanInput, 'zones' | 'unread'>,
  retention: Pick<Retention, 'problemOf'>,
): readonly HostPlan[] {
  const ids = new Set<string>(input.zones.map(({zone}) => zone.id))
  const unreadHolders = makeUnreadHolders(input)
  const [untouched, put, going] = [new Map(), new Map(), new Map()] as [ZonesByKey, ZonesByKey, ZonesByKey]
  const touched = new Set<RecordSet>(hosts.flatMap(({changes}) => currentOf(changes)))
  for (const {kind, zone, recordSet} of claims.claims) {
    if (kind === 'owned' && !touched.has(recordSet)) addZone(untouched, formatRowKey(recordSet), zone)
  }
  const wanted = new Map<string, LedgerChange>()
  for (const host of hosts) {
    for (const change of host.ledger) {
      const key = changedKey(change)
      addZone(change.kind === 'put' ? put : going, key, host.zone)
      if (wanted.get(key)?.kind !== 'put') wanted.set(key, change)
    }
  }
  const isUnreadable = ({resource, owner}: LedgerRow) => retention.problemOf(resource, owner) !== undefined
  const merged = new Map<string, readonly LedgerChange[]>()
  const notes = new Map<string, string>()
  for (const [key, change] of wanted) {
    const {current} = change
    const stored = current === undefined ? [] : [current]
    const outside = stored.flatMap((row) => rowZones(row) ?? []).filter((id) => !ids.has(id))
    const unread = stored.flatMap(unreadHolders)
    const kept = [...outside, ...zonesAt(untouched, key)]
    // An object that cannot be read may hold the record set there, and the row is what says so: it goes on to name it.
    const holder = [...kept, ...unread].length === 0 ? undefined : stored.find(isUnreadable)
    const [staying, leaving] = [[...kept, ...zonesAt(put, key)], zonesAt(going, key)]
    const zones = unread.length === 0 ? [...staying, ...leaving] : undefined
    const row = change.kind === 'remove' ? change.current : rowAfter(change, holder, zones)
    const written = row === current ? [] : [{kind: 'put' as const, current, desired: row}]
    merged.set(key, zones === undefined ? written : [...written, ...removalOf(row, staying, leaving)])
    if (zones === undefined && change.kind === 'remove') {
      notes.set(key, ownershipPhrases.rowNeededUnread(key, unread).detail)
    }
  }
  return hosts.map((host) => {
    const keys = [...new Set(host.ledger.map(changedKey))].sort(compareText)
    const ledger = keys.flatMap((key) => merged.get(key) ?? [])
    return {...host, ledger, notes: [...host.notes, ...keys.flatMap((key) => notes.get(key) ?? [])]}
  })
}

type ZonesByKey = Map<string, Set<string>>

function addZone(zones: ZonesByKey, key: string, {id}: Zone): void {
  zones.set(key, (zones.get(key) ?? new Set()).add(id))
}

function zonesAt(zones: ZonesByKey, key: string): readonly string[] {
  return [...(zones.get(key) ?? [])]
}

/** @param holder names the object. @param zones undefined where one was not read that may hold the record set: every zone. */
function rowAfter(
  {current, desired}: LedgerChange & {kind: 'put'},
  holder: LedgerRow | undefined,
  zones: readonly string[] | undefined,
): LedgerRow {
  const {resource, labels} = holder ?? desired
  const named = {...desired, resource, labels}
  const row = zones === undefined ? withoutZones(named) : withZones(named, zones)
  // A row that external-dns wrote lists no zone; it is rewritten only when something else of it changes.
  const isAsWanted = current !== undefined && [row, withoutZones(row)].some((one) => isSameRow(current, one))
  return isAsWanted ? current : row
}

/** @param staying zones that hold the record set afterwards. @param leaving those that lose it. */
function removalOf(row: LedgerRow, staying: readonly string[], leaving: readonly string[]): readonly LedgerChange[] {
  if (leaving.length === 0) return []
  if (staying.length === 0) return [{kind: 'remove', current: row, rest: undefined}]
  return rowZones(row) === undefined ? [] : [{kind: 'remove', current: row, rest: withZones(row, staying)}]
}
