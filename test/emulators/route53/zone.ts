import {randomBytes} from 'node:crypto'
import {parseName, type StoredName, sortKeyOf} from './dns-name.js'
import type {HistoryEntry} from './history.js'
import type {MadeUpElement} from './made-up.js'
import type {Protections} from './protection.js'
import {isSameSet, type RecordSet} from './record-set.js'
import {changeFeatures, defaultFeatures, type FeatureSettings, type ZoneFeatures} from './zone-features.js'

export type Vpc = {readonly VPCId: string; readonly VPCRegion: string}

export type ZoneInput = {
  readonly name: string
  /** Default: a new id such as Z0A1B2C3D4E5F. A leading /hostedzone/ is removed. */
  readonly id?: string
  readonly private?: boolean
  readonly comment?: string
  readonly tags?: Readonly<Record<string, string>>
  readonly vpcs?: readonly Vpc[]
  /** Stored as they are, without the checks of a change batch. An NS or SOA of the apex replaces the built-in one. */
  readonly records?: readonly RecordSet[]
  /** Elements of its HostedZone that no schema has. */
  readonly madeUp?: readonly MadeUpElement[]
  readonly features?: FeatureSettings
  /** Default: four that all public zones share, or all private ones. */
  readonly nameServers?: readonly string[]
}

/** All sets of a name, by the stored name. */
export type RecordSets = ReadonlyMap<StoredName, readonly RecordSet[]>

export type Zone = {
  readonly id: string
  readonly name: StoredName
  readonly isPrivate: boolean
  readonly comment: string | undefined
  readonly tags: Readonly<Record<string, string>>
  readonly vpcs: readonly Vpc[]
  readonly sets: Map<StoredName, readonly RecordSet[]>
  /** The sets in listing order; invalidated by every write. */
  listing: readonly ListedSet[] | undefined
  readonly madeUp: MadeUpElement[]
  readonly protections: Protections
  /** Every accepted batch, whatever the tier; what can be read depends on the time and the tier. */
  readonly history: HistoryEntry[]
  readonly nameServers: readonly StoredName[]
  /** By name and type, how many queries Route 53 has seen lately. */
  readonly queries: Map<string, number>
  features: ZoneFeatures
}

export type ListedSet = {readonly sortKey: string; readonly recordSet: RecordSet}

export function makeZone(input: ZoneInput, now = Date.now()): Zone {
  const name = parseName(input.name)
  const isPrivate = input.private ?? false
  const nameServers = (input.nameServers ?? (isPrivate ? PRIVATE_SERVERS : PUBLIC_SERVERS)).map(parseName)
  const zone: Zone = {
    id: (input.id ?? `Z${randomBytes(9).toString('hex').toUpperCase()}`).replace(/^\/hostedzone\//, ''),
    name,
    isPrivate,
    comment: input.comment,
    tags: input.tags ?? {},
    vpcs: input.vpcs ?? (isPrivate ? [{VPCId: 'vpc-0emulator', VPCRegion: 'us-east-1'}] : []),
    sets: new Map(),
    listing: undefined,
    madeUp: [...(input.madeUp ?? [])],
    protections: new Map(),
    history: [],
    nameServers,
    queries: new Map(),
    features: changeFeatures(defaultFeatures(isPrivate), input.features ?? {}, now),
  }
  for (const recordSet of [...apexSets(name, nameServers), ...(input.records ?? [])]) storeSet(zone, recordSet)
  return zone
}

const PRIVATE_SERVERS =
  `ns-1536.awsdns-00.co.uk. ns-0.awsdns-00.com. ns-1024.awsdns-00.org. ns-512.awsdns-00.net.`.split(' ')
const PUBLIC_SERVERS =
  `ns-2048.awsdns-64.com. ns-2049.awsdns-65.net. ns-2050.awsdns-66.org. ns-2051.awsdns-67.co.uk.`.split(' ')

function apexSets(name: StoredName, servers: readonly StoredName[]): readonly RecordSet[] {
  const soa = `${servers[0]} awsdns-hostmaster.amazon.com. 1 7200 900 1209600 86400`
  return [
    {Name: name, Type: 'NS', TTL: 172_800, ResourceRecords: servers.map((Value) => ({Value}))},
    {Name: name, Type: 'SOA', TTL: 900, ResourceRecords: [{Value: soa}]},
  ]
}

export function isApexDefault(zone: Zone, recordSet: RecordSet): boolean {
  return recordSet.Name === zone.name && (recordSet.Type === 'NS' || recordSet.Type === 'SOA')
}

/** The set with its names in stored form. */
export function toStored(recordSet: RecordSet): RecordSet {
  const {AliasTarget: alias} = recordSet
  const target = alias && {...alias, DNSName: parseName(alias.DNSName)}
  return {...recordSet, Name: parseName(recordSet.Name), ...(target && {AliasTarget: target})}
}

/**
 * Replaces the set with the same name, type and identifier, or adds it. An alias within its zone may name it `SELF`, as
 * in the recorded cases.
 */
export function storeSet(zone: Zone, recordSet: RecordSet): void {
  const named = toStored(structuredClone(recordSet))
  const {AliasTarget: alias} = named
  const stored = alias?.HostedZoneId === 'SELF' ? {...named, AliasTarget: {...alias, HostedZoneId: zone.id}} : named
  const others = (zone.sets.get(stored.Name) ?? []).filter((other) => !isSameSet(other, stored))
  zone.sets.set(stored.Name, [...others, stored])
  zone.listing = undefined
}

/** @returns whether the set existed. */
export function dropSet(zone: Zone, key: Pick<RecordSet, 'Name' | 'Type' | 'SetIdentifier'>): boolean {
  const stored = toStored(key)
  const here = zone.sets.get(stored.Name) ?? []
  const others = here.filter((other) => !isSameSet(other, stored))
  if (others.length > 0) zone.sets.set(stored.Name, others)
  else zone.sets.delete(stored.Name)
  zone.listing = undefined
  return others.length < here.length
}

/** By reversed name, then type, then set identifier. */
export function listSets(zone: Zone): readonly ListedSet[] {
  zone.listing ??= [...zone.sets.values()]
    .flat()
    .map((recordSet) => ({sortKey: sortKeyOf(recordSet.Name), recordSet}))
    .sort((a, b) => compareListed(a.sortKey, a.recordSet, b))
  return zone.listing
}

/** The index at which a listing from that name, type and identifier starts; the length when all sets are before them. */
export function firstNotBefore(
  listing: readonly ListedSet[],
  sortKey: string,
  set: Pick<RecordSet, 'Type' | 'SetIdentifier'>,
): number {
  let [low, high] = [0, listing.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    const listed = listing[middle]
    if (listed !== undefined && compareListed(sortKey, set, listed) > 0) low = middle + 1
    else high = middle
  }
  return low
}

function compareListed(sortKey: string, set: Pick<RecordSet, 'Type' | 'SetIdentifier'>, listed: ListedSet): number {
  return (
    compareText(sortKey, listed.sortKey) ||
    compareText(set.Type, listed.recordSet.Type) ||
    compareText(set.SetIdentifier ?? '', listed.recordSet.SetIdentifier ?? '')
  )
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
