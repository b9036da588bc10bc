import type {MadeUpElement} from './made-up.js'

/**
 * A resource record set in the AWS JSON form. Inside the emulator, `Name` and alias names are stored names
 * (dns-name.ts).
 */
export type RecordSet = {
  readonly Name: string
  readonly Type: string
  readonly SetIdentifier?: string
  readonly Weight?: number
  readonly Region?: string
  readonly GeoLocation?: GeoLocation
  readonly Failover?: string
  readonly MultiValueAnswer?: boolean
  readonly TTL?: number
  readonly ResourceRecords?: readonly {readonly Value: string}[]
  readonly AliasTarget?: AliasTarget
  readonly HealthCheckId?: string
  readonly CidrRoutingConfig?: {readonly CollectionId: string; readonly LocationName: string}
  readonly GeoProximityLocation?: GeoProximityLocation
  readonly AZAffinity?: AzAffinity
  /** Elements that no schema has. They count in a comparison, and an UPSERT without them takes them away. */
  readonly MadeUp?: readonly MadeUpElement[]
}

export type AliasTarget = {
  readonly HostedZoneId: string
  readonly DNSName: string
  readonly EvaluateTargetHealth: boolean
}

export type GeoLocation = {
  readonly ContinentCode?: string
  readonly CountryCode?: string
  readonly SubdivisionCode?: string
}

export type GeoProximityLocation = {
  readonly AWSRegion?: string
  readonly LocalZoneGroup?: string
  readonly Coordinates?: {readonly Latitude: string; readonly Longitude: string}
  readonly Bias?: number
}

/** From the most specific to the least. */
export const AZ_LOCATION_TYPES = ['AvailabilityZone', 'AvailabilityZoneGroup', 'Region', 'Partition', 'Global'] as const

export type AzAffinity = {
  readonly LocationType: (typeof AZ_LOCATION_TYPES)[number]
  readonly LocationId: string
}

export const CHANGE_ACTIONS = ['CREATE', 'DELETE', 'UPSERT'] as const
export type ChangeAction = (typeof CHANGE_ACTIONS)[number]

export type Change = {readonly Action: ChangeAction; readonly ResourceRecordSet: RecordSet}

/** The types of the API's RRType, in its order. */
export const RECORD_TYPES: readonly string[] =
  'SOA A TXT NS CNAME MX NAPTR PTR SRV SPF AAAA CAA DS TLSA SSHFP SVCB HTTPS'.split(' ')

/** The API's ResourceRecordSetRegion, as of August 2026. */
export const REGIONS: readonly string[] = `
  af-south-1 ap-east-1 ap-east-2 ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-south-1 ap-south-2 ap-southeast-1
  ap-southeast-2 ap-southeast-3 ap-southeast-4 ap-southeast-5 ap-southeast-6 ap-southeast-7 ca-central-1 ca-west-1
  cn-north-1 cn-northwest-1 eu-central-1 eu-central-2 eu-north-1 eu-south-1 eu-south-2 eu-west-1 eu-west-2 eu-west-3
  eusc-de-east-1 il-central-1 me-central-1 me-south-1 mx-central-1 sa-east-1 us-east-1 us-east-2 us-gov-east-1
  us-gov-west-1 us-west-1 us-west-2
`
  .trim()
  .split(/\s+/)

/** The routing fields, of which a set with an identifier has exactly one, in the order AWS names them. */
export const ROUTING_FIELDS = [
  'Weight',
  'Region',
  'Failover',
  'GeoLocation',
  'MultiValueAnswer',
  'GeoProximityLocation',
  'CidrRoutingConfig',
  'AZAffinity',
] as const
export type RoutingField = (typeof ROUTING_FIELDS)[number]

/** The routing fields that are present. A MultiValueAnswer of false counts too, as in AWS. */
export function routingFieldsOf(recordSet: RecordSet): readonly RoutingField[] {
  return ROUTING_FIELDS.filter((field) => recordSet[field] !== undefined)
}

export function valuesOf(recordSet: RecordSet): readonly string[] {
  return (recordSet.ResourceRecords ?? []).map((record) => record.Value)
}

/** True when two sets have the same identity, by which CREATE, UPSERT and DELETE find them. */
export function isSameSet(a: RecordSet, b: RecordSet): boolean {
  return a.Name === b.Name && a.Type === b.Type && a.SetIdentifier === b.SetIdentifier
}

/** True when all fields are equal, values in any order, as a DELETE requires. */
export function isEqualRecordSet(a: RecordSet, b: RecordSet): boolean {
  return canonicalText(a) === canonicalText(b)
}

function canonicalText(recordSet: RecordSet): string {
  return JSON.stringify({...recordSet, ResourceRecords: valuesOf(recordSet).toSorted()}, (_key, value: unknown) =>
    value !== null && typeof value === 'object' && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  )
}
