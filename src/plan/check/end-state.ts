import type {RecordSet} from '../../dns/record-set.js'
import type {Zone} from '../../dns/zone.js'
import type {HostPlan} from '../change.js'
import {addedSets} from '../ownership/reconcile-texts.js'

/** What stands at a name once the plan is applied; `by` is the host that puts it there, undefined for what stays. */
export interface PlannedSet {
  readonly set: RecordSet
  readonly by: HostPlan | undefined
  readonly isOwnership: boolean
}

/** What zones hold now, and what they will hold. */
export interface EndState {
  setsAt(zone: Zone, name: string): readonly PlannedSet[]
  storedAt(zone: Zone, name: string): readonly RecordSet[]
}

export type StoredSets = ReadonlyMap<Zone, ReadonlyMap<string, readonly RecordSet[]>>

export function groupStored(
  contents: readonly {readonly zone: Zone; readonly recordSets: readonly RecordSet[]}[],
): StoredSets {
  return new Map(contents.map(({zone, recordSets}) => [zone, groupByName(recordSets)]))
}

/** Names that the plan does not touch are looked up when they are asked for. */
export function endState(hosts: readonly HostPlan[], stored: StoredSets): EndState {
  const gone = new Set<RecordSet>()
  const added = new Map<Zone, Map<string, PlannedSet[]>>()
  for (const host of hosts) {
    for (const change of host.changes) if (change.kind !== 'create') gone.add(change.current)
    for (const change of host.ownership) if (change.kind !== 'create') gone.add(change.current.recordSet)
    for (const {zone, set, isOwnership} of addedSets(host)) {
      const names = added.get(zone) ?? new Map<string, PlannedSet[]>()
      added.set(zone, names)
      const same = names.get(set.name)
      if (same === undefined) names.set(set.name, [{set, by: host, isOwnership}])
      else same.push({set, by: host, isOwnership})
    }
  }
  const storedAt = (zone: Zone, name: string) => stored.get(zone)?.get(name) ?? []
  return {
    storedAt,
    setsAt: (zone, name) => [
      ...storedAt(zone, name)
        .filter((set) => !gone.has(set))
        .map((set): PlannedSet => ({set, by: undefined, isOwnership: false})),
      ...(added.get(zone)?.get(name) ?? []),
    ],
  }
}

function groupByName(recordSets: readonly RecordSet[]): ReadonlyMap<string, readonly RecordSet[]> {
  const groups = new Map<string, RecordSet[]>()
  for (const set of recordSets) {
    const same = groups.get(set.name)
    if (same === undefined) groups.set(set.name, [set])
    else same.push(set)
  }
  return groups
}
