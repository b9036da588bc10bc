import {RECORD_TYPES} from '../../dns/record-set.js'
import {OWNERS_STATES} from '../../pipeline/ownership-entry.js'
import {TXT_FORMATS} from '../../registry/txt-format.js'
import type {JsonObject} from './host-json.js'
import {FORMAT_VERSION} from './plan-json.js'
import {COUNT, document, FLAG, list, object, oneOf, orNull, ref, TEXT, TEXTS, ZONE_PART} from './schema-parts.js'

/** What `owners --json` prints. */
export const OWNERS_SCHEMA: JsonObject = document(
  'owners-v1',
  'external-dns-ts owners',
  object({
    formatVersion: {const: FORMAT_VERSION},
    kind: {const: 'owners'},
    records: list(
      object({
        owner: TEXT,
        host: TEXT,
        setIdentifier: orNull(TEXT),
        type: orNull(oneOf([...RECORD_TYPES, 'DNAME'])),
        targets: TEXTS,
        ttlSeconds: orNull(COUNT),
        resource: TEXT,
        txtNames: TEXTS,
        txtFormat: oneOf(['typed', 'untyped', 'both', 'none']),
        texts: list(object({name: TEXT, format: oneOf(TXT_FORMATS), isEncrypted: FLAG})),
        zone: ref('zone'),
        state: oneOf(OWNERS_STATES),
        isWanted: orNull(FLAG),
      }),
    ),
  }),
  ZONE_PART,
)

const STATES = object(Object.fromEntries(OWNERS_STATES.map((state) => [state, COUNT])))

/** What `owners --summary --json` prints. */
export const OWNERS_SUMMARY_SCHEMA: JsonObject = document(
  'owners-summary-v1',
  'external-dns-ts owners --summary',
  object({
    formatVersion: {const: FORMAT_VERSION},
    kind: {const: 'owners-summary'},
    total: COUNT,
    states: STATES,
    owners: list(object({owner: TEXT, zone: ref('zone'), total: COUNT, states: STATES})),
  }),
  ZONE_PART,
)
