import {type DnsName, toStoredName, trimDot} from '../../dns/dns-name.js'
import type {RecordData, RecordSet, RecordType, Routing} from '../../dns/record-set.js'
import {childOf, element, textOf, type XmlElement} from '../xml.js'
import {POLICIES, policyOf, SIMPLE} from './routing-policies.js'

/**
 * Reads a ResourceRecordSet. An unknown type is kept as it is: the set counts, and it excludes a CNAME at its name; so
 * every `switch` over a stored type needs a default. What cannot be written again as it is stored is named in
 * `unknownElements`: AWS adds elements, and a set written without one would lose what it stands for.
 */
export function readRecordSet(wire: XmlElement): RecordSet {
  const isPlainSet = isPlain(wire)
  const set: RecordSet = {
    name: decodeName(textOf(wire, 'Name') ?? ''),
    type: (textOf(wire, 'Type') ?? '') as RecordType,
    setIdentifier: textOf(wire, 'SetIdentifier') || undefined,
    data: toData(wire),
    routing: isPlainSet ? SIMPLE : toRouting(wire),
    healthCheckId: textOf(wire, 'HealthCheckId'),
    trafficPolicyInstanceId: textOf(wire, 'TrafficPolicyInstanceId'),
  }
  const unknownElements = isPlainSet ? [] : findUnknown(wire, set)
  return unknownElements.length === 0 ? set : {...set, unknownElements}
}

/** For a set that was read, exactly what is stored. Names have neither escapes nor final dot. */
export function writeRecordSet(set: RecordSet): XmlElement {
  const {routing, data, unknownElements} = set
  if (unknownElements !== undefined) throw new Error(`bug: ${set.name} ${set.type} holds ${unknownElements.join(', ')}`)
  const routed = routingToWire(routing)
  const isLast = routed !== undefined && LAST_MEMBERS.includes(routed.name)
  const children = [
    element('Name', set.name),
    element('Type', set.type),
    element('SetIdentifier', set.setIdentifier),
    isLast ? undefined : routed,
    ...dataToWire(data),
    element('HealthCheckId', set.healthCheckId),
    element('TrafficPolicyInstanceId', set.trafficPolicyInstanceId),
    isLast ? routed : undefined,
  ].filter((member) => member !== undefined)
  return {name: 'ResourceRecordSet', children, text: ''}
}

/** What stands behind the other members; any other routing stands before the data. The order counts (API model). */
const LAST_MEMBERS = ['CidrRoutingConfig', 'GeoProximityLocation', 'AZAffinity']

/**
 * Decodes a name: lower case, no trailing dot. Route 53 writes every octet but `a-z 0-9 - _ .` as an octal escape;
 * those for printable ASCII are undone (`\052` is `*`), except `.`, `\` and blank, which would change the meaning.
 */
export function decodeName(text: string): DnsName {
  if (!text.includes('\\')) return toStoredName(text)
  const plain = text.replace(/\\([0-3][0-7]{2})/g, (escaped, octal: string) => {
    const character = String.fromCharCode(Number.parseInt(octal, 8))
    return /[!-~]/.test(character) && character !== '.' && character !== '\\' ? character : escaped
  })
  return toStoredName(plain)
}

/** A zone id without `/hostedzone/`, which the API may put before it. */
export function bareZoneId(id: string): string {
  return id.replace('/hostedzone/', '')
}

/** True for a set like almost every one: a name, a type, and either a TTL and values or an alias, each once. */
function isPlain({children: [name, type, third, records, ...others]}: XmlElement): boolean {
  if (name === undefined || type === undefined || third === undefined || others.length > 0) return false
  if (!areLeaves([name, type], ['Name', 'Type'])) return false
  if (records === undefined) {
    const isAlias = third.name === 'AliasTarget' && areLeaves(third.children, ALIAS_MEMBERS)
    return isAlias && /^(true|false)$/.test(textOf(third, 'EvaluateTargetHealth') ?? '')
  }
  return (
    areLeaves([third], ['TTL']) &&
    /^\d+$/.test(third.text) &&
    records.name === 'ResourceRecords' &&
    records.children.every((one) => one.name === 'ResourceRecord' && areLeaves(one.children, ['Value']))
  )
}

const ALIAS_MEMBERS = ['HostedZoneId', 'DNSName', 'EvaluateTargetHealth']

function areLeaves(elements: readonly XmlElement[], names: readonly string[]): boolean {
  return (
    elements.length === names.length &&
    elements.every(({name, children}, index) => name === names[index] && children.length === 0)
  )
}

/** What would be other than it is if the set were written: an element that is not known, one too many, one too few. */
function findUnknown(wire: XmlElement, set: RecordSet): readonly string[] {
  const written = [...leavesOf(writeRecordSet(set))]
  const different = leavesOf(wire).filter((leaf) => {
    const index = written.findIndex(({path, text}) => path === leaf.path && text === leaf.text)
    if (index !== -1) written.splice(index, 1)
    return index === -1
  })
  return [...new Set([...different, ...written].map(({path}) => path))]
}

/** Members whose text is decoded when it is read. */
const DECODED = new Set(['Name', 'DNSName', 'HostedZoneId'])

function leavesOf({children}: XmlElement, above = ''): readonly {readonly path: string; readonly text: string}[] {
  return children.flatMap((child) => {
    const path = `${above}${child.name}`
    if (child.children.length > 0) return leavesOf(child, `${path}/`)
    return [{path, text: DECODED.has(child.name) ? '' : child.text}]
  })
}

function toData(wire: XmlElement): RecordData {
  const alias = childOf(wire, 'AliasTarget')
  if (alias !== undefined) {
    return {
      kind: 'alias',
      target: {
        zoneId: bareZoneId(textOf(alias, 'HostedZoneId') ?? ''),
        dnsName: decodeName(textOf(alias, 'DNSName') ?? ''),
        evaluatesTargetHealth: textOf(alias, 'EvaluateTargetHealth') === 'true',
      },
    }
  }
  return {
    kind: 'values',
    ttlSeconds: Number(textOf(wire, 'TTL')) || 0,
    values: (childOf(wire, 'ResourceRecords')?.children ?? []).map((record) => textOf(record, 'Value') ?? ''),
  }
}

function dataToWire(data: RecordData): readonly (XmlElement | undefined)[] {
  if (data.kind === 'values') {
    const records = data.values.map((value) => element('ResourceRecord', [element('Value', value)]))
    return [element('TTL', data.ttlSeconds), element('ResourceRecords', records)]
  }
  const {zoneId, dnsName, evaluatesTargetHealth} = data.target
  return [
    element('AliasTarget', [
      element('HostedZoneId', zoneId),
      element('DNSName', trimDot(dnsName)),
      element('EvaluateTargetHealth', evaluatesTargetHealth),
    ]),
  ]
}

function toRouting(wire: XmlElement): Routing {
  for (const {member, fromWire} of IN_ORDER) {
    const found = childOf(wire, member)
    if (found !== undefined) return fromWire(found)
  }
  return SIMPLE
}

const IN_ORDER = Object.values(POLICIES)

function routingToWire(routing: Routing): XmlElement | undefined {
  if (routing.kind === 'other') throw new Error(`bug: routing by ${routing.policy} cannot be written`)
  const policy = policyOf(routing)
  return policy && element(policy.member, policy.toWire(routing))
}
