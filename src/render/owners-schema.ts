import {RECORD_TYPES} from '../dns/record-type.js'
import type {JsonObject} from './host-json.js'
import {FORMAT_VERSION} from './plan-json.js'
import {ZONE_PART} from './schema-parts.js'
import {COUNT, document, list, object, oneOf, orNull, ref, TEXT, TEXTS} from './schema-words.js'

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
        zone: ref('zone'),
        state: oneOf(['wanted', 'unwanted', 'orphan', 'foreign', 'unknown']),
      }),
    ),
  }),
  ZONE_PART,
)
