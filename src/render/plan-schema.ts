import {RECORD_TYPES} from '../dns/record-type.js'
import {HOST_ACTIONS} from '../plan/change.js'
import {BLOCK_REASONS} from '../plan/plan.js'
import {POLICIES} from '../plan/plan-settings.js'
import type {Json, JsonObject} from './host-json.js'
import {FORMAT_VERSION} from './plan-json.js'

const TEXT: JsonObject = {type: 'string'}
const COUNT: JsonObject = {type: 'integer', minimum: 0}
const FLAG: JsonObject = {type: 'boolean'}
const TEXTS = list(TEXT)

/**
 * JSON Schema (2020-12) of what `plan --json` prints. Objects allow further fields: a program that reads version 1
 * has to bear fields that later versions of this tool add.
 */
export const PLAN_SCHEMA: JsonObject = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'external-dns-ts plan',
  ...object({
    formatVersion: {const: FORMAT_VERSION},
    kind: {const: 'plan'},
    owner: orNull(TEXT),
    policy: oneOf(POLICIES),
    context: TEXT,
    isEmpty: FLAG,
    read: object({objects: COUNT, wantedHosts: COUNT, zones: COUNT, recordSets: COUNT}),
    counts: object({
      create: COUNT,
      update: COUNT,
      replace: COUNT,
      adopt: COUNT,
      delete: COUNT,
      unchanged: COUNT,
      blocked: COUNT,
      owned: COUNT,
      recordSetChanges: COUNT,
    }),
    zones: list(
      object({
        zone: ref('zone'),
        reading: oneOf(['whole', 'in-part', 'not-read']),
        ownedHosts: COUNT,
        unchangedHosts: COUNT,
        recordSets: COUNT,
        hosts: list(ref('host')),
      }),
    ),
    blocked: list(ref('blocked')),
    warnings: list(object({text: TEXT, origin: orNull(ref('origin'))})),
    refusal: orNull(ref('refusal')),
  }),
  $defs: {
    zone: object({id: TEXT, name: TEXT, isPrivate: FLAG, profile: orNull(TEXT), roleArn: orNull(TEXT)}),
    origin: object({kind: TEXT, namespace: TEXT, name: TEXT, field: TEXT}),
    host: object({
      action: oneOf(HOST_ACTIONS),
      zone: ref('zone'),
      name: TEXT,
      setIdentifier: orNull(TEXT),
      changes: list(ref('change')),
      ownership: list(ref('ownershipChange')),
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
      current: orNull(
        object({
          owner: TEXT,
          resource: TEXT,
          labels: {type: 'object', additionalProperties: TEXT},
          format: oneOf(['typed', 'untyped']),
          recordSet: ref('recordSet'),
        }),
      ),
      desired: orNull(ref('recordSet')),
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
  },
}

function object(properties: JsonObject): JsonObject {
  return {type: 'object', required: Object.keys(properties), properties}
}

function list(items: JsonObject): JsonObject {
  return {type: 'array', items}
}

function orNull(schema: JsonObject): JsonObject {
  return {anyOf: [schema, {type: 'null'}]}
}

function oneOf(words: readonly Json[]): JsonObject {
  return {enum: words}
}

function ref(name: string): JsonObject {
  return {$ref: `#/$defs/${name}`}
}
