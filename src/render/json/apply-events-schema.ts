import {VERDICTS} from '../../dns/answer.js'
import type {ApplyEvent} from '../../pipeline/apply/apply-events.js'
import type {JsonObject} from './host-json.js'
import {FORMAT_VERSION} from './plan-json.js'
import {COUNT, document, list, object, oneOf, orNull, PLAN_PARTS, ref, TEXT, TEXTS} from './schema-parts.js'

const BATCH: JsonObject = {zone: ref('zone'), index: COUNT, of: COUNT, hosts: COUNT, changes: COUNT}

const UNAPPLIED: JsonObject = {
  zone: ref('zone'),
  host: TEXT,
  setIdentifier: orNull(TEXT),
  origins: list(ref('origin')),
  reason: TEXT,
  messages: TEXTS,
}

/** What an event holds besides `formatVersion` and `kind`. */
const FIELDS: Readonly<Record<ApplyEvent['kind'], JsonObject>> = {
  planned: {host: ref('host')},
  'not-changed': {blocked: ref('blocked')},
  warning: {warning: ref('warning')},
  'batch-started': BATCH,
  'batch-accepted': {...BATCH, changeId: TEXT},
  'batch-rejected': {zone: ref('zone'), hosts: COUNT, messages: TEXTS},
  'host-failed': UNAPPLIED,
  'host-partly': UNAPPLIED,
  verified: {
    zone: ref('zone'),
    host: TEXT,
    type: TEXT,
    wanted: object({kind: oneOf(['values', 'choice', 'nothing']), values: TEXTS}),
    verdict: oneOf([...VERDICTS, 'not-asked']),
    answers: list(object({server: TEXT, verdict: oneOf(VERDICTS), values: TEXTS, remark: orNull(TEXT)})),
    obstacle: orNull(TEXT),
  },
  summary: {applied: COUNT, partly: COUNT, failed: COUNT, total: COUNT, blocked: COUNT, exitCode: COUNT},
  error: {code: TEXT, doing: TEXT, happened: TEXT, fix: TEXTS, changed: TEXT, exitCode: COUNT},
}

/**
 * One line of what `apply --json` and `prune --json` print. The form of `error` is also all that any command with `--json`
 * prints when it fails before its answer.
 */
export const APPLY_EVENTS_SCHEMA: JsonObject = document(
  'apply-events-v1',
  'external-dns-ts apply, one event a line',
  {
    anyOf: Object.entries(FIELDS).map(([kind, fields]) =>
      object({formatVersion: {const: FORMAT_VERSION}, kind: {const: kind}, ...fields}),
    ),
  },
  PLAN_PARTS,
)
