import {type DnsName, toStoredName} from '../dns/dns-name.js'
import {parsed, problem} from '../dns/parsed.js'
import {
  type AliasTarget,
  isRecordType,
  MAX_TTL_SECONDS,
  RECORD_TYPES,
  type RecordData,
  type RecordSet,
  type RecordType,
  type Routing,
} from '../dns/record-set.js'
import {asObject, type Codec, count, flag, integer, list, object, optional, refine, text, union} from './codec.js'
import {derived, fieldsOf, named, self, view} from './writer.js'

/** A name as a zone stores it; any other spelling was not written by us. */
export const dnsName: Codec<DnsName> = refine(text, (value) => {
  const name = toStoredName(value)
  return name === value && name !== '' ? parsed(name) : problem('is not a valid stored name')
})

export const recordType: Codec<RecordType> = {
  ...refine(text, (value) => (isRecordType(value) ? parsed(value) : problem('is not a record type'))),
  schema: {enum: [...RECORD_TYPES, 'DNAME']},
}

const ttlSeconds = refine(count, (value) => (value <= MAX_TTL_SECONDS ? parsed(value) : problem('is not a TTL')))

const values = refine(list(text), (all) => (all.length > 0 ? parsed(all) : problem('is empty')))

const target = object<AliasTarget>({zoneId: text, dnsName: text, evaluatesTargetHealth: flag})

const data: Codec<RecordData> = union<RecordData>({values: object({ttlSeconds, values}), alias: object({target})})

const nothing = object({})

const nearby = {
  region: optional(text),
  localZoneGroup: optional(text),
  coordinates: optional(object({latitude: text, longitude: text})),
}

const ROUTINGS = {
  simple: nothing,
  weighted: object({weight: count}),
  latency: object({region: text}),
  failover: object({role: text}),
  multivalue: nothing,
  geolocation: object({continentCode: optional(text), countryCode: optional(text), subdivisionCode: optional(text)}),
  geoproximity: object({...nearby, bias: optional(integer)}),
  // As `laterRouting` has it, for versions that do not know it yet.
  'az-affinity': object({text}),
  cidr: object({collectionId: text, locationName: text}),
}

const knownRouting = union<Exclude<Routing, {readonly kind: 'other'}>>(ROUTINGS)

const laterRouting = object<{readonly kind: string; readonly text: string}>({kind: text, text})

/** Each policy that joins these is written as its name and one text, so that this version can still show the file. */
const routing: Codec<Routing> = {
  schema: {anyOf: [knownRouting.schema, laterRouting.schema]},
  toJson: (value) =>
    value.kind === 'other' ? laterRouting.toJson({kind: value.policy, text: value.text}) : knownRouting.toJson(value),
  fromJson(json, path) {
    const {kind} = asObject(json, path)
    if (typeof kind !== 'string' || Object.hasOwn(ROUTINGS, kind)) return knownRouting.fromJson(json, path)
    const later = laterRouting.fromJson(json, path)
    return {kind: 'other', policy: later.kind, text: later.text}
  },
}

const FIELDS = {
  name: dnsName,
  type: recordType,
  setIdentifier: optional(text),
  data,
  routing,
  healthCheckId: optional(text),
  trafficPolicyInstanceId: optional(text),
}

/** Sets with unknown elements are in no plan. A set identifier and a routing policy come together or not at all, as Route 53 has it. */
export const recordSet: Codec<RecordSet> = refine(object<Omit<RecordSet, 'unknownElements'>>(FIELDS), (set) =>
  (set.setIdentifier === undefined) === (set.routing.kind === 'simple')
    ? parsed(set)
    : problem('has a set identifier without a routing policy, or the other way round'),
)

/** Files keep whether a bias is stored; whoever reads the plan is told what Route 53 goes by. */
const shownBias: Codec<number | undefined> = {...integer, toJson: (bias) => bias ?? 0}

export const shownRouting = named(
  'routing',
  union<Routing>({
    ...ROUTINGS,
    geoproximity: object({...nearby, bias: shownBias}),
    other: object({policy: text, text}),
  }),
)

const {name, type, setIdentifier, data: _data, routing: _routing, ...rest} = FIELDS

/** Alias sets have `ttlSeconds` and `values` null; values are the bytes that Route 53 stores. */
export const shownRecordSet = named(
  'recordSet',
  view<RecordSet>({
    ...fieldsOf(self<RecordSet>, {name, type, setIdentifier}),
    ttlSeconds: derived(({data}) => (data.kind === 'values' ? data.ttlSeconds : undefined), optional(ttlSeconds)),
    values: derived(({data}) => (data.kind === 'values' ? data.values : undefined), optional(values)),
    alias: derived(({data}) => (data.kind === 'alias' ? data.target : undefined), optional(target)),
    ...fieldsOf(self<RecordSet>, {routing: shownRouting, ...rest}),
  }),
)
