import {compareText, type RecordSet} from '../dns/record-set.js'
import type {Zone} from '../dns/zone.js'
import type {HostPlan} from '../plan/change.js'
import {clash} from '../plan/coexistence.js'
import type {ZoneContent} from '../registry/claim.js'
import {fingerprintOf} from './digest.js'
import type {Fingerprint} from './fingerprint.js'
import type {SavedPlan} from './saved-plan.js'
import {setKey, type TouchedSet, touchedByHost, touchedSets} from './touched-sets.js'

/** A record set that is neither as it was read nor as it was to be. */
export interface MovedSet {
  readonly host: HostPlan
  readonly zone: Zone
  readonly set: Pick<RecordSet, 'name' | 'type' | 'setIdentifier'>
  /** `rested-on`: ownership that the plan does not change; the file holds its fingerprint only. */
  readonly before: RecordSet | 'none' | 'rested-on'
  readonly found: RecordSet | undefined
}

/** What a saved plan means in the zones as they are now. */
export interface Standing {
  /** Hosts of which something is left to do, with nothing but that. */
  readonly left: readonly HostPlan[]
  /** Hosts that are already as planned. */
  readonly applied: readonly HostPlan[]
  readonly moved: readonly MovedSet[]
}

/**
 * Compares each host with what is stored now, record set by record set: a run that was stopped between two zones has left
 * some of a host's sets as planned and the others as they were.
 *
 * @param contents all that is stored under the names of the fingerprints.
 */
export function standingOf({plan, fingerprints}: SavedPlan, contents: readonly ZoneContent[]): Standing {
  const hosts = plan.zones.flatMap((zone) => zone.hosts)
  const touched = touchedSets(hosts)
  const now = new Map(
    contents.flatMap(({zone, recordSets}) => recordSets.map((set) => [setKey(zone, set), {zone, set}] as const)),
  )
  const stateOf = (print: Fingerprint): 'before' | 'after' | 'moved' => {
    const found = now.get(setKey(print.zone, print))
    const current = found === undefined ? undefined : fingerprintOf(found.set)
    if (current === print.after) return 'after'
    return current === print.before ? 'before' : 'moved'
  }
  const standing = {left: [] as HostPlan[], applied: [] as HostPlan[], moved: [] as MovedSet[]}
  for (const [index, host] of hosts.entries()) {
    const prints = fingerprints[index]?.sets ?? []
    const changing = prints.filter(({before, after}) => before !== after)
    const open = new Set(
      changing.filter((print) => stateOf(print) !== 'after').map((print) => setKey(print.zone, print)),
    )
    if (open.size === 0) {
      standing.applied.push(host)
      continue
    }
    const moved = prints.filter((print) => stateOf(print) === 'moved')
    standing.moved.push(
      ...moved.map((print): MovedSet => {
        const key = setKey(print.zone, print)
        const before = touched.has(key) ? (touched.get(key)?.before ?? 'none') : 'rested-on'
        return {host, zone: print.zone, set: print, before, found: now.get(key)?.set}
      }),
      ...rivalsOf(host, contents, touched),
    )
    standing.left.push(partOf(host, (side) => keysOf(side).some((key) => open.has(key))))
  }
  return standing
}

/** A host with some of its changes only. */
function partOf(host: HostPlan, isLeft: (side: TouchedSet) => boolean): HostPlan {
  const sides = touchedByHost(host)
  const has = (index: number) => {
    const side = sides[index]
    return side !== undefined && isLeft(side)
  }
  return {
    ...host,
    changes: host.changes.filter((_change, index) => has(index)),
    ownership: host.ownership.filter((_change, index) => has(host.changes.length + index)),
  }
}

function keysOf({zone, before, after}: TouchedSet): readonly string[] {
  return [before, after].flatMap((set) => (set === undefined ? [] : [setKey(zone, set)]))
}

/** Record sets that have come since, and that Route 53 would not hold beside what is planned. */
function rivalsOf(
  host: HostPlan,
  contents: readonly ZoneContent[],
  touched: ReadonlyMap<string, TouchedSet>,
): readonly MovedSet[] {
  const planned = touchedByHost(host).flatMap(({zone, after}) => (after === undefined ? [] : [{zone, after}]))
  const rivals = planned.flatMap(({zone, after}) =>
    (contents.find((content) => content.zone.id === zone.id)?.recordSets ?? [])
      .filter((set) => set.name === after.name && !touched.has(setKey(zone, set)) && clash(set, after) !== undefined)
      .map((found): MovedSet => ({host, zone, set: found, before: 'none', found})),
  )
  return [...new Map(rivals.map((rival) => [setKey(rival.zone, rival.set), rival])).values()].sort((a, b) =>
    compareText(setKey(a.zone, a.set), setKey(b.zone, b.set)),
  )
}

/** The names that have to be read again, by zone id. */
export function namesToCheck({fingerprints}: SavedPlan): ReadonlyMap<Zone, readonly string[]> {
  const names = new Map<Zone, Set<string>>()
  for (const {zone, name} of fingerprints.flatMap(({sets}) => sets)) {
    const known = names.get(zone) ?? new Set()
    names.set(zone, known.add(name))
  }
  return new Map([...names].map(([zone, known]) => [zone, [...known].sort()]))
}
