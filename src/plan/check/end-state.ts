import {groupBy} from '../../dns/group.js'
import type {RecordSet} from '../../dns/record-set.js'
import type {Zone} from '../../dns/zone.js'
import type {ZoneContent} from '../../registry/claim.js'
import {type HostPlan, storedSets} from '../change.js'
import {type Added, addedSets} from '../ownership/reconcile-texts.js'

/** What stands at a name once the plan is applied; `by` is the host that puts it there, undefined for what stays. */
export interface PlannedSet extends Added {
  readonly by: HostPlan | undefined
}

export interface EndState {
  setsAt(zone: Zone, name: string): readonly PlannedSet[]
  storedAt(zone: Zone, name: string): readonly RecordSet[]
}

export type StoredSets = ReadonlyMap<Zone, ReadonlyMap<string, readonly RecordSet[]>>

export function groupStored(contents: readonly ZoneContent[]): StoredSets {
  return new Map(contents.map(({zone, recordSets}) => [zone, groupBy(recordSets, ({name}): string => name)]))
}

/** Names that the plan does not touch are looked up when they are asked for. */
export function endState(hosts: readonly HostPlan[], stored: StoredSets): EndState {
  const gone = storedSets(hosts)
  const planned = hosts.flatMap((by) => addedSets(by).map((one): PlannedSet => ({...one, by})))
  const added = groupBy(planned, ({set}): string => set.name)
  const storedAt = (zone: Zone, name: string) => stored.get(zone)?.get(name) ?? []
  return {
    storedAt,
    setsAt: (zone, name) => [
      ...storedAt(zone, name)
        .filter((set) => !gone.has(set))
        .map((set): PlannedSet => ({zone, set, by: undefined, isOwnership: false})),
      ...(added.get(name) ?? []).filter((one) => one.zone.id === zone.id),
    ],
  }
}
