import type {DnsName} from './dns-name.js'

/** As Route 53 holds it, without loss: a set that was read can be deleted with exactly the stored bytes. */
export interface RecordSet {
  readonly name: DnsName
  readonly type: RecordType
  /** Undefined for simple routing. */
  readonly setIdentifier: string | undefined
  readonly data: RecordData
  readonly routing: Routing
  readonly healthCheckId: string | undefined
  /** Set when a traffic policy made the set, which then cannot be changed directly. */
  readonly trafficPolicyInstanceId: string | undefined
  /** What Route 53 says of it that this version does not know, by element: it must not be written. Absent: nothing. */
  readonly unknownElements?: readonly string[]
}

export type RecordData =
  /** Values in stored order and form: TXT with quotes, host names with or without trailing dot. */
  | {readonly kind: 'values'; readonly ttlSeconds: number; readonly values: readonly string[]}
  | {readonly kind: 'alias'; readonly target: AliasTarget}

export interface AliasTarget {
  /** The zone of the alias target, without `/hostedzone/`. */
  readonly zoneId: string
  /** Lower case, no trailing dot. */
  readonly dnsName: string
  readonly evaluatesTargetHealth: boolean
}

/** The policy that picks among the sets of one name. */
export type Routing =
  | {readonly kind: 'simple'}
  | {readonly kind: 'weighted'; readonly weight: number}
  | {readonly kind: 'latency'; readonly region: string}
  | {readonly kind: 'failover'; readonly role: string}
  | {readonly kind: 'multivalue'}
  | {
      readonly kind: 'geolocation'
      readonly continentCode: string | undefined
      readonly countryCode: string | undefined
      readonly subdivisionCode: string | undefined
    }
  | {
      readonly kind: 'geoproximity'
      readonly region: string | undefined
      readonly localZoneGroup: string | undefined
      readonly coordinates: {readonly latitude: string; readonly longitude: string} | undefined
      /** Undefined: stored without one, which Route 53 takes for 0; a delete has to name the set as it is stored. */
      readonly bias: number | undefined
    }
  /** By type and id of a place: `AvailabilityZone/use1-az1`, `Region/eu-west-1`. */
  | {readonly kind: 'az-affinity'; readonly text: string}
  | {readonly kind: 'cidr'; readonly collectionId: string; readonly locationName: string}
  /** A policy from the file of a newer version, unknown here: it can be shown but not written. */
  | {readonly kind: 'other'; readonly policy: string; readonly text: string}

/** Empty for an alias. */
export function valuesOf({data}: Pick<RecordSet, 'data'>): readonly string[] {
  return data.kind === 'values' ? data.values : []
}

/** The one value in which external-dns looks for ownership; empty where there is none. */
export function firstValue(set: RecordSet): string {
  return valuesOf(set)[0] ?? ''
}

/** The values in one order, as Route 53 keeps none. */
export function withSortedValues(set: RecordSet): RecordSet {
  return set.data.kind === 'values' ? {...set, data: {...set.data, values: [...set.data.values].sort()}} : set
}

export type SetKey = Pick<RecordSet, 'name' | 'type' | 'setIdentifier'>

export function recordSetKey(set: SetKey): string {
  return `${set.name} ${set.type} ${set.setIdentifier ?? ''}`
}

/** Name, then type, then set identifier, bytewise; all are ASCII. */
export function compareRecordSets(a: SetKey, b: SetKey): number {
  return (
    compareText(a.name, b.name) ||
    compareText(a.type, b.type) ||
    compareText(a.setIdentifier ?? '', b.setIdentifier ?? '')
  )
}

export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** Every type a Route 53 record set can have (API reference, ResourceRecordSet, Type). */
export const RECORD_TYPES = [
  'A',
  'AAAA',
  'CAA',
  'CNAME',
  'DS',
  'HTTPS',
  'MX',
  'NAPTR',
  'NS',
  'PTR',
  'SOA',
  'SPF',
  'SRV',
  'SSHFP',
  'SVCB',
  'TLSA',
  'TXT',
] as const

/** A type as text. DNSEndpoints may ask for DNAME, which Route 53 does not have. */
export type RecordType = (typeof RECORD_TYPES)[number] | 'DNAME'

export function isRecordType(text: string): text is RecordType {
  return text === 'DNAME' || (RECORD_TYPES as readonly string[]).includes(text)
}

/** The types by which a host is found. */
export const ADDRESS_TYPES: readonly RecordType[] = ['A', 'AAAA', 'CNAME']

/** RFC 2181 §8. */
export const MAX_TTL_SECONDS = 2_147_483_647

/** The TTL of record sets whose object asks for none, and of every ownership TXT; the default of external-dns. */
export const DEFAULT_TTL_SECONDS = 300
