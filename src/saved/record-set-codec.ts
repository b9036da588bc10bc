import {createHash} from 'node:crypto'
import {type DnsName, toStoredName} from '../dns/dns-name.js'
import {parsed, problem} from '../dns/parsed.js'
import {
  type AliasTarget,
  isRecordType,
  MAX_TTL_SECONDS,
  type RecordData,
  type RecordSet,
  type RecordType,
  type Routing,
} from '../dns/record-set.js'
import {
  asObject,
  type Codec,
  count,
  flag,
  integer,
  type Json,
  list,
  object,
  optional,
  refine,
  text,
  union,
} from './codec.js'

/** A name as a zone stores it; any other spelling was not written by us. */
export const dnsName: Codec<DnsName> = refine(text, (value) => {
  const name = toStoredName(value)
  return name === value && name !== '' ? parsed(name) : problem('is no stored name')
})

export const recordType: Codec<RecordType> = refine(text, (value) =>
  isRecordType(value) ? parsed(value) : problem('is no record type'),
)

const ttlSeconds = refine(count, (value) => (value <= MAX_TTL_SECONDS ? parsed(value) : problem('is no TTL')))

const values = refine(list(text), (all) => (all.length > 0 ? parsed(all) : problem('is empty')))

const data: Codec<RecordData> = union<RecordData>({
  values: object({ttlSeconds, values}),
  alias: object({
    target: object<AliasTarget>({zoneId: text, dnsName: text, evaluatesTargetHealth: flag}),
  }),
})

type KnownRouting = Exclude<Routing, {readonly kind: 'other'}>

const knownRouting = union<KnownRouting>({
  simple: object({}),
  weighted: object({weight: count}),
  latency: object({region: text}),
  failover: object({role: text}),
  multivalue: object({}),
  geolocation: object({
    continentCode: optional(text),
    countryCode: optional(text),
    subdivisionCode: optional(text),
  }),
  geoproximity: object({
    region: optional(text),
    localZoneGroup: optional(text),
    coordinates: optional(object({latitude: text, longitude: text})),
    bias: integer,
  }),
  cidr: object({collectionId: text, locationName: text}),
})

const KNOWN_KINDS: ReadonlySet<string> = new Set<KnownRouting['kind']>([
  'simple',
  'weighted',
  'latency',
  'failover',
  'multivalue',
  'geolocation',
  'geoproximity',
  'cidr',
])

const laterRouting = object<{readonly kind: string; readonly text: string}>({kind: text, text})

/** Each policy that joins these is written as its name and one text, so that this version can still show the file. */
const routing: Codec<Routing> = {
  toJson: (value) =>
    value.kind === 'other' ? laterRouting.toJson({kind: value.policy, text: value.text}) : knownRouting.toJson(value),
  fromJson(json, path) {
    const {kind} = asObject(json, path)
    if (typeof kind !== 'string' || KNOWN_KINDS.has(kind)) return knownRouting.fromJson(json, path)
    const later = laterRouting.fromJson(json, path)
    return {kind: 'other', policy: later.kind, text: later.text}
  },
}

const anySet = object<RecordSet>({
  name: dnsName,
  type: recordType,
  setIdentifier: optional(text),
  data,
  routing,
  healthCheckId: optional(text),
  trafficPolicyInstanceId: optional(text),
})

/** A set identifier and a routing policy come together or not at all, as Route 53 has it. */
export const recordSet: Codec<RecordSet> = refine(anySet, (set) =>
  (set.setIdentifier === undefined) === (set.routing.kind === 'simple')
    ? parsed(set)
    : problem('has a set identifier without a routing policy, or the other way round'),
)

export const texts: Codec<readonly string[]> = list(text)

/** `sha256:` and 64 hexadecimal digits. */
export function digestOf(json: Json): string {
  return `sha256:${createHash('sha256').update(JSON.stringify(json)).digest('hex')}`
}

/** Equal for sets that are equal: values in any order, as Route 53 keeps none. */
export function fingerprintOf(set: RecordSet): string {
  const {data} = set
  const sorted = data.kind === 'values' ? {...data, values: [...data.values].sort()} : data
  return digestOf(recordSet.toJson({...set, data: sorted}))
}
