import {compareText, type RecordSet, type SetKey} from '../dns/record-set.js'
import {setKey} from '../dns/zone.js'
import {type HostPlan, type TouchedSet, touchedByHost} from '../plan/change.js'
import type {Plan} from '../plan/plan.js'
import {digestOf, fingerprintOf} from './digest.js'

/** By `setKey`. A set that several hosts touch (the ownership of twins) is one; what any of them brings stays. */
export function touchedSets(hosts: readonly HostPlan[]) {
  const sets = new Map<string, TouchedSet & {readonly set: SetKey}>()
  const add = (set: RecordSet, side: TouchedSet) => {
    const key = setKey(side.zone, set)
    const {before, after} = sets.get(key) ?? {}
    sets.set(key, {zone: side.zone, set, before: before ?? side.before, after: after ?? side.after})
  }
  for (const {zone, before, after} of hosts.flatMap(touchedByHost)) {
    // An update that changes the set identifier touches two sets.
    if (before !== undefined) add(before, {zone, before, after: undefined})
    if (after !== undefined) add(after, {zone, before: undefined, after})
  }
  return sets
}

/** 16 hexadecimal digits that stand for what a plan changes, whatever its registry and the time it was made. */
export function changesDigest({zones}: Pick<Plan, 'zones'>): string {
  const print = (set: RecordSet | undefined) => (set === undefined ? null : fingerprintOf(set))
  const touched = [...touchedSets(zones.flatMap(({hosts}) => hosts))].sort(([a], [b]) => compareText(a, b))
  const digest = digestOf(touched.map(([key, {before, after}]) => [key, print(before), print(after)]))
  return digest.replace('sha256:', '').slice(0, 16)
}

export function keysOfSides({zone, before, after}: TouchedSet): readonly string[] {
  return [before, after].flatMap((set) => (set === undefined ? [] : [setKey(zone, set)]))
}
