import {isIP} from 'node:net'
import {type DnsName, toPlanKey, trimDot} from '../../dns/dns-name.js'
import type {Endpoint} from '../../dns/endpoint.js'
import {type Parsed, parsed, problem} from '../../dns/parsed.js'
import {phrases} from '../../dns/phrase.js'
import {DEFAULT_TTL_SECONDS, isRecordType, type RecordData, type RecordType} from '../../dns/record-set.js'
import type {Zone} from '../../dns/zone.js'
import type {DesiredRecordSet} from '../../plan/plan-input.js'
import {canonicalValue, tidyValue} from './canonical-value.js'
import {CLOUDFRONT_ZONE_ID, canonicalZoneId, otherZoneProblem, wrongTargetZone} from './canonical-zones.js'
import {describeProperty, PROPERTY, propertyOf, unknownProperties, wantsAlias} from './provider-properties.js'
import {bareZoneId} from './record-set-wire.js'
import {readRequestedRouting} from './requested-routing.js'
import {quoteText} from './txt-value.js'

interface DesiredData extends Pick<DesiredRecordSet, 'aliasZoneIsChosen' | 'notes'> {
  readonly data: RecordData
}

/**
 * Turns an adjusted endpoint (see `adjustEndpoints`) into the record set that this zone should hold. The problem says
 * what no Route 53 record can hold; finer rules are in `checkRecordSet`. The rules of external-dns:
 * docs/external-dns-behaviour.md#alias-target-zone.
 */
export function toDesiredRecordSet(
  endpoint: Endpoint,
  name: DnsName,
  zone: Zone,
  zones: readonly Zone[],
): Parsed<DesiredRecordSet> {
  const type = endpoint.recordType
  if (!isRecordType(type) || type === 'DNAME') return problem(`Route 53 holds no record sets of type ${type}`)
  if (endpoint.targets.length === 0) return problem(`the ${type} record has no target`)
  const requested = readRequestedRouting(endpoint)
  if (!requested.ok) return requested
  const data = isAlias(endpoint) ? aliasData(endpoint, zone, zones) : valuesData(endpoint, type)
  if (!data.ok) return data
  const ignored = unknownProperties(endpoint).map((each) => `unknown ${describeProperty(endpoint, each)} is ignored`)
  return parsed({
    recordSet: {
      name,
      type,
      setIdentifier: endpoint.setIdentifier === '' ? undefined : endpoint.setIdentifier,
      data: data.value.data,
      routing: requested.value.routing,
      healthCheckId: propertyOf(endpoint, PROPERTY.healthCheckId) || undefined,
      trafficPolicyInstanceId: undefined,
    },
    ttlIsChosen: data.value.data.kind === 'values' && endpoint.ttlSeconds !== undefined,
    aliasZoneIsChosen: data.value.aliasZoneIsChosen,
    notes: [...data.value.notes, ...requested.value.notes, ...ignored],
  })
}

/** False for an address: external-dns sends it as an alias target and fails on every run. */
function isAlias(endpoint: Endpoint): boolean {
  return wantsAlias(endpoint) && isIP(endpoint.targets[0] ?? '') === 0
}

function aliasData(endpoint: Endpoint, zone: Zone, zones: readonly Zone[]): Parsed<DesiredData> {
  const [target = '', ...others] = endpoint.targets
  const host = trimDot(target)
  const chosen = bareZoneId(propertyOf(endpoint, PROPERTY.targetHostedZone) ?? '')
  const wrong = chosen === '' ? undefined : wrongTargetZone(chosen, toPlanKey(host), zone, zones)
  if (wrong !== undefined) {
    const meant = describeProperty(endpoint, PROPERTY.hostedZoneId)
    const hint = chosen === zone.id ? ` (the zone of the record itself is chosen by ${meant})` : ''
    return problem(`${describeProperty(endpoint, PROPERTY.targetHostedZone)} names ${chosen}, ${wrong}${hint}`)
  }
  const canonical = canonicalZoneId(host)
  if (chosen === '' && canonical === undefined) {
    const elsewhere = otherZoneProblem(toPlanKey(host), zone, zones)
    if (elsewhere !== undefined) return problem(elsewhere)
  }
  // No zone was named and none is known, so the target is a name of this zone.
  const zoneId = chosen || (canonical ?? zone.id)
  const wantsHealth = propertyOf(endpoint, PROPERTY.evaluateTargetHealth) === 'true'
  const refusesHealth = wantsHealth && zoneId === CLOUDFRONT_ZONE_ID
  return parsed({
    data: {
      kind: 'alias',
      target: {zoneId, dnsName: toPlanKey(host), evaluatesTargetHealth: wantsHealth && !refusesHealth},
    },
    aliasZoneIsChosen: chosen !== '',
    notes: phrases(
      refusesHealth && 'health evaluation off: CloudFront refuses it',
      endpoint.ttlSeconds !== undefined && `the TTL ${endpoint.ttlSeconds} has no effect: an alias has none`,
      others.length > 0 && `an alias has one target, not used: ${others.join(', ')}`,
    ),
  })
}

function valuesData(endpoint: Endpoint, type: RecordType): Parsed<DesiredData> {
  const values = withoutRepeats(
    type,
    endpoint.targets.map((target) => toValue(type, target)),
  )
  if (type === 'CNAME' && values.length > 1) {
    return problem(`a CNAME has one target, not ${values.length}: ${values.join(', ')}`)
  }
  const targetZone = PROPERTY.targetHostedZone
  return parsed({
    data: {kind: 'values', ttlSeconds: endpoint.ttlSeconds ?? DEFAULT_TTL_SECONDS, values},
    aliasZoneIsChosen: false,
    notes: phrases(
      wantsAlias(endpoint) && `no alias: ${values[0]} is an address`,
      propertyOf(endpoint, targetZone) !== undefined &&
        `${describeProperty(endpoint, targetZone)} is ignored: the record is not an alias`,
    ),
  })
}

function toValue(type: RecordType, target: string): string {
  return type === 'TXT' || type === 'SPF' ? quoteText(target) : tidyValue(type, target)
}

/** Route 53 would refuse repeated values, also in two spellings. TXT split differently are different. */
function withoutRepeats(type: RecordType, values: readonly string[]): readonly string[] {
  const keyOf = (value: string) => (type === 'TXT' || type === 'SPF' ? value : canonicalValue(type, value))
  return [...new Map(values.map((value) => [keyOf(value), value] as const).reverse()).values()].reverse()
}
