import type {DnsName} from '../dns/dns-name.js'
import {compareText, type RecordSet} from '../dns/record-set.js'
import type {RecordType} from '../dns/record-type.js'
import type {Zone} from '../dns/zone.js'
import type {HostPlan} from '../plan/change.js'
import type {ZoneContent} from '../registry/claim.js'
import type {OwnershipCodec} from '../registry/ownership-codec.js'
import type {RegistrySettings} from '../registry/registry-settings.js'
import {txtNamesOf} from '../registry/txt-name.js'
import {fingerprintOf} from './digest.js'
import {setKey, touchedByHost, touchedSets} from './touched-sets.js'

/** What has to be looked at again before a host is changed. Undefined: no such record set. */
export interface Fingerprint {
  readonly zone: Zone
  readonly name: DnsName
  readonly type: RecordType
  readonly setIdentifier: string | undefined
  readonly before: string | undefined
  /** Equal to `before`: not changed, but the right to change the host rests on it. */
  readonly after: string | undefined
}

export interface HostFingerprints {
  readonly zone: Zone
  readonly name: DnsName
  readonly setIdentifier: string | undefined
  /** In the order of zone id, name, type and set identifier. */
  readonly sets: readonly Fingerprint[]
}

/**
 * The record sets that each host touches, and the ownership TXT on which it rests unchanged: a host that somebody else
 * took over has moved, whatever its records say.
 *
 * @param contents what the plan was made from.
 */
export function fingerprintsOf(
  hosts: readonly HostPlan[],
  contents: readonly ZoneContent[],
  registry: RegistrySettings,
): readonly HostFingerprints[] {
  const touched = touchedSets(hosts)
  const texts = registry.kind === 'noop' ? new Map() : textsByName(contents)
  return hosts.map((host) => {
    const keys = new Set(touchedByHost(host).flatMap(({zone, before, after}) => keysOf(zone, before, after)))
    const sets = [...keys].flatMap((key) => {
      const {zone, before, after} = touched.get(key) ?? {}
      const set = before ?? after
      return zone === undefined || set === undefined ? [] : [toFingerprint(zone, set, before, after)]
    })
    const kept = guardsOf(host, texts, registry).filter(({zone, recordSet}) => !touched.has(setKey(zone, recordSet)))
    return {
      zone: host.zone,
      name: host.name,
      setIdentifier: host.setIdentifier,
      sets: inOrder([
        ...sets,
        ...kept.map(({zone, recordSet}) => toFingerprint(zone, recordSet, recordSet, recordSet)),
      ]),
    }
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

/** One key a host over all zones. */
export function hostKey({zone, name, setIdentifier}: Pick<HostPlan, 'zone' | 'name' | 'setIdentifier'>): string {
  return `${zone.id} ${name} ${setIdentifier ?? ''}`
}

function inOrder(sets: readonly Fingerprint[]): readonly Fingerprint[] {
  return [...sets].sort((a, b) => compareText(setKey(a.zone, a), setKey(b.zone, b)))
}

interface StoredText {
  readonly zone: Zone
  readonly recordSet: RecordSet
}

function textsByName(contents: readonly ZoneContent[]): ReadonlyMap<string, readonly StoredText[]> {
  const texts = new Map<string, StoredText[]>()
  for (const {zone, recordSets} of contents) {
    for (const recordSet of recordSets) {
      if (recordSet.type !== 'TXT') continue
      const same = texts.get(recordSet.name)
      if (same === undefined) texts.set(recordSet.name, [{zone, recordSet}])
      else same.push({zone, recordSet})
    }
  }
  return texts
}

/** Under any name, in any zone, where the ownership of this host may stand. */
function guardsOf(
  host: HostPlan,
  texts: ReadonlyMap<string, readonly StoredText[]>,
  registry: RegistrySettings,
): readonly StoredText[] {
  if (registry.kind === 'noop') return []
  const types = host.changes.map((change) => (change.kind === 'delete' ? change.current.type : change.desired.type))
  return txtNamesOf(registry, host.name, [...new Set([...types, 'CNAME'])]).flatMap((name) =>
    (texts.get(name) ?? []).filter(
      ({recordSet}) => recordSet.setIdentifier === host.setIdentifier && isOwnership(recordSet, registry.codec),
    ),
  )
}

/** Also one that cannot be read: it may be an ownership text of another key. */
function isOwnership({data}: RecordSet, codec: OwnershipCodec): boolean {
  return data.kind === 'values' && codec.read(data.values[0] ?? '') !== undefined
}

function keysOf(zone: Zone, ...sets: readonly (RecordSet | undefined)[]): readonly string[] {
  return sets.flatMap((set) => (set === undefined ? [] : [setKey(zone, set)]))
}

function toFingerprint(
  zone: Zone,
  {name, type, setIdentifier}: RecordSet,
  before: RecordSet | undefined,
  after: RecordSet | undefined,
): Fingerprint {
  const print = (set: RecordSet | undefined) => (set === undefined ? undefined : fingerprintOf(set))
  return {zone, name, type, setIdentifier, before: print(before), after: print(after)}
}
