import {APPLY_EVENTS_SCHEMA} from './apply-events-schema.js'
import {DOCTOR_SCHEMA} from './doctor-schema.js'
import {EXPLAIN_SCHEMA} from './explain-schema.js'
import type {JsonObject} from './host-json.js'
import {OWNERS_SCHEMA, OWNERS_SUMMARY_SCHEMA} from './owners-schema.js'
import {PLAN_SCHEMA} from './plan-schema.js'

/** The folder `schema` of the package, by file name; `npm run docs` writes it. */
export const PUBLISHED_SCHEMAS: Readonly<Record<string, JsonObject>> = {
  'plan-v1.schema.json': PLAN_SCHEMA,
  'apply-events-v1.schema.json': APPLY_EVENTS_SCHEMA,
  'owners-v1.schema.json': OWNERS_SCHEMA,
  'owners-summary-v1.schema.json': OWNERS_SUMMARY_SCHEMA,
  'doctor-v1.schema.json': DOCTOR_SCHEMA,
  'explain-v1.schema.json': EXPLAIN_SCHEMA,
}
