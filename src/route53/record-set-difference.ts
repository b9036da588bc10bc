import {trimDot} from '../dns/dns-name.js'
import {compareText, type RecordData, type RecordSet, type Routing} from '../dns/record-set.js'
import type {RecordType} from '../dns/record-type.js'
import {sameTargets} from '../dns/target.js'
import type {Field} from '../plan/change.js'
import type {DesiredRecordSet} from './desired-record-set.js'
import {joinText} from './txt-value.js'

/** Types whose values end in a host name, with or without its final dot. */
const HOST_TYPES: ReadonlySet<RecordType> = new Set(['CNAME', 'MX', 'NAPTR', 'NS', 'PTR', 'SRV'])

/**
 * What has to change of a stored record set; empty when it is as wanted (spec plan-and-registry.md §4.6). Only what an
 * object can ask for and Route 53 can give back is compared; a TTL only where the object names one.
 */
export function differs(current: RecordSet, desired: DesiredRecordSet): readonly Field[] {
  const wanted = desired.recordSet
  return [
    ...dataDiffers(current, desired),
    ...(sameRouting(current.routing, wanted.routing) ? [] : (['routing'] as const)),
    ...(current.healthCheckId === wanted.healthCheckId ? [] : (['health-check'] as const)),
  ]
}

function dataDiffers(current: RecordSet, desired: DesiredRecordSet): readonly Field[] {
  const [from, to] = [current.data, desired.recordSet.data]
  if (from.kind === 'alias' && to.kind === 'alias') {
    const sameHost = sameTargets([trimDot(from.target.dnsName)], [trimDot(to.target.dnsName)])
    const sameZone = !desired.aliasZoneIsChosen || from.target.zoneId === to.target.zoneId
    const sameHealth = from.target.evaluatesTargetHealth === to.target.evaluatesTargetHealth
    return [
      ...(sameHost ? [] : (['targets'] as const)),
      ...(sameZone ? [] : (['alias'] as const)),
      ...(sameHealth ? [] : (['health-evaluation'] as const)),
    ]
  }
  if (from.kind === 'values' && to.kind === 'values') {
    const sameTtl = !desired.ttlIsChosen || from.ttlSeconds === to.ttlSeconds
    return [
      ...(sameValues(current.type, from, to) ? [] : (['targets'] as const)),
      ...(sameTtl ? [] : (['ttl'] as const)),
    ]
  }
  return ['alias']
}

type Values = Extract<RecordData, {kind: 'values'}>

function sameValues(type: RecordType, a: Values, b: Values): boolean {
  // Text means what it says, upper case too.
  if (type === 'TXT' || type === 'SPF') {
    const [left, right] = [a, b].map(({values}) => values.map(joinText).sort(compareText))
    return JSON.stringify(left) === JSON.stringify(right)
  }
  if (!HOST_TYPES.has(type)) return sameTargets(a.values, b.values)
  return sameTargets(a.values.map(trimDot), b.values.map(trimDot))
}

function sameRouting(a: Routing, b: Routing): boolean {
  return JSON.stringify(comparable(a)) === JSON.stringify(comparable(b))
}

/** The fields in one order; coordinates as numbers, because Route 53 may write them with other digits. */
function comparable(routing: Routing): readonly unknown[] {
  switch (routing.kind) {
    case 'simple':
    case 'multivalue':
      return [routing.kind]
    case 'weighted':
      return [routing.kind, routing.weight]
    case 'latency':
      return [routing.kind, routing.region]
    case 'failover':
      return [routing.kind, routing.role]
    case 'geolocation':
      return [routing.kind, routing.continentCode, routing.countryCode, routing.subdivisionCode]
    case 'geoproximity': {
      const place = routing.coordinates
      const coordinates = place && [Number(place.latitude), Number(place.longitude)]
      return [routing.kind, routing.region, routing.localZoneGroup, coordinates, routing.bias]
    }
    case 'cidr':
      return [routing.kind, routing.collectionId, routing.locationName]
  }
}
