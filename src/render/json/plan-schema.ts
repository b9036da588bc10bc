import {POLICIES} from '../../plan/plan-settings.js'
import type {JsonObject} from './host-json.js'
import {FORMAT_VERSION} from './plan-json.js'
import {COUNT, document, FLAG, list, object, oneOf, orNull, PLAN_PARTS, ref, TEXT, TEXTS} from './schema-parts.js'

/** What `plan --json` prints. */
export const PLAN_SCHEMA: JsonObject = document(
  'plan-v1',
  'external-dns-ts plan',
  object({
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
      release: COUNT,
      transfer: COUNT,
      repair: COUNT,
      unchanged: COUNT,
      blocked: COUNT,
      owned: COUNT,
      ledgerChanges: COUNT,
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
    warnings: list(ref('warning')),
    doubts: TEXTS,
    refusal: orNull(ref('refusal')),
  }),
  PLAN_PARTS,
)
