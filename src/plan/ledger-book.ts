import {compareText, type RecordSet} from '../dns/record-set.js'
import type {Zone} from '../dns/zone.js'
import type {Claims} from '../registry/claim.js'
import {
  changedKey,
  formatRowKey,
  isSameRow,
  type LedgerChange,
  type LedgerRow,
  rowKeyOf,
  rowZones,
  withZones,
} from '../registry/ledger.js'
import type {OwnerId} from '../registry/ownership.js'
import type {HostPlan} from './change.js'
import type {Intent, NameContext, RowDecision} from './name-decision.js'
import {type Bookings, ownershipOfGone, type TxtBlock} from './ownership-change.js'

/** The rows of a ledger, and in whose name they are written; undefined where ownership is kept in TXT, or not at all. */
export interface LedgerBook {
  readonly owner: OwnerId
  rowFor(set: Pick<RecordSet, 'name' | 'type' | 'setIdentifier'>): LedgerRow | undefined
}

export function makeLedgerBook(rows: readonly LedgerRow[], owner: OwnerId): LedgerBook {
  const byKey = new Map(rows.map((row) => [formatRowKey(row.key), row]))
  return {owner, rowFor: (set) => byKey.get(formatRowKey(rowKeyOf(set)))}
}

export interface RowBookings {
  readonly ledger: readonly LedgerChange[]
  /** Own ownership TXT from before, which go with their record sets. */
  readonly texts: Bookings
}

/** The rows of one host as if it stood alone; `settleRows` brings those together that hosts of several zones share. */
export function bookRows(
  context: NameContext,
  row: RowDecision,
  wanted: readonly Exclude<Intent, {kind: 'same'}>[],
  book: LedgerBook,
): RowBookings | TxtBlock {
  const ledger: LedgerChange[] = []
  for (const {candidate} of wanted) {
    const current = book.rowFor(candidate.recordSet)
    if (current !== undefined && current.owner !== book.owner && current.owner !== context.migrateFrom) {
      const detail = `the ledger row ${formatRowKey(current.key)} names owner ${current.owner}`
      return {reason: 'owner-mismatch', detail, fix: undefined, owner: current.owner}
    }
    const {resource, labels} = candidate
    const desired = {key: rowKeyOf(candidate.recordSet), owner: book.owner, resource, labels}
    ledger.push({kind: 'put', current, desired: withZones(desired, [context.zone.id])})
  }
  const gone = [...row.replaced, ...row.removed]
  for (const claim of gone) {
    const current = book.rowFor(claim.recordSet)
    if (current?.owner === book.owner) ledger.push({kind: 'remove', current})
  }
  const texts = gone
    .flatMap(ownershipOfGone)
    .filter((change) => change.kind !== 'create' && change.current.owner === book.owner)
  return {ledger, texts: {changes: texts, keeps: undefined, notes: []}}
}

/**
 * One change a row. A row lists the zones that hold its record set, those outside the run included, and goes with the
 * last of them; one that is as it should be is not written.
 */
export function settleRows(hosts: readonly HostPlan[], claims: Claims, selected: readonly Zone[]): readonly HostPlan[] {
  const ids = new Set<string>(selected.map((zone) => zone.id))
  const deleted = new Set<RecordSet>(
    hosts.flatMap(({changes}) => changes.flatMap((change) => (change.kind === 'delete' ? [change.current] : []))),
  )
  const standing = new Map<string, Set<string>>()
  const stand = (key: string, zone: Zone) => standing.set(key, (standing.get(key) ?? new Set()).add(zone.id))
  for (const {kind, zone, recordSet} of claims.claims) {
    if (kind === 'owned' && !deleted.has(recordSet)) stand(formatRowKey(rowKeyOf(recordSet)), zone)
  }
  const wanted = new Map<string, LedgerChange>()
  for (const host of hosts) {
    for (const change of host.ledger) {
      const key = changedKey(change)
      if (change.kind === 'put') stand(key, host.zone)
      const earlier = wanted.get(key)
      if (earlier === undefined || (earlier.kind === 'remove' && change.kind === 'put')) wanted.set(key, change)
    }
  }
  const settled = new Map<string, LedgerChange | undefined>()
  for (const [key, change] of wanted) {
    const outside = change.current === undefined ? [] : (rowZones(change.current) ?? []).filter((id) => !ids.has(id))
    settled.set(key, settleRow(change, [...outside, ...(standing.get(key) ?? [])]))
  }
  return hosts.flatMap((host) => {
    const keys = [...new Set(host.ledger.map(changedKey))].sort(compareText)
    const ledger = keys.flatMap((key) => settled.get(key) ?? [])
    return host.changes.length + host.ownership.length + ledger.length === 0 ? [] : [{...host, ledger}]
  })
}

function settleRow(change: LedgerChange, zoneIds: readonly string[]): LedgerChange | undefined {
  const {current} = change
  if (zoneIds.length === 0) return current === undefined ? undefined : {kind: 'remove', current}
  const desired = withZones(change.kind === 'put' ? change.desired : change.current, zoneIds)
  if (current === undefined) return {kind: 'put', current, desired}
  // A row of external-dns, which says no zone, is good enough until something else of it changes.
  const isSilent = rowZones(current) === undefined && isSameRow(withZones(current, zoneIds), desired)
  return isSilent || isSameRow(current, desired) ? undefined : {kind: 'put', current, desired}
}
