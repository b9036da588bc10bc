import {type DnsName, parseDnsName} from '../../src/dns/dns-name.js'
import type {Endpoint} from '../../src/dns/endpoint.js'
import type {AliasTarget, RecordSet} from '../../src/dns/record-set.js'
import type {Zone, ZoneId} from '../../src/dns/zone.js'
import type {ChangeGroup, WireChange} from '../../src/route53/ports.js'
import type {Route53Settings} from '../../src/route53/route53-settings.js'

/** The flags' defaults, without retries and timeouts that would slow tests down. */
export function settings(changes: Partial<Route53Settings> = {}): Route53Settings {
  return {
    zoneIdFilter: [],
    zoneType: '',
    zoneTags: [],
    matchesParentZones: false,
    profiles: [],
    assumeRole: '',
    assumeRoleExternalId: '',
    zoneRoles: [],
    batchChangeSize: 1000,
    batchChangeSizeBytes: 32_000,
    batchChangeSizeValues: 1000,
    evaluatesTargetHealth: true,
    prefersCname: false,
    apiRetries: 3,
    callsPerSecond: 0,
    callTimeoutMs: 5000,
    ...changes,
  }
}

export function name(text: string): DnsName {
  const parsed = parseDnsName(text)
  if (!parsed.ok) throw new Error(parsed.problem)
  return parsed.value
}

export function zone(zoneName: string, id: string, changes: Partial<Zone> = {}): Zone {
  const base = {isPrivate: false, recordSetCount: undefined, profile: undefined}
  return {id: id as ZoneId, name: name(zoneName), ...base, ...changes}
}

export function endpoint(
  dnsName: string,
  recordType: string,
  targets: readonly string[],
  properties: Readonly<Record<string, string>> = {},
  changes: Partial<Endpoint> = {},
): Endpoint {
  return {
    dnsName,
    recordType,
    targets,
    ttlSeconds: undefined,
    setIdentifier: '',
    resource: 'service/shop/web',
    labels: {},
    properties: Object.entries(properties).map(([property, value]) => ({name: property, value})),
    origins: [{kind: 'Service', namespace: 'shop', name: 'web', field: 'status.loadBalancer'}],
    ...changes,
  }
}

const SIMPLE = {
  setIdentifier: undefined,
  routing: {kind: 'simple'},
  healthCheckId: undefined,
  trafficPolicyInstanceId: undefined,
} as const

export function values(
  setName: string,
  type: RecordSet['type'],
  texts: readonly string[],
  changes: Partial<RecordSet> & {readonly ttlSeconds?: number} = {},
): RecordSet {
  const {ttlSeconds = 300, ...others} = changes
  return {name: setName as DnsName, type, ...SIMPLE, data: {kind: 'values', ttlSeconds, values: texts}, ...others}
}

export function alias(
  setName: string,
  type: RecordSet['type'],
  target: Partial<AliasTarget> & {readonly dnsName: string},
  changes: Partial<RecordSet> = {},
): RecordSet {
  const full = {zoneId: 'Z32O12XQLNTSW2', evaluatesTargetHealth: true, ...target}
  return {name: setName as DnsName, type, ...SIMPLE, data: {kind: 'alias', target: full}, ...changes}
}

export function group(key: string, inZone: Zone, changes: readonly WireChange[], changeCount?: number): ChangeGroup {
  return {key, resource: key, zone: inZone, changes, changeCount: changeCount ?? changes.length}
}

export function create(recordSet: RecordSet): WireChange {
  return {action: 'CREATE', recordSet}
}

export function remove(recordSet: RecordSet): WireChange {
  return {action: 'DELETE', recordSet}
}
