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
    ledger.push({kind: 'put', current, desired: withZones(desired, [context.zone.id])})
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
      const earlier = wanted.get(key)
      if (earlier === undefined || (earlier.kind === 'remove' && change.kind === 'put')) wanted.set(key, change)
    }
  }
  const merged = new Map<string, readonly LedgerChange[]>()
  const notes = new Map<string, string>()
  for (const [key, change] of wanted) {
    const outside = change.current === undefined ? [] : (rowZones(change.current) ?? []).filter((id) => !ids.has(id))
    const kept = zonesAt(untouched, key).filter((id) => put.get(key)?.has(id) !== true)
    const problem =
      kept.length === 0 || change.current === undefined
        ? undefined
        : retention.problemOf(change.current.resource, change.current.owner)
    const held = problem !== undefined && change.kind === 'put' ? keepHolder(change) : change
    const unread = change.current === undefined ? [] : unreadHolders(change.current)
    if (unread.length === 0) {
      merged.set(key, mergeRow(held, [...outside, ...kept, ...zonesAt(put, key)], zonesAt(going, key)))
      continue
    }
    merged.set(key, mergeSilently(held))
    if (change.kind === 'remove') notes.set(key, ownershipPhrases.rowNeededUnread(key, unread).detail)
  }
  return hosts.flatMap((host) => {
    const keys = [...new Set(host.ledger.map(changedKey))].sort(compareText)
    const ledger = keys.flatMap((key) => merged.get(key) ?? [])
    if (host.changes.length + host.ownership.length + ledger.length === 0) return []
    return [{...host, ledger, notes: [...host.notes, ...keys.flatMap((key) => notes.get(key) ?? [])]}]
  })
}

type ZonesByKey = Map<string, Set<string>>

function addZone(zones: ZonesByKey, key: string, {id}: Zone): void {
  zones.set(key, (zones.get(key) ?? new Set()).add(id))
}

function zonesAt(zones: ZonesByKey, key: string): readonly string[] {
  return [...(zones.get(key) ?? [])]
}

/** An object that cannot be read holds the record set in another zone, and the row is what says so: it goes on to name it. */
function keepHolder({kind, current, desired}: LedgerChange & {kind: 'put'}): LedgerChange {
  const {resource, labels} = current ?? desired
  return {kind, current, desired: {...desired, resource, labels}}
}

/** A row that lists no zone may speak of a record set in one that was not read: it goes on to speak of every zone. */
function mergeSilently(change: LedgerChange): readonly LedgerChange[] {
  if (change.kind === 'remove') return []
  const desired = withoutZones(change.desired)
  return change.current !== undefined && isSameRow(change.current, desired) ? [] : [{...change, desired}]
}

/** @param staying zones that hold the record set afterwards. @param going those that lose it. */
function mergeRow(change: LedgerChange, staying: readonly string[], going: readonly string[]): readonly LedgerChange[] {
  const {current} = change
  const desired = change.kind === 'put' ? change.desired : change.current
  const put = mergePut(current, withZones(desired, [...staying, ...going]), change.kind)
  const written = put?.desired ?? current
  if (going.length === 0 || written === undefined) return put === undefined ? [] : [put]
  const removal: LedgerChange = {
    kind: 'remove',
    current: written,
    rest: staying.length === 0 ? undefined : withZones(written, staying),
  }
  const isSilent = removal.rest !== undefined && rowZones(written) === undefined
  return [...(put === undefined ? [] : [put]), ...(isSilent ? [] : [removal])]
}

function mergePut(
  current: LedgerRow | undefined,
  desired: LedgerRow,
  kind: LedgerChange['kind'],
): (LedgerChange & {kind: 'put'}) | undefined {
  if (kind === 'remove') return undefined
  if (current === undefined) return {kind: 'put', current, desired}
  // A row that external-dns wrote lists no zone; it is rewritten only when something else of it changes.
  const isSilent = rowZones(current) === undefined && isSameRow(withZones(current, rowZones(desired) ?? []), desired)
  return isSilent || isSameRow(current, desired) ? undefined : {kind: 'put', current, desired}
}
