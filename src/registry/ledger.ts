import type {RecordSet} from '../dns/record-set.js'
import {compareBytes} from '../dns/target.js'
import type {Zone} from '../dns/zone.js'
import type {Ownership} from './ownership.js'

/** Names a record set in a ledger: `web.shop.io#A#`, then the set identifier where there is one (spec §13.1). */
export interface RowKey {
  readonly name: string
  readonly type: string
  readonly setIdentifier: string | undefined
}

/**
 * One row of a ledger, which is ownership kept outside the zones: in a DynamoDB table or in objects of the cluster. A key
 * says no zone, so the label `zone` does: ids joined by `+`. Rows that external-dns wrote have none and speak of every zone.
 */
export interface LedgerRow extends Ownership {
  readonly key: RowKey
}

/** What is to become of one row. `current` is what was read: nothing is written over a row that is otherwise by then. */
export type LedgerChange = LedgerPut | LedgerRemoval

/** Before the record sets are written, so that none is ever there without its row. */
interface LedgerPut {
  readonly kind: 'put'
  readonly current: LedgerRow | undefined
  readonly desired: LedgerRow
}

/** After the record sets are gone. `rest` is what stays of the row for the zones that still hold one; undefined: nothing. */
interface LedgerRemoval {
  readonly kind: 'remove'
  readonly current: LedgerRow
  readonly rest: LedgerRow | undefined
}

const ZONE_LABEL = 'zone'

export function rowKeyOf({name, type, setIdentifier}: Pick<RecordSet, 'name' | 'type' | 'setIdentifier'>): RowKey {
  return {name, type, setIdentifier}
}

export function formatRowKey({name, type, setIdentifier}: RowKey): string {
  return `${name}#${type}#${setIdentifier ?? ''}`
}

/** Cut at the first two `#`, as external-dns does; undefined when there are not two. */
export function parseRowKey(text: string): RowKey | undefined {
  const [name, type, ...rest] = text.split('#')
  if (name === undefined || type === undefined || rest.length === 0) return undefined
  const setIdentifier = rest.join('#')
  return {name, type, setIdentifier: setIdentifier === '' ? undefined : setIdentifier}
}

/** The ids of the zones of which a row speaks; undefined: of any. */
export function rowZones({labels}: Ownership): readonly string[] | undefined {
  return labels[ZONE_LABEL]?.split('+')
}

export function speaksOfZone(row: Ownership, zone: Zone): boolean {
  return rowZones(row)?.includes(zone.id) ?? true
}

export function withZones(row: LedgerRow, zoneIds: readonly string[]): LedgerRow {
  return {...row, labels: {...row.labels, [ZONE_LABEL]: [...new Set(zoneIds)].sort(compareBytes).join('+')}}
}

export function isSameRow(a: LedgerRow, b: LedgerRow): boolean {
  return a.owner === b.owner && a.resource === b.resource && labelText(a) === labelText(b)
}

export function changedKey(change: LedgerChange): string {
  return formatRowKey(change.kind === 'put' ? change.desired.key : change.current.key)
}

/** What a change comes to where the row is otherwise by now than when it was read. */
export type RebasedChange =
  | {readonly kind: 'change'; readonly change: LedgerChange}
  /** The row is already as it should be. */
  | {readonly kind: 'done'}
  /** Another owner's, or removed meanwhile together with its record sets. */
  | {readonly kind: 'taken'; readonly owner: string | undefined}

/**
 * Joins a change with what another run of the same owner wrote meanwhile: both runs' zones stay, and a label is that of
 * the run that changed it.
 *
 * @param stored the row as it is now; undefined where there is none.
 */
export function rebaseChange(change: LedgerChange, stored: LedgerRow | undefined): RebasedChange {
  return change.kind === 'put' ? rebasePut(change, stored) : rebaseRemoval(change, stored)
}

