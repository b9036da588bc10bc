import {VERDICTS} from '../../explain/explanation.js'
import {POLICIES} from '../../plan/plan-settings.js'
import type {JsonObject} from './host-json.js'
import {FORMAT_VERSION} from './plan-json.js'
import {
  COUNT,
  document,
  FLAG,
  list,
  OWNERSHIP_TXT,
  object,
  oneOf,
  orNull,
  PLAN_PARTS,
  ref,
  TEXT,
  TEXTS,
} from './schema-parts.js'

/** What `explain --json` prints. */
export const EXPLAIN_SCHEMA: JsonObject = document(
  'explain-v1',
  'external-dns-ts explain',
  object({
    formatVersion: {const: FORMAT_VERSION},
    kind: {const: 'explain'},
    host: TEXT,
    verdict: oneOf(VERDICTS),
    owner: orNull(TEXT),
    policy: oneOf(POLICIES),
    context: TEXT,
    asked: list(ref('asking')),
    covering: list(ref('asking')),
    leftOut: list(object({asking: ref('asking'), by: TEXTS})),
    nearestName: orNull(TEXT),
    passesDomainFilters: FLAG,
    steps: list(object({name: TEXT, before: TEXTS, after: TEXTS})),
    zones: list(object({zone: ref('zone'), isChosen: FLAG, rule: TEXT})),
    stored: list(
      object({
        zone: ref('zone'),
        claim: oneOf(['owned', 'foreign', 'unowned']),
        recordSet: ref('recordSet'),
        ownership: list(OWNERSHIP_TXT),
      }),
    ),
    orphans: list(OWNERSHIP_TXT),
    neighbours: list(object({kind: oneOf(['wildcard', 'delegation']), zone: ref('zone'), recordSet: ref('recordSet')})),
    gaps: TEXTS,
    hosts: list(ref('host')),
    blocked: list(ref('blocked')),
    warnings: list(ref('warning')),
  }),
  {
    ...PLAN_PARTS,
    asking: object({
      source: TEXT,
      origin: ref('origin'),
      writtenAs: orNull(TEXT),
      setIdentifier: orNull(TEXT),
      kind: oneOf(['endpoint', 'pending', 'problem']),
      type: orNull(TEXT),
      targets: TEXTS,
      ttlSeconds: orNull(COUNT),
      detail: orNull(TEXT),
    }),
  },
)
