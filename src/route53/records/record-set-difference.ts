import {trimDot} from '../../dns/dns-name.js'
import type {RecordData, RecordSet, RecordType, Routing} from '../../dns/record-set.js'
import {sameTargets} from '../../dns/target.js'
import type {Field} from '../../plan/change.js'
import {canonicalValues} from './canonical-value.js'
import type {DesiredRecordSet} from './desired-record-set.js'

/**
 * The differences for which a stored record set is updated; empty when it is as requested. Only properties that an
 * object can ask for and Route 53 returns are compared; the TTL only when the object names one.
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
  return JSON.stringify(canonicalValues(type, a.values)) === JSON.stringify(canonicalValues(type, b.values))
}

function sameRouting(a: Routing, b: Routing): boolean {
  return JSON.stringify(comparable(a)) === JSON.stringify(comparable(b))
}

/** The fields in a fixed order; coordinates as numbers, because Route 53 may return other digits. */
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
      return [routing.kind, routing.region, routing.localZoneGroup, coordinates, routing.bias ?? 0]
    }
    case 'other':
      return [routing.policy, routing.text]
    case 'cidr':
      return [routing.kind, routing.collectionId, routing.locationName]
  }
}