function rebasePut({current, desired}: LedgerPut, stored: LedgerRow | undefined): RebasedChange {
  if (stored === undefined) {
    const added = addedZones(current, desired)
    // What the row said of other zones went with the record sets there.
    return current !== undefined && added.length === 0
      ? {kind: 'taken', owner: undefined}
      : {kind: 'change', change: {kind: 'put', current: undefined, desired: withZones(desired, added)}}
  }
  if (stored.owner !== desired.owner) {
    // Of the former owner's row nothing but what was read is taken over.
    return current !== undefined && isSameRow(stored, current)
      ? {kind: 'change', change: {kind: 'put', current: stored, desired}}
      : {kind: 'taken', owner: stored.owner}
  }
  const joined = withZones(joinLabels(current, desired, stored), [
    ...zonesOrNone(stored),
    ...addedZones(current, desired),
  ])
  const row = rowZones(stored) === undefined && current !== undefined ? withoutZones(joined) : joined
  return isSameRow(row, stored)
    ? {kind: 'done'}
    : {kind: 'change', change: {kind: 'put', current: stored, desired: row}}
}

function rebaseRemoval({current, rest}: LedgerRemoval, stored: LedgerRow | undefined): RebasedChange {
  // What is not ours any more, or was written for another object meanwhile, is not what was to be removed.
  if (stored === undefined || !isSameRow(withoutZones(stored), withoutZones(current))) return {kind: 'done'}
  if (isSameRow(stored, current)) return {kind: 'change', change: {kind: 'remove', current: stored, rest}}
  if (rowZones(stored) === undefined) return {kind: 'done'}
  const left = new Set(rest === undefined ? [] : zonesOrNone(rest))
  const gone = new Set(zonesOrNone(current).filter((id) => !left.has(id)))
  const zones = zonesOrNone(stored).filter((id) => !gone.has(id))
  if (zones.length === zonesOrNone(stored).length) return {kind: 'done'}
  return {
    kind: 'change',
    change: {kind: 'remove', current: stored, rest: zones.length === 0 ? undefined : withZones(stored, zones)},
  }
}

function addedZones(current: LedgerRow | undefined, desired: LedgerRow): readonly string[] {
  const known = new Set(current === undefined ? [] : zonesOrNone(current))
  return zonesOrNone(desired).filter((id) => !known.has(id))
}

function joinLabels(current: LedgerRow | undefined, desired: LedgerRow, stored: LedgerRow): LedgerRow {
  if (current === undefined) return stored
  const pick = <T>(before: T, wanted: T, now: T): T => (wanted === before ? now : wanted)
  const names = new Set([...Object.keys(desired.labels), ...Object.keys(stored.labels)])
  const labels = [...names].flatMap((name): (readonly [string, string])[] => {
    const text = pick(current.labels[name], desired.labels[name], stored.labels[name])
    return text === undefined ? [] : [[name, text]]
  })
  return {
    ...desired,
    resource: pick(current.resource, desired.resource, stored.resource),
    labels: Object.fromEntries(labels),
  }
}

function zonesOrNone(row: LedgerRow): readonly string[] {
  return rowZones(row) ?? []
}

export function withoutZones(row: LedgerRow): LedgerRow {
  const {[ZONE_LABEL]: _zones, ...labels} = row.labels
  return {...row, labels}
}

function labelText({labels}: LedgerRow): string {
  return JSON.stringify(Object.entries(labels).sort(([a], [b]) => compareBytes(a, b)))
}

/** Law 1: a plan is handed this and nothing that writes. */
export interface LedgerReader {
  /** All rows, of every owner. @throws CliError when they cannot all be read. */
  readRows(): Promise<readonly LedgerRow[]>
}

/**
 * Each call writes one row, and only where it is as it was read. What another run of the same owner wrote meanwhile is
 * read and joined with it; what happened otherwise is a value.
 */
export interface LedgerWriter {
  /** @throws CliError when the ledger cannot be written or read again. */
  write(change: LedgerChange): Promise<LedgerOutcome>
}

export type LedgerOutcome =
  | {readonly kind: 'done'}
  /** Another owner's row stands there; undefined: the row that was read is gone. */
  | {readonly kind: 'taken'; readonly owner: string | undefined}
