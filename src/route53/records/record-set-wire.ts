import {type DnsName, toStoredName, trimDot} from '../../dns/dns-name.js'
import type {RecordData, RecordSet, RecordType, Routing} from '../../dns/record-set.js'

/** A ResourceRecordSet of the API. Structurally the SDK's type, which pure files do not import. */
export interface WireRecordSet {
  readonly Name?: string | undefined
  readonly Type?: string | undefined
  readonly SetIdentifier?: string | undefined
  readonly Weight?: number | undefined
  readonly Region?: string | undefined
  readonly GeoLocation?: WireGeoLocation | undefined
  readonly Failover?: string | undefined
  readonly MultiValueAnswer?: boolean | undefined
  readonly TTL?: number | undefined
  readonly ResourceRecords?: readonly {readonly Value?: string | undefined}[] | undefined
  readonly AliasTarget?: WireAliasTarget | undefined
  readonly HealthCheckId?: string | undefined
  readonly TrafficPolicyInstanceId?: string | undefined
  readonly CidrRoutingConfig?: WireCidrRouting | undefined
  readonly GeoProximityLocation?: WireGeoProximity | undefined
}

interface WireAliasTarget {
  readonly HostedZoneId?: string | undefined
  readonly DNSName?: string | undefined
  readonly EvaluateTargetHealth?: boolean | undefined
}

interface WireGeoLocation {
  readonly ContinentCode?: string | undefined
  readonly CountryCode?: string | undefined
  readonly SubdivisionCode?: string | undefined
}

interface WireCidrRouting {
  readonly CollectionId?: string | undefined
  readonly LocationName?: string | undefined
}

interface WireGeoProximity {
  readonly AWSRegion?: string | undefined
  readonly LocalZoneGroup?: string | undefined
  readonly Coordinates?: {readonly Latitude?: string | undefined; readonly Longitude?: string | undefined} | undefined
  readonly Bias?: number | undefined
}

/**
 * Reads a record set from Route 53. An unknown type is kept as it is: the set counts, and it excludes a CNAME at its
 * name; so every `switch` over a stored type needs a default.
 */
export function fromWire(wire: WireRecordSet): RecordSet {
  return {
    name: decodeName(wire.Name ?? ''),
    type: (wire.Type ?? '') as RecordType,
    setIdentifier: wire.SetIdentifier,
    data: toData(wire),
    routing: toRouting(wire),
    healthCheckId: wire.HealthCheckId,
    trafficPolicyInstanceId: wire.TrafficPolicyInstanceId,
  }
}

/**
 * The record set for Route 53: for a set that was read, exactly what is stored. Names have neither escapes nor final
 * dot.
 */
export function toWire(set: RecordSet): WireRecordSet {
  return {
    Name: set.name,
    Type: set.type,
    ...present('SetIdentifier', set.setIdentifier),
    ...routingToWire(set.routing),
    ...dataToWire(set.data),
    ...present('HealthCheckId', set.healthCheckId),
    ...present('TrafficPolicyInstanceId', set.trafficPolicyInstanceId),
  }
}

/**
 * Decodes a name: lower case, no trailing dot. Route 53 writes every octet but `a-z 0-9 - _ .` as an octal escape;
 * those for printable ASCII are undone (`\052` is `*`), except `.`, `\` and blank, which would change the meaning.
 */
export function decodeName(text: string): DnsName {
  const plain = text.replace(/\\([0-3][0-7]{2})/g, (escaped, octal: string) => {
    const character = String.fromCharCode(Number.parseInt(octal, 8))
    return /[!-~]/.test(character) && character !== '.' && character !== '\\' ? character : escaped
  })
  return toStoredName(plain)
}

