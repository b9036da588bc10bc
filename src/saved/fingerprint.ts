import {compareText, type RecordSet, type SetKey} from '../dns/record-set.js'
import {hostKey, setKey, type Zone} from '../dns/zone.js'
import {type HostPlan, touchedByHost} from '../plan/change.js'
import type {ZoneContent} from '../registry/claim.js'
import type {RegistrySettings} from '../registry/registry-settings.js'
import {fingerprintOf} from './digest.js'
import {aroundHost, makePreconditions} from './preconditions.js'
import {keysOfSides, touchedSets} from './touched-sets.js'

/** What is looked at again. Undefined: no such set; on both sides: nobody else may have come to hold that place. */
export interface Fingerprint extends SetKey {
  readonly zone: Zone
  readonly before: string | undefined
  /** Equal to `before`: not changed, but the right to change the host rests on it. */
  readonly after: string | undefined
}

export interface HostFingerprints extends Pick<HostPlan, 'zone' | 'name' | 'setIdentifier'> {
  /** In the order of zone id, name, type and set identifier. */
  readonly sets: readonly Fingerprint[]
}

/** What each host touches and rests on, and the places that nobody else may have taken. @param contents at planning. */
export function fingerprintsOf(
  hosts: readonly HostPlan[],
  contents: readonly ZoneContent[],
  registry: RegistrySettings,
): readonly HostFingerprints[] {
  const touched = touchedSets(hosts)
  const preconditions = registry.kind === 'noop' ? undefined : makePreconditions(contents, registry)
  return hosts.map((host) => {
    const keys = new Set(touchedByHost(host).flatMap(keysOfSides))
    const own = [...keys].flatMap((key) => touched.get(key) ?? [])
    const sets = own.map(({zone, set, before, after}) => toFingerprint(zone, set, before, after))
    const around = preconditions === undefined ? [] : aroundHost(host, preconditions)
    const others = around
      .filter(({zone, place}) => !touched.has(setKey(zone, place)))
      .map(({zone, place, set}) => toFingerprint(zone, place, set, set))
    const {zone, name, setIdentifier} = host
    return {zone, name, setIdentifier, sets: inOrder([...sets, ...others])}
  })
}

/** For hosts that come of those with `former` fingerprints: what they touch, and the ownership on which those rested. */
export function fingerprintsFrom(
  former: readonly HostFingerprints[],
  hosts: readonly HostPlan[],
): readonly HostFingerprints[] {
  const rested = new Map(former.map((each) => [hostKey(each), each.sets.filter(({before, after}) => before === after)]))
  return fingerprintsOf(hosts, [], {kind: 'noop'}).map((each) => ({
    ...each,
    sets: inOrder([...each.sets, ...(rested.get(hostKey(each)) ?? [])]),
  }))
}

function inOrder(sets: readonly Fingerprint[]): readonly Fingerprint[] {
  return [...sets].sort((a, b) => compareText(setKey(a.zone, a), setKey(b.zone, b)))
}

function toFingerprint(
  zone: Zone,
  {name, type, setIdentifier}: SetKey,
  before: RecordSet | undefined,
  after: RecordSet | undefined,
): Fingerprint {
  const print = (set: RecordSet | undefined) => (set === undefined ? undefined : fingerprintOf(set))
  return {zone, name, type, setIdentifier, before: print(before), after: print(after)}
}
