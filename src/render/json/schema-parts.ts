import {RECORD_TYPES} from '../../dns/record-set.js'
import {HOST_ACTIONS} from '../../plan/change.js'
import {BLOCK_REASONS} from '../../plan/plan.js'
import type {Json, JsonObject} from './host-json.js'

/** The words in which the schemas of our JSON are written. */

export const TEXT: JsonObject = {type: 'string'}
export const COUNT: JsonObject = {type: 'integer', minimum: 0}
export const FLAG: JsonObject = {type: 'boolean'}
export const TEXTS = list(TEXT)

export function object(properties: JsonObject): JsonObject {
  return {type: 'object', required: Object.keys(properties), properties}
}

export function list(items: JsonObject): JsonObject {
  return {type: 'array', items}
}

export function orNull(schema: JsonObject): JsonObject {
  return {anyOf: [schema, {type: 'null'}]}
}

export function oneOf(words: readonly Json[]): JsonObject {
  return {enum: words}
}

export function ref(name: string): JsonObject {
  return {$ref: `#/$defs/${name}`}
}

/**
 * A schema as it is published. Objects allow further fields: a program that reads version 1 has to bear fields that later
 * versions of this tool add.
 */
export function document(name: string, title: string, content: JsonObject, $defs: JsonObject): JsonObject {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: `urn:external-dns-ts:schema:${name}`,
    title,
    ...content,
    $defs,
  }
}

/** What a zone is, in every document. */
export const ZONE_PART = {
  zone: object({id: TEXT, name: TEXT, isPrivate: FLAG, profile: orNull(TEXT), roleArn: orNull(TEXT)}),
} as const satisfies JsonObject

/** A stored ownership TXT, and what it says. */
export const OWNERSHIP_TXT = object({
  owner: TEXT,
  resource: TEXT,
  labels: {type: 'object', additionalProperties: TEXT},
  format: oneOf(['typed', 'untyped']),
  recordSet: ref('recordSet'),
})

/** What a plan is made of: in the plan itself, and one by one in the events of an apply. */
export const PLAN_PARTS = {
  ...ZONE_PART,
  origin: object({kind: TEXT, namespace: TEXT, name: TEXT, field: TEXT}),
  host: object({
    action: oneOf(HOST_ACTIONS),
    zone: ref('zone'),
    name: TEXT,
    setIdentifier: orNull(TEXT),
    changes: list(ref('change')),
    ownership: list(ref('ownershipChange')),
    ledger: list(ref('ledgerChange')),
    isGone: FLAG,
    origins: list(ref('origin')),
    formerResources: TEXTS,
    notes: TEXTS,
  }),
  change: object({
    kind: oneOf(['create', 'update', 'delete']),
    differs: list(oneOf(['targets', 'ttl', 'alias', 'health-evaluation', 'routing', 'health-check', 'ownership'])),
    current: orNull(ref('recordSet')),
    desired: orNull(ref('recordSet')),
  }),
  ownershipChange: object({
    kind: oneOf(['create', 'update', 'delete']),
    zone: ref('zone'),
    current: orNull(OWNERSHIP_TXT),
    desired: orNull(ref('recordSet')),
  }),
  ledgerChange: object({
    kind: oneOf(['put', 'remove']),
    current: orNull(ref('ledgerRow')),
    desired: orNull(ref('ledgerRow')),
  }),
  ledgerRow: object({
    name: TEXT,
    type: TEXT,
    setIdentifier: orNull(TEXT),
    owner: TEXT,
    resource: TEXT,
    labels: {type: 'object', additionalProperties: TEXT},
  }),
  recordSet: object({
    name: TEXT,
    type: oneOf([...RECORD_TYPES, 'DNAME']),
    setIdentifier: orNull(TEXT),
    ttlSeconds: orNull(COUNT),
    values: orNull(TEXTS),
    alias: orNull(object({zoneId: TEXT, dnsName: TEXT, evaluatesTargetHealth: FLAG})),
    routing: ref('routing'),
    healthCheckId: orNull(TEXT),
    trafficPolicyInstanceId: orNull(TEXT),
  }),
  routing: {
    anyOf: [
      object({kind: oneOf(['simple', 'multivalue'])}),
      object({kind: {const: 'weighted'}, weight: COUNT}),
      object({kind: {const: 'latency'}, region: TEXT}),
      object({kind: {const: 'failover'}, role: TEXT}),
      object({
        kind: {const: 'geolocation'},
        continentCode: orNull(TEXT),
        countryCode: orNull(TEXT),
        subdivisionCode: orNull(TEXT),
      }),
      object({
        kind: {const: 'geoproximity'},
        region: orNull(TEXT),
        localZoneGroup: orNull(TEXT),
        coordinates: orNull(object({latitude: TEXT, longitude: TEXT})),
        bias: {type: 'integer'},
      }),
      object({kind: {const: 'cidr'}, collectionId: TEXT, locationName: TEXT}),
      // Of a file that a newer version wrote.
      object({kind: {const: 'other'}, policy: TEXT, text: TEXT}),
    ],
  },
  blocked: object({
    reason: oneOf(BLOCK_REASONS),
    zone: orNull(ref('zone')),
    host: TEXT,
    setIdentifier: orNull(TEXT),
    types: list(oneOf([...RECORD_TYPES, 'DNAME'])),
    owner: orNull(TEXT),
    origins: list(ref('origin')),
    detail: TEXT,
    fix: orNull(TEXT),
  }),
  refusal: object({
    deletedHosts: COUNT,
    ownedHosts: COUNT,
    zones: list(object({zone: ref('zone'), deletedHosts: COUNT, ownedHosts: COUNT})),
    victims: TEXTS,
    commonCause: orNull(TEXT),
    limit: TEXT,
    fix: TEXT,
  }),
  warning: object({text: TEXT, origin: orNull(ref('origin'))}),
} as const satisfies JsonObject
