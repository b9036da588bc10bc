import {type DnsName, toStoredName, trimDot} from '../../dns/dns-name.js'
import type {RecordData, RecordSet, RecordType, Routing} from '../../dns/record-set.js'
import {defined, POLICIES, policyOf, type WireFields, type WireRouting} from './routing-policies.js'

/** A ResourceRecordSet of the API. Structurally the SDK's type, which pure files do not import. */
export interface WireRecordSet
  extends WireRouting,
    WireFields<'Name' | 'Type' | 'SetIdentifier' | 'HealthCheckId' | 'TrafficPolicyInstanceId'>,
    WireFields<'TTL', number> {
  readonly ResourceRecords?: readonly WireFields<'Value'>[] | undefined
  readonly AliasTarget?: WireAliasTarget | undefined
}

interface WireAliasTarget extends WireFields<'HostedZoneId' | 'DNSName'> {
  readonly EvaluateTargetHealth?: boolean | undefined
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

/** For a set that was read, exactly what is stored. Names have neither escapes nor final dot. */
export function toWire(set: RecordSet): WireRecordSet {
  return defined({
    Name: set.name,
    Type: set.type,
    SetIdentifier: set.setIdentifier,
    ...routingToWire(set.routing),
    ...dataToWire(set.data),
    HealthCheckId: set.healthCheckId,
    TrafficPolicyInstanceId: set.trafficPolicyInstanceId,
  })
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
  for (const policy of IN_ORDER) {
    const routing = policy.fromWire(wire)
    if (routing !== undefined) return routing
  }
  return SIMPLE
}

const IN_ORDER = Object.values(POLICIES)

function routingToWire(routing: Routing): WireRouting {
  if (routing.kind === 'other') throw new Error(`bug: routing by ${routing.policy} cannot be written`)
  return policyOf(routing)?.toWire(routing) ?? {}
}
