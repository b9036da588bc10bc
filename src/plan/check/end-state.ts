import {collect, groupBy} from '../../dns/group.js'
import type {RecordSet} from '../../dns/record-set.js'
import type {Zone} from '../../dns/zone.js'
import {type HostPlan, storedSets} from '../change.js'
import {addedSets} from '../ownership/reconcile-texts.js'

/** What stands at a name once the plan is applied; `by` is the host that puts it there, undefined for what stays. */
export interface PlannedSet {
  readonly set: RecordSet
  readonly by: HostPlan | undefined
  readonly isOwnership: boolean
}

export interface EndState {
  setsAt(zone: Zone, name: string): readonly PlannedSet[]
  storedAt(zone: Zone, name: string): readonly RecordSet[]
}

export type StoredSets = ReadonlyMap<Zone, ReadonlyMap<string, readonly RecordSet[]>>

export function groupStored(
  contents: readonly {readonly zone: Zone; readonly recordSets: readonly RecordSet[]}[],
): StoredSets {
  return new Map(contents.map(({zone, recordSets}) => [zone, groupBy(recordSets, ({name}): string => name)]))
}

/** Names that the plan does not touch are looked up when they are asked for. */
export function endState(hosts: readonly HostPlan[], stored: StoredSets): EndState {
  const gone = storedSets(hosts)
  const added = collect(
    hosts.flatMap((host) =>
      addedSets(host).map(({zone, set, isOwnership}): readonly [string, PlannedSet] => [
        `${zone.id} ${set.name}`,
        {set, by: host, isOwnership},
      ]),
    ),
  )
  const storedAt = (zone: Zone, name: string) => stored.get(zone)?.get(name) ?? []
  return {
    storedAt,
    setsAt: (zone, name) => [
      ...storedAt(zone, name)
        .filter((set) => !gone.has(set))
        .map((set): PlannedSet => ({set, by: undefined, isOwnership: false})),
      ...(added.get(`${zone.id} ${name}`) ?? []),
    ],
  }
}
