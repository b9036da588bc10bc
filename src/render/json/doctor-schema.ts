import {AREAS, VERDICTS} from '../../doctor/finding.js'
import type {JsonObject} from './host-json.js'
import {FORMAT_VERSION} from './plan-json.js'
import {document, list, object, oneOf, TEXT, TEXTS} from './schema-parts.js'

/** What `doctor --json` prints. */
export const DOCTOR_SCHEMA: JsonObject = document(
  'doctor-v1',
  'external-dns-ts doctor',
  object({
    formatVersion: {const: FORMAT_VERSION},
    kind: {const: 'doctor'},
    findings: list(object({area: oneOf(AREAS), check: TEXT, verdict: oneOf(VERDICTS), detail: TEXT, fix: TEXTS})),
  }),
  {},
)
