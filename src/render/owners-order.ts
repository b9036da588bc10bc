import {compareText} from '../dns/record-set.js'
import {namespaceOf, OWNERS_STATES, type OwnersRow} from './owners-row.js'

export const SORT_KEYS = ['owner', 'host', 'zone', 'state', 'namespace', 'type'] as const
export type SortKey = (typeof SORT_KEYS)[number]
export const GROUP_KEYS = ['owner', 'zone', 'namespace', 'state'] as const
export type GroupKey = (typeof GROUP_KEYS)[number]

export interface OwnersOrder {
  /** What is compared first; the rest of the order is always the same. */
  readonly sortBy: SortKey
  /** Undefined: not parted. */
  readonly groupBy: GroupKey | undefined
}

export const DEFAULT_ORDER: OwnersOrder = {sortBy: 'owner', groupBy: undefined}

/** By group, then by the key, then by owner, zone, host, set identifier and type; states in the order of their list. */
export function sortOwnersRows(
  rows: readonly OwnersRow[],
  {sortBy, groupBy}: OwnersOrder = DEFAULT_ORDER,
): readonly OwnersRow[] {
  const first = [...new Set([...(groupBy === undefined ? [] : [groupBy]), sortBy])]
  const fields = [...first.flatMap((key) => FIELDS[key]), ...LAST_FIELDS]
  return [...rows].sort((a, b) => {
    for (const field of fields) {
      const order = compareText(field(a), field(b))
      if (order !== 0) return order
    }
    return 0
  })
}

/** Rows that follow each other and share the key, in their order. */
export function groupOwnersRows(rows: readonly OwnersRow[], groupBy: GroupKey): readonly (readonly OwnersRow[])[] {
  const groups = new Map<string, OwnersRow[]>()
  for (const row of rows) {
    const key = FIELDS[groupBy].map((field) => field(row)).join('\0')
    const same = groups.get(key)
    if (same === undefined) groups.set(key, [row])
    else same.push(row)
  }
  return [...groups.values()]
}

type RowField = (row: OwnersRow) => string

const zoneName: RowField = ({zone}) => zone.name
const zoneId: RowField = ({zone}) => zone.id
const FIELDS: Readonly<Record<SortKey, readonly RowField[]>> = {
  owner: [({owner}) => owner],
  host: [({host}) => host],
  zone: [zoneName, zoneId],
  state: [({state}) => String(OWNERS_STATES.indexOf(state))],
  namespace: [namespaceOf],
  type: [({type}) => type ?? ''],
}
const LAST_FIELDS: readonly RowField[] = [
  ...FIELDS.owner,
  ...FIELDS.zone,
  ...FIELDS.host,
  ({setIdentifier}) => setIdentifier ?? '',
  ...FIELDS.type,
]
