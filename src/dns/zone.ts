import {type DnsName, isWithin} from './dns-name.js'
import type {Brand} from './parsed.js'
import {compareText, type RecordSet, recordSetKey, type SetKey} from './record-set.js'

/** A hosted zone id, without the `/hostedzone/` prefix. */
export type ZoneId = Brand<string, 'ZoneId'>

export interface Zone {
  readonly id: ZoneId
  readonly name: DnsName
  readonly isPrivate: boolean
  /** The number that ListHostedZones reports, the apex's NS and SOA included; undefined when it reports none. */
  readonly recordSetCount: number | undefined
  /** The credentials profile under which the zone is listed; undefined for the default chain. */
  readonly profile: string | undefined
  /** The role of `--aws-zone-role` under which the zone is listed, read and written; absent without one. */
  readonly roleArn?: string | undefined
  /** As the listing has them: absent in older answers, and a listing may leave out everything but the tier. */
  readonly features?: ZoneFeatures | undefined
}

/** What Route 53 has switched on for a zone. Tiers, statuses and names may be such as this version does not know. */
export interface ZoneFeatures {
  readonly tier: string | undefined
  /** The names of the guardrails that are on; undefined where the answer has none. */
  readonly guardrails: readonly string[] | undefined
  readonly changeHistory: string | undefined
  readonly publicDnsFallback: string | undefined
  readonly acceleratedRecovery: string | undefined
  readonly recoveryFailure: string | undefined
}

/**
 * The zones that a name goes into: of the public ones only the longest, of the private ones all. Of two public zones
 * with one name the one with the smaller id, so that every run chooses the same.
 */
export function zonesFor(name: string, zones: readonly Zone[]): readonly Zone[] {
  const matching = zones.filter((zone) => isWithin(name, zone.name))
  if (matching.length < 2) return matching
  const publicZone = matching
    .filter((zone) => !zone.isPrivate)
    .sort((a, b) => b.name.length - a.name.length || compareText(a.id, b.id))[0]
  return matching.filter((zone) => zone.isPrivate || zone === publicZone)
}

/**
 * True when the zone may hold the name: one of `zonesFor`, or a public zone with the same name as that one, to which a
 * host can be pinned.
 */
export function isZoneFor(zone: Zone, name: string, zones: readonly Zone[]): boolean {
  if (!isWithin(name, zone.name)) return false
  if (zone.isPrivate) return zones.includes(zone)
  const takers = zones.filter((other) => !other.isPrivate && isWithin(name, other.name))
  return takers.length > 0 && takers.every((taker) => taker.name.length <= zone.name.length)
}

/** Name, then public before private, then id. */
export function compareZones(a: Zone, b: Zone): number {
  return compareText(a.name, b.name) || Number(a.isPrivate) - Number(b.isPrivate) || compareText(a.id, b.id)
}

/** One key for each record set, or for the place of one, in its zone. */
export function setKey(zone: Pick<Zone, 'id'>, set: SetKey): string {
  return `${zone.id} ${recordSetKey(set)}`
}

/** The key of the host of a record set. */
export function hostKeyOf({zone, recordSet}: {readonly zone: Zone; readonly recordSet: RecordSet}): string {
  return hostKey({zone, name: recordSet.name, setIdentifier: recordSet.setIdentifier})
}

/** One key for each host: a name with its set identifier, in its zone. */
export function hostKey({zone, name, setIdentifier}: KeyedHost): string {
  return `${zone.id} ${name} ${setIdentifier ?? ''}`
}

interface KeyedHost {
  readonly zone: {readonly id: string}
  readonly name: string
  readonly setIdentifier: string | undefined
}
