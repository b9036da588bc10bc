import {collect, groupBy} from '../dns/group.js'
import {compareText, firstValue, type RecordSet, type SetKey} from '../dns/record-set.js'
import {hostKey, setKey, type Zone} from '../dns/zone.js'
import {type HostPlan, type TouchedSet, touchedByHost} from '../plan/change.js'
import {clash} from '../plan/decide/conflict.js'
import {ownersOf} from '../plan/plan.js'
import type {ZoneContent} from '../registry/claim.js'
import type {OwnerId} from '../registry/ownership.js'
import {PLAIN_CODEC} from '../registry/ownership-codec.js'
import {madeByOthers, type Steps, stepsOf} from './batch-order.js'
import {fingerprintOf} from './digest.js'
import type {Fingerprint} from './fingerprint.js'
import type {SavedPlan} from './saved-plan.js'
import {keysOfSides, touchedSets} from './touched-sets.js'
import {invertHost} from './undo.js'

/** A record set that is not as it was read, and that no run of the plan has left so. */
export interface MovedSet {
  readonly host: HostPlan
  readonly zone: Zone
  readonly set: SetKey
  /** `rested-on`: ownership that the plan does not change; the file holds its fingerprint only. */
  readonly before: RecordSet | 'none' | 'rested-on'
  readonly found: RecordSet | undefined
}

export interface PlanFreshness {
  /** Hosts of which something is left to do, with nothing but that. */
  readonly left: readonly HostPlan[]
  readonly applied: readonly HostPlan[]
  readonly moved: readonly MovedSet[]
}

/**
 * Compares each host with what is stored now. The sets that go in one batch are all as before or all as planned; a run
 * that was stopped between two batches has left some batches in and the later ones out. Whatever else is found, and
 * whatever somebody else has put beside it, has moved.
 *
 * @param contents all that is stored under the names of the fingerprints.
 * @param returning hosts by `hostKey` on the way back of a run that may have been stopped in their middle.
 */
export function freshnessOf(
  {plan, fingerprints}: SavedPlan,
  contents: readonly ZoneContent[],
  returning: ReadonlySet<string> = new Set(),
): PlanFreshness {
  const hosts = plan.zones.flatMap((zone) => zone.hosts)
  const touched = touchedSets(hosts)
  const steps = stepsOf(hosts)
  const stepsThere = stepsThereOf(hosts.filter((host) => returning.has(hostKey(host))))
  const owners = ownersOf(plan)
  const stored = contents.flatMap(({zone, recordSets}) => recordSets.map((set) => ({zone, set})))
  const now = new Map(stored.map(({zone, set}) => [setKey(zone, set), set]))
  const byName = groupBy(stored, ({zone, set}) => `${zone.id} ${set.name}`)
  const stateOf = (print: Fingerprint, host: HostPlan): 'before' | 'after' | 'moved' => {
    const found = now.get(setKey(print.zone, print))
    if (isFree(print))
      return found === undefined || !isTaken(found, host, host.owner === undefined ? owners : [host.owner])
        ? 'after'
        : 'moved'
    const current = found === undefined ? undefined : fingerprintOf(found)
    if (current === print.after) return 'after'
    return current === print.before ? 'before' : 'moved'
  }
  const freshness = {left: [] as HostPlan[], applied: [] as HostPlan[], moved: [] as MovedSet[]}
  for (const [index, host] of hosts.entries()) {
    const prints = new Map((fingerprints[index]?.sets ?? []).map((print) => [setKey(print.zone, print), print]))
    const states = new Map([...prints].map(([key, print]) => [key, stateOf(print, host)]))
    const isOpen = (key: string, {before, after}: Fingerprint) => before !== after && states.get(key) !== 'after'
    const open = new Set([...prints].flatMap(([key, print]) => (isOpen(key, print) ? [key] : [])))
    if (open.size === 0) {
      freshness.applied.push(host)
      continue
    }
    const strange = madeByOthers(steps.get(host) ?? [], (key) => states.get(key) === 'after')
    const there = stepsThere.get(hostKey(host))
    const isHalfThere = there !== undefined && madeByOthers(there, (key) => states.get(key) === 'before').length === 0
    const moved = [...prints].filter(([key]) => states.get(key) === 'moved' || (!isHalfThere && strange.includes(key)))
    const movedSets = moved.map(([key, print]): MovedSet => {
      const unchanged = isFree(print) ? 'none' : 'rested-on'
      const before = touched.has(key) ? (touched.get(key)?.before ?? 'none') : unchanged
      return {host, zone: print.zone, set: print, before, found: now.get(key)}
    })
    freshness.moved.push(...distinctSets([...movedSets, ...competitorsOf(host, byName, touched)]))
    freshness.left.push(partOf(host, (side) => keysOfSides(side).some((key) => open.has(key))))
  }
  return freshness
}

/** Nothing was there, or nothing of anybody else, and the plan puts nothing there. */
function isFree({before, after}: Fingerprint): boolean {
  return before === undefined && after === undefined
}

/** An address beside the host, or a text by which the host is somebody else's; one that we cannot read is. */
function isTaken(found: RecordSet, host: HostPlan, owners: readonly OwnerId[]): boolean {
  if (found.type !== 'TXT') return true
  const claim = PLAIN_CODEC.read(firstValue(found))
  // At the host's own name a text that looks encrypted is rather the proof of some service.
  if (claim === undefined || claim === 'unreadable') return claim !== undefined && found.name !== host.name
  return !owners.includes(claim.owner)
}

/** By `hostKey`: how the run went whose way back this is. */
function stepsThereOf(hosts: readonly HostPlan[]): ReadonlyMap<string, Steps> {
  const there = hosts.map((host) => invertHost(host, undefined))
  return new Map([...stepsOf(there)].map(([host, steps]) => [hostKey(host), steps]))
}

function partOf(host: HostPlan, isLeft: (side: TouchedSet) => boolean): HostPlan {
  const left = touchedByHost(host).map(isLeft)
  return {
    ...host,
    changes: host.changes.filter((_change, index) => left[index]),
    ownership: host.ownership.filter((_change, index) => left[host.changes.length + index]),
  }
}

/** Record sets that have come since, and that Route 53 would not hold beside what is planned. */
function competitorsOf(
  host: HostPlan,
  byName: ReadonlyMap<string, readonly {readonly set: RecordSet}[]>,
  touched: ReadonlyMap<string, TouchedSet>,
): readonly MovedSet[] {
  const planned = touchedByHost(host).flatMap(({zone, after}) => (after === undefined ? [] : [{zone, after}]))
  return planned.flatMap(({zone, after}) =>
    (byName.get(`${zone.id} ${after.name}`) ?? [])
      .filter(({set}) => !touched.has(setKey(zone, set)) && clash(set, after) !== undefined)
      .map(({set}): MovedSet => ({host, zone, set, before: 'none', found: set})),
  )
}

function distinctSets(sets: readonly MovedSet[]): readonly MovedSet[] {
  const byKey = new Map(sets.map((moved) => [setKey(moved.zone, moved.set), moved]))
  return [...byKey].sort(([a], [b]) => compareText(a, b)).map(([, moved]) => moved)
}

export function namesToCheck({fingerprints}: SavedPlan): ReadonlyMap<Zone, readonly string[]> {
  const names = collect(fingerprints.flatMap(({sets}) => sets.map(({zone, name}) => [zone, name] as const)))
  return new Map([...names].map(([zone, known]) => [zone, [...new Set(known)].sort()]))
}
