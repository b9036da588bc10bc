import type {RecordSet} from '../../dns/record-set.js'
import type {Zone} from '../../dns/zone.js'
import type {HostPlan} from '../change.js'
import {addedSets} from '../ownership/settle-texts.js'

/** What stands at a name once the plan is applied; `by` is the host that puts it there, undefined for what stays. */
export interface Standing {
  readonly set: RecordSet
  readonly by: HostPlan | undefined
  readonly isGuard: boolean
}

/** What zones hold now, and what they will hold. */
export interface EndState {
  standingAt(zone: Zone, name: string): readonly Standing[]
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
  const added = new Map<Zone, Map<string, Standing[]>>()
  for (const host of hosts) {
    for (const change of host.changes) if (change.kind !== 'create') gone.add(change.current)
    for (const change of host.ownership) if (change.kind !== 'create') gone.add(change.current.recordSet)
    for (const {zone, set, isGuard} of addedSets(host)) {
      const names = added.get(zone) ?? new Map<string, Standing[]>()
      added.set(zone, names)
      const same = names.get(set.name)
      if (same === undefined) names.set(set.name, [{set, by: host, isGuard}])
      else same.push({set, by: host, isGuard})
    }
  }
  const storedAt = (zone: Zone, name: string) => stored.get(zone)?.get(name) ?? []
  return {
    storedAt,
    standingAt: (zone, name) => [
      ...storedAt(zone, name)
        .filter((set) => !gone.has(set))
        .map((set): Standing => ({set, by: undefined, isGuard: false})),
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
