import {isWithin} from '../../dns/dns-name.js'
import {phrases} from '../../dns/phrase.js'
import {
  type AliasTarget,
  compareText,
  MAX_TTL_SECONDS,
  type RecordData,
  type RecordSet,
  type RecordType,
} from '../../dns/record-set.js'
import type {Zone} from '../../dns/zone.js'
import {CLOUDFRONT_ZONE_ID} from './canonical-zones.js'
import {leadsTo} from './pointers.js'
import {lacksHealthCheck, routingProblems, siblingProblems} from './routing-rules.js'
import {nameProblem, valueProblem} from './value-syntax.js'

/** Values per record set (Route 53 quotas). */
const MAX_VALUES = 400

/** Why Route 53 would refuse this set whatever else the zone holds, each a phrase. Stored ones were accepted before. */
export function checkRecordSet(set: RecordSet, zone: Zone): readonly string[] {
  const {type, data} = set
  const ofData = data.kind === 'alias' ? aliasProblems(set, data.target, zone) : valuesProblems(type, data)
  return [...nameProblems(set, zone), ...ofData, ...routingProblems(set), ...unsendableProblems(set)]
}

/** As above, for the ownership TXT. If the record is no alias either, Route 53 decides: it once took such a PRIMARY. */
export function checkOwnershipRecord(txt: RecordSet, owned: RecordSet, zone: Zone): readonly string[] {
  const isUnchecked = lacksHealthCheck(txt) && !lacksHealthCheck(owned)
  return [...checkRecordSet(txt, zone), ...(isUnchecked ? [UNCHECKED_TXT] : [])]
}

const UNCHECKED_TXT =
  'unlike the record it is not an alias, and Route 53 accepts such a PRIMARY only with a health check (aws-health-check-id)'

/**
 * Why Route 53 would refuse all sets of one name together. The plan itself checks the targets of aliases, because it knows
 * the final state of the zone.
 */
export function checkName(setsAtOneName: readonly RecordSet[], zone: Zone): readonly string[] {
  const types = [...new Set(setsAtOneName.map((set) => set.type))].sort(compareText)
  return [
    ...cnameProblems(types, setsAtOneName[0]?.name ?? '', zone),
    ...types.flatMap((type) => siblingProblems(setsAtOneName.filter((set) => set.type === type))),
  ]
}

function nameProblems(set: RecordSet, zone: Zone): readonly string[] {
  const {name, type} = set
  return phrases(
    nameProblem(name),
    !isWithin(name, zone.name) && `${name} is not in zone ${zone.name}`,
    type === 'CNAME' &&
      name === zone.name &&
      `a CNAME is not allowed at the apex of zone ${zone.name}, but an alias is`,
    type === 'CNAME' && leadsTo(set, zone).includes(name) && 'the CNAME points at itself',
    type === 'NS' && name.startsWith('*.') && 'NS records cannot be wildcards',
  )
}

/** Why a CNAME cannot be with the other types at its name. NS and SOA at the apex are left to the rule about the apex. */
function cnameProblems(types: readonly RecordType[], name: string, zone: Zone): readonly string[] {
  const others = types.filter((type) => type !== 'CNAME')
  if (others.length === types.length || others.length === 0 || name === zone.name) return []
  return [`a CNAME must be alone at its name, and ${name} would have ${others.join(' and ')} too`]
}

function aliasProblems({name, type}: RecordSet, target: AliasTarget, zone: Zone): readonly string[] {
  const {zoneId, dnsName, evaluatesTargetHealth} = target
  const unsound = nameProblem(dnsName)
  const isCloudFront = zoneId === CLOUDFRONT_ZONE_ID
  const isOutside = !isWithin(dnsName, zone.name)
  return phrases(
    unsound && `of the alias target ${unsound}`,
    (type === 'NS' || type === 'SOA') && `${type} records cannot be aliases`,
    isCloudFront && evaluatesTargetHealth && 'health evaluation must be off for an alias to CloudFront',
    isCloudFront && zone.isPrivate && 'a private zone cannot have an alias to CloudFront',
    zoneId === zone.id &&
      isOutside &&
      `the alias target ${dnsName} is neither in zone ${zone.name} nor in a known zone of AWS; aws-target-hosted-zone can name its zone`,
    zoneId === zone.id && dnsName === name && 'the alias points at itself',
  )
}

function valuesProblems(type: RecordType, data: Extract<RecordData, {kind: 'values'}>): readonly string[] {
  const {ttlSeconds, values} = data
  const isTtl = Number.isInteger(ttlSeconds) && ttlSeconds >= 0 && ttlSeconds <= MAX_TTL_SECONDS
  const isTooLong = values.length > MAX_VALUES
  // Checking each of hundreds of thousands of values would be useless.
  const checked = isTooLong ? [] : values
  const repeated = new Set(checked.filter((value, index) => checked.indexOf(value) !== index))
  return phrases(
    !isTtl && `the TTL ${ttlSeconds} is not in 0 to ${MAX_TTL_SECONDS}`,
    values.length === 0 && `the ${type} record has no value`,
    isTooLong && `${values.length} values, Route 53 allows ${MAX_VALUES} in a record set`,
    type === 'CNAME' && checked.length > 1 && `a CNAME has one value, not ${values.length}`,
    ...[...repeated].map((value) => `the value ${value} is there twice`),
    ...[...new Set(checked)].map((value) => valueProblem(type, value)),
  )
}

/** Characters that XML 1.0 §2.2 does not allow, escaped or not: control characters, U+FFFE, U+FFFF, lone surrogates. */
const NOT_IN_XML = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u

/** Why no request can contain this set, each a phrase: Route 53 uses XML. */
function unsendableProblems({type, setIdentifier, data, routing, healthCheckId}: RecordSet): readonly string[] {
  const values = data.kind === 'values' ? data.values : textsOf(data.target)
  const all = [setIdentifier ?? '', healthCheckId ?? '', ...values, ...textsOf(routing)]
  if (!all.some((text) => NOT_IN_XML.test(text))) return []
  const parts: readonly (readonly [what: string, texts: readonly string[]])[] = [
    ['the set identifier', setIdentifier === undefined ? [] : [setIdentifier]],
    [`a value of the ${type} record`, values],
    [`the ${routing.kind} routing`, textsOf(routing)],
    ['the health check id', healthCheckId === undefined ? [] : [healthCheckId]],
  ]
  return parts.flatMap(([what, texts]) => {
    const found = texts.map((text) => NOT_IN_XML.exec(text)?.[0]).find((sign) => sign !== undefined)
    return found === undefined ? [] : [`${what} holds ${codeOf(found)}, which no request to Route 53 can carry`]
  })
}

function textsOf(value: object): readonly string[] {
  return Object.values(value).flatMap((part: unknown) => {
    if (typeof part === 'string') return [part]
    return typeof part === 'object' && part !== null ? textsOf(part) : []
  })
}

function codeOf(sign: string): string {
  return `U+${(sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`
}
