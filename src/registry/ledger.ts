import {compareBytes} from '../dns/target.js'
import type {Zone} from '../dns/zone.js'
import type {Ownership} from './ownership.js'

/** The key of a row in a ledger: `web.shop.io#A#`, followed by the set identifier if there is one. */
export interface RowKey {
  readonly name: string
  readonly type: string
  readonly setIdentifier: string | undefined
}

/** A row of a DynamoDB table. The label `zone` lists zone ids; rows of external-dns lack it and apply to every zone. */
export interface LedgerRow extends Ownership {
  readonly key: RowKey
}

/** A change of one row. `current` is the row that was read: a row that has changed since is not overwritten. */
export type LedgerChange = LedgerPut | LedgerRemoval

/** Written before the record sets, so that none ever exists without its row. */
interface LedgerPut {
  readonly kind: 'put'
  readonly current: LedgerRow | undefined
  readonly desired: LedgerRow
}

/** Written after the record sets are gone. `rest` is the row that remains for the other zones; undefined: none. */
interface LedgerRemoval {
  readonly kind: 'remove'
  readonly current: LedgerRow
  readonly rest: LedgerRow | undefined
}

const ZONE_LABEL = 'zone'

/** Also of a record set: its row has its name, type and set identifier. */
export function formatRowKey({name, type, setIdentifier}: RowKey): string {
  return `${name}#${type}#${setIdentifier ?? ''}`
}

/** Parses a row key, cut at the first two `#` as in external-dns; undefined when there are fewer. */
export function parseRowKey(text: string): RowKey | undefined {
  const start = text.indexOf('#') + 1
  const end = text.indexOf('#', start)
  if (end === -1) return undefined
  const setIdentifier = text.slice(end + 1)
  const parts = {name: text.slice(0, start - 1), type: text.slice(start, end)}
  return {...parts, setIdentifier: setIdentifier === '' ? undefined : setIdentifier}
}

/** The ids of the zones that a row lists; undefined: it applies to every zone. */
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

/** A change that was adapted to a row that has changed since it was read; `done`: that row already is as it should be. */
export type RebasedChange = {readonly kind: 'change'; readonly change: LedgerChange} | LedgerOutcome

/** Keeps the zones of both runs, and each label of the run that changed it. @param stored the row as it is now. */
export function rebaseChange(change: LedgerChange, stored: LedgerRow | undefined): RebasedChange {
  return change.kind === 'put' ? rebasePut(change, stored) : rebaseRemoval(change, stored)
}

function rebasePut({current, desired}: LedgerPut, stored: LedgerRow | undefined): RebasedChange {
  if (stored === undefined) {
    const added = addedZones(current, desired)
    // The other zones of the row are not restored: their record sets went with it.
    return added.length === 0
      ? {kind: 'taken', owner: undefined}
      : {kind: 'change', change: {kind: 'put', current: undefined, desired: withZones(desired, added)}}
  }
  if (stored.owner !== desired.owner) {
    // A row of the former owner is taken over only if it is unchanged since it was read.
    return current !== undefined && isSameRow(stored, current)
      ? {kind: 'change', change: {kind: 'put', current: stored, desired}}
      : {kind: 'taken', owner: stored.owner}
  }
  const joined = joinLabels(current, desired, stored)
  const zones = rowZones(stored)
  const row =
    zones === undefined ? withoutZones(joined) : withZones(joined, [...zones, ...addedZones(current, desired)])
  if (isSameRow(row, stored)) return {kind: 'done'}
  return {kind: 'change', change: {kind: 'put', current: stored, desired: row}}
}

function rebaseRemoval({current, rest}: LedgerRemoval, stored: LedgerRow | undefined): RebasedChange {
  // A row that now belongs to another owner or object is not the one to remove.
  if (stored === undefined || !isSameRow(withoutZones(stored), withoutZones(current))) return {kind: 'done'}
  if (isSameRow(stored, current)) return {kind: 'change', change: {kind: 'remove', current: stored, rest}}
  const left = new Set(rest && zonesOrNone(rest))
  const gone = new Set(zonesOrNone(current).filter((id) => !left.has(id)))
  const zones = zonesOrNone(stored).filter((id) => !gone.has(id))
  if (zones.length === zonesOrNone(stored).length) return {kind: 'done'}
  const others = zones.length === 0 ? undefined : withZones(stored, zones)
  return {kind: 'change', change: {kind: 'remove', current: stored, rest: others}}
}

function addedZones(current: LedgerRow | undefined, desired: LedgerRow): readonly string[] {
  const known = new Set(current && zonesOrNone(current))
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
  const resource = pick(current.resource, desired.resource, stored.resource)
  return {...desired, resource, labels: Object.fromEntries(labels)}
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

/** Reads a ledger. A plan gets this port only, which cannot write (docs/laws.md). */
export interface LedgerReader {
  /** All rows, of every owner. @throws CliError when they cannot all be read. */
  readRows(): Promise<readonly LedgerRow[]>
}

/** Writes a row only if it is unchanged since it was read; concurrent changes of the same owner are merged. */
export interface LedgerWriter {
  /** @throws CliError when the ledger cannot be written or read again. */
  write(change: LedgerChange): Promise<LedgerOutcome>
}

export type LedgerOutcome =
  | {readonly kind: 'done'}
  /** Another owner's row exists; undefined: the row that was read is gone, together with its record sets. */
  | {readonly kind: 'taken'; readonly owner: string | undefined}
