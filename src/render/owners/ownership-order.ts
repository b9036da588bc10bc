import {groupBy, tally} from '../../dns/group.js'
import {compareText} from '../../dns/record-set.js'
import type {Zone} from '../../dns/zone.js'
import {OWNERS_STATES, type OwnershipEntry, type OwnersState, stateWord} from '../../pipeline/ownership-entry.js'
import {namespaceOf} from '../../plan/plan-input.js'

export const SORT_KEYS = ['owner', 'host', 'zone', 'state', 'namespace', 'type'] as const
export type SortKey = (typeof SORT_KEYS)[number]
export const GROUP_KEYS = ['owner', 'zone', 'namespace', 'state'] as const
export type GroupKey = (typeof GROUP_KEYS)[number]

export interface OwnersOrder {
  /** The first sort key; the other keys are always the same. */
  readonly sortBy: SortKey
  readonly groupBy: GroupKey | undefined
}

export const DEFAULT_ORDER: OwnersOrder = {sortBy: 'owner', groupBy: undefined}

/** By group, then the chosen key, then owner, zone, host, set identifier and type; states in their own order. */
export function sortOwnershipEntries(
  rows: readonly OwnershipEntry[],
  {sortBy, groupBy}: OwnersOrder = DEFAULT_ORDER,
): readonly OwnershipEntry[] {
  const first = [...new Set([...(groupBy === undefined ? [] : [groupBy]), sortBy])]
  const fields = [...first.flatMap((key) => FIELDS[key]), ...LAST_FIELDS]
  return [...rows].sort((a, b) => fields.reduce((order, field) => order || compareText(field(a), field(b)), 0))
}

export function groupOwnershipEntries(rows: readonly OwnershipEntry[], key: GroupKey) {
  return [...groupBy(rows, (row) => FIELDS[key].map((field) => field(row)).join('\0')).values()]
}

type RowField = (row: OwnershipEntry) => string

const FIELDS: Readonly<Record<SortKey, readonly RowField[]>> = {
  owner: [({owner}) => owner],
  host: [({host}) => host],
  zone: [({zone}) => zone.name, ({zone}) => zone.id],
  state: [({state}) => String(OWNERS_STATES.indexOf(state))],
  namespace: [({resource}) => namespaceOf(resource)],
  type: [({type}) => type ?? ''],
}
const LAST_FIELDS: readonly RowField[] = [
  ...FIELDS.owner,
  ...FIELDS.zone,
  ...FIELDS.host,
  ({setIdentifier}) => setIdentifier ?? '',
  ...FIELDS.type,
]

export type StateCounts = Readonly<Record<OwnersState, number>>

/** The counts of one owner in one zone. */
export interface OwnersCount {
  readonly owner: string
  readonly zone: Zone
  /** All entries, including TXT without a record. */
  readonly total: number
  readonly states: StateCounts
}

export function sumOwners(rows: readonly OwnershipEntry[]): readonly OwnersCount[] {
  const groups = groupBy(sortOwnershipEntries(rows), ({owner, zone}) => `${owner}\0${zone.id}`)
  return [...groups.values()].map((some) => {
    const [{owner, zone}] = some
    return {owner, zone, total: some.length, states: countStates(some)}
  })
}

export function countStates(rows: readonly OwnershipEntry[]): StateCounts {
  return tally(
    OWNERS_STATES,
    rows.map(({state}) => state),
  )
}

/** Renders counts: `3 record sets: 1 unwanted, 1 orphan`. Wanted and unknown entries are only part of the total. */
export function stateText(rows: readonly OwnershipEntry[]): string {
  const counts = countStates(rows)
  return OWNERS_STATES.filter((state) => state !== 'wanted' && state !== 'unknown' && counts[state] > 0)
    .map((state) => `${counts[state]} ${stateWord(state)}`)
    .join(', ')
}