/** A zone id without `/hostedzone/`, which the API may put before it. */
export function bareZoneId(id: string): string {
  return id.replace(/^\/hostedzone\//, '')
}

function toData(wire: WireRecordSet): RecordData {
  const alias = wire.AliasTarget
  if (alias !== undefined) {
    return {
      kind: 'alias',
      target: {
        zoneId: bareZoneId(alias.HostedZoneId ?? ''),
        dnsName: decodeName(alias.DNSName ?? ''),
        evaluatesTargetHealth: alias.EvaluateTargetHealth ?? false,
      },
    }
  }
  return {
    kind: 'values',
    ttlSeconds: wire.TTL ?? 0,
    values: (wire.ResourceRecords ?? []).map((record) => record.Value ?? ''),
  }
}

function dataToWire(data: RecordData): WireRecordSet {
  if (data.kind === 'values') {
    return {TTL: data.ttlSeconds, ResourceRecords: data.values.map((value) => ({Value: value}))}
  }
  const {zoneId, dnsName, evaluatesTargetHealth} = data.target
  return {AliasTarget: {HostedZoneId: zoneId, DNSName: trimDot(dnsName), EvaluateTargetHealth: evaluatesTargetHealth}}
}

/** The routing of almost every set, shared. */
const SIMPLE: Routing = {kind: 'simple'}

function toRouting(wire: WireRecordSet): Routing {
  const {GeoLocation: geo, GeoProximityLocation: near, CidrRoutingConfig: cidr} = wire
  if (wire.Weight !== undefined) return {kind: 'weighted', weight: wire.Weight}
  if (wire.Region !== undefined) return {kind: 'latency', region: wire.Region}
  if (wire.Failover !== undefined) return {kind: 'failover', role: wire.Failover}
  if (wire.MultiValueAnswer === true) return {kind: 'multivalue'}
  if (geo !== undefined) {
    return {
      kind: 'geolocation',
      continentCode: geo.ContinentCode,
      countryCode: geo.CountryCode,
      subdivisionCode: geo.SubdivisionCode,
    }
  }
  if (near !== undefined) {
    const place = near.Coordinates
    return {
      kind: 'geoproximity',
      region: near.AWSRegion,
      localZoneGroup: near.LocalZoneGroup,
      coordinates: place && {latitude: place.Latitude ?? '', longitude: place.Longitude ?? ''},
      bias: near.Bias,
    }
  }
  if (cidr !== undefined) {
    return {kind: 'cidr', collectionId: cidr.CollectionId ?? '', locationName: cidr.LocationName ?? ''}
  }
  return SIMPLE
}

function routingToWire(routing: Routing): WireRecordSet {
  switch (routing.kind) {
    case 'simple':
      return {}
    case 'weighted':
      return {Weight: routing.weight}
    case 'latency':
      return {Region: routing.region}
    case 'failover':
      return {Failover: routing.role}
    case 'multivalue':
      return {MultiValueAnswer: true}
    case 'geolocation':
      return {
        GeoLocation: {
          ...present('ContinentCode', routing.continentCode),
          ...present('CountryCode', routing.countryCode),
          ...present('SubdivisionCode', routing.subdivisionCode),
        },
      }
    case 'geoproximity':
      return {
        GeoProximityLocation: {
          ...present('AWSRegion', routing.region),
          ...present('LocalZoneGroup', routing.localZoneGroup),
          ...(routing.coordinates && {
            Coordinates: {Latitude: routing.coordinates.latitude, Longitude: routing.coordinates.longitude},
          }),
          ...(routing.bias !== undefined && {Bias: routing.bias}),
        },
      }
    case 'cidr':
      return {CidrRoutingConfig: {CollectionId: routing.collectionId, LocationName: routing.locationName}}
    case 'other':
      throw new Error(`bug: routing by ${routing.policy} cannot be written`)
  }
}

/** The field alone, or nothing: an absent field must not be sent as an empty one. */
function present<Name extends keyof WireRecordSet | keyof WireGeoLocation | keyof WireGeoProximity>(
  name: Name,
  value: string | undefined,
): {readonly [N in Name]?: string} {
  return value === undefined ? {} : ({[name]: value} as {readonly [N in Name]?: string})
}
