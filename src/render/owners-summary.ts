import type {Zone} from '../dns/zone.js'
import {groupOwnersRows, sortOwnersRows} from './owners-order.js'
import {OWNERS_STATES, type OwnersRow, type OwnersState} from './owners-row.js'

export type StateCounts = Readonly<Record<OwnersState, number>>

/** What one owner has in one zone. */
export interface OwnersCount {
  readonly owner: string
  readonly zone: Zone
  /** Of the whole list, texts without a record included. */
  readonly total: number
  readonly states: StateCounts
}

/** By owner, then zone. */
export function sumOwners(rows: readonly OwnersRow[]): readonly OwnersCount[] {
  return groupOwnersRows(sortOwnersRows(rows), 'owner').flatMap((ofOwner) =>
    groupOwnersRows(ofOwner, 'zone').flatMap((some) => {
      const [first] = some
      return first === undefined
        ? []
        : [{owner: first.owner, zone: first.zone, total: some.length, states: countStates(some)}]
    }),
  )
}

export function countStates(rows: readonly OwnersRow[]): StateCounts {
  const counts: Record<OwnersState, number> = {
    wanted: 0,
    'obsolete-format': 0,
    unwanted: 0,
    orphan: 0,
    unmarked: 0,
    foreign: 0,
    unreadable: 0,
    unknown: 0,
  }
  for (const {state} of rows) counts[state] += 1
  return counts
}

/** `3 record sets: 1 unwanted, 1 orphan`; what is as it should be, or not known, is not counted apart. */
export function stateText(rows: readonly OwnersRow[]): string {
  const counts = countStates(rows)
  return OWNERS_STATES.filter((state) => state !== 'wanted' && state !== 'unknown' && counts[state] > 0)
    .map((state) => `${counts[state]} ${state}`)
    .join(', ')
}
