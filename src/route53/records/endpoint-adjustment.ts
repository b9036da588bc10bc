import {isIP} from 'node:net'
import {trimDot} from '../../dns/dns-name.js'
import type {Endpoint, SourceWarning} from '../../dns/endpoint.js'
import {groupBy} from '../../dns/group.js'
import {plural} from '../../dns/phrase.js'
import type {Route53Settings} from '../route53-settings.js'
import {canonicalZoneId, isUnknownAmazonHost} from './canonical-zones.js'
import {PROPERTY, propertyOf, wantsAlias, withProperty} from './provider-properties.js'

type AliasSettings = Pick<Route53Settings, 'prefersCname' | 'evaluatesTargetHealth'>

/** A CNAME to a load balancer becomes an A and an AAAA alias: docs/external-dns-behaviour.md#aliases. */
export function adjustEndpoints(endpoints: readonly Endpoint[], settings: AliasSettings) {
  const adjusted = endpoints.map((endpoint) => adjust(endpoint, settings))
  return {
    /** In the given order, with the AAAA of each alias appended at the end. */
    endpoints: [...adjusted.map(([one]) => one), ...adjusted.flatMap(([, twin]) => twin ?? [])].map(withBias),
    warnings: [
      ...endpoints.flatMap((endpoint) => unknownHostWarning(endpoint, settings)),
      ...addressWarnings(adjusted.map(([one]) => one)),
    ],
  }
}

/** @returns the endpoint, and for a CNAME that becomes an alias the AAAA besides its A. */
function adjust(endpoint: Endpoint, settings: AliasSettings): readonly [endpoint: Endpoint, twin?: Endpoint] {
  const {recordType} = endpoint
  const requested = propertyOf(endpoint, PROPERTY.alias)
  if (recordType === 'A' || recordType === 'AAAA') {
    return [requested === 'true' ? toAlias(endpoint, recordType, settings) : toPlain(endpoint, undefined)]
  }
  if (recordType !== 'CNAME') return [endpoint]
  if (requested === 'A' || requested === 'AAAA') return [toAlias(endpoint, requested, settings)]
  const isToAws = !settings.prefersCname && canonicalZoneId(firstHost(endpoint)) !== undefined
  // Where its object does not say, the target decides.
  const isAlias = requested === 'true' || (requested !== 'false' && isToAws)
  if (!isAlias) return [toPlain(endpoint, 'false')]
  return [toAlias(endpoint, 'A', settings), {...toAlias(endpoint, 'AAAA', settings), isTwin: true}]
}

function toAlias(endpoint: Endpoint, recordType: 'A' | 'AAAA', settings: AliasSettings): Endpoint {
  const requested = propertyOf(endpoint, PROPERTY.evaluateTargetHealth)
  const evaluates = requested === undefined ? settings.evaluatesTargetHealth : requested === 'true'
  const withAlias = withProperty(endpoint.properties, PROPERTY.alias, 'true')
  const properties = withProperty(withAlias, PROPERTY.evaluateTargetHealth, String(evaluates))
  return {...endpoint, recordType, properties}
}

function toPlain(endpoint: Endpoint, alias: 'false' | undefined): Endpoint {
  if (alias === undefined && endpoint.properties.length === 0) return endpoint
  const withAlias = withProperty(endpoint.properties, PROPERTY.alias, alias)
  return {...endpoint, properties: withProperty(withAlias, PROPERTY.evaluateTargetHealth, undefined)}
}

function withBias(endpoint: Endpoint): Endpoint {
  if (endpoint.setIdentifier === '') return endpoint
  const isNear = [PROPERTY.geoproximityRegion, PROPERTY.localZoneGroup, PROPERTY.coordinates].some(
    (name) => propertyOf(endpoint, name) !== undefined,
  )
  const needsBias =
    isNear && ['A', 'AAAA', 'CNAME'].includes(endpoint.recordType) && propertyOf(endpoint, PROPERTY.bias) === undefined
  return needsBias ? {...endpoint, properties: withProperty(endpoint.properties, PROPERTY.bias, '0')} : endpoint
}

function unknownHostWarning(endpoint: Endpoint, settings: AliasSettings): readonly SourceWarning[] {
  if (endpoint.recordType !== 'CNAME' || settings.prefersCname) return []
  const isLeftToUs = !['true', 'false', 'A', 'AAAA'].includes(propertyOf(endpoint, PROPERTY.alias) ?? '')
  const host = firstHost(endpoint)
  if (!isLeftToUs || !isUnknownAmazonHost(host)) return []
  const warning = `${endpoint.dnsName} stays a CNAME: ${host} is in no known zone of AWS (a new region?)`
  return [{origin: endpoint.origins[0], warning}]
}

/** One warning for each object whose aliases would point at addresses: those are plain records. */
function addressWarnings(endpoints: readonly Endpoint[]): readonly SourceWarning[] {
  const byObject = groupBy(endpoints.filter(isAliasOfAddress), ({origins: [origin]}) =>
    JSON.stringify([origin?.kind, origin?.namespace, origin?.name]),
  )
  return [...byObject.values()].map((some) => {
    const [first] = some
    const names = new Set(some.map(({dnsName}) => dnsName))
    const more = names.size === 1 ? '' : ` and ${plural(names.size - 1, 'more host')}`
    const target = first.targets[0] ?? ''
    const warning = `no alias for ${first.dnsName}${more}: ${target} is an address, so the record is a plain ${first.recordType}`
    return {origin: first.origins[0], warning}
  })
}

function isAliasOfAddress(endpoint: Endpoint): boolean {
  return wantsAlias(endpoint) && isIP(endpoint.targets[0] ?? '') !== 0
}

function firstHost(endpoint: Endpoint): string {
  return trimDot(endpoint.targets[0] ?? '')
}
