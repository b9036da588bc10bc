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

/** What is to become of one row. `current` is what was read: nothing is written over a row that is somebody else's by then. */
export type LedgerChange =
  | {readonly kind: 'put'; readonly current: LedgerRow | undefined; readonly desired: LedgerRow}
  | {readonly kind: 'remove'; readonly current: LedgerRow}

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
  return {...row, labels: {...row.labels, [ZONE_LABEL]: [...zoneIds].sort(compareBytes).join('+')}}
}

export function isSameRow(a: LedgerRow, b: LedgerRow): boolean {
  return a.owner === b.owner && a.resource === b.resource && labelText(a) === labelText(b)
}

export function changedKey(change: LedgerChange): string {
  return formatRowKey(change.kind === 'put' ? change.desired.key : change.current.key)
}

function labelText({labels}: LedgerRow): string {
  return JSON.stringify(Object.entries(labels).sort(([a], [b]) => compareBytes(a, b)))
}
