import {OWNERS_STATES, stateWord} from '../../pipeline/ownership-entry.js'
import {GROUP_KEYS, SORT_KEYS} from '../../render/owners/ownership-order.js'
import {type FlagRows, withColumn} from './flag-spec.js'

export const OWNERS_FLAGS = withColumn(
  {
    owner: {kind: 'strings', summary: 'Show this owner only; repeatable'},
    zone: {kind: 'strings', summary: 'Show this zone only, by name or id; repeatable'},
    host: {kind: 'strings', summary: 'Show only this host, or those below *.example.com; repeatable'},
    'resource-namespace': {
      kind: 'strings',
      summary: 'Show only what objects of this namespace asked for, as the ownership TXT says; repeatable',
    },
    state: {
      kind: 'strings',
      known: OWNERS_STATES.map(stateWord),
      summary: `Show this state only; ${OWNERS_STATES.map(stateWord).join(', ')}; repeatable`,
    },
    sort: {
      kind: 'enum',
      default: 'owner',
      options: SORT_KEYS,
      topic: 'Output',
      summary: 'Sort by this first; then by owner, zone, host',
    },
    'group-by': {
      kind: 'enum',
      options: GROUP_KEYS,
      topic: 'Output',
      summary: 'Print a table for each; in JSON and CSV: only sort',
    },
    wide: {
      kind: 'boolean',
      topic: 'Output',
      hasNegation: false,
      summary: 'Also show zone, target, TTL; name and format of each ownership TXT, as JSON and CSV always do',
    },
    summary: {
      kind: 'boolean',
      topic: 'Output',
      hasNegation: false,
      summary: 'Count by owner, zone and state in place of the list',
    },
    csv: {kind: 'boolean', topic: 'Output', summary: 'Answer in CSV (RFC 4180)'},
  } as const satisfies FlagRows,
  {topic: 'Ownership', hasEnv: false} as const,
)

export const HISTORY_FLAGS = withColumn(
  {
    zone: OWNERS_FLAGS.zone,
    since: {
      kind: 'string',
      summary: 'Show changes since then, 2h or 2026-11-30T08:00:00Z; default: all of a host, 24h of a zone',
    },
    wide: {kind: 'boolean', topic: 'Output', hasNegation: false, summary: 'Show all columns; nothing in them is cut'},
  } as const satisfies FlagRows,
  {topic: 'Run', hasEnv: false} as const,
)

/** `--all` is required to give up everything, so that an unset variable in a script cannot do so. */
export const RELEASE_FLAGS = withColumn(
  {
    all: {
      topic: 'Safety',
      kind: 'boolean',
      hasNegation: false,
      summary: 'Without HOST: every host that the owner holds; in the selected zones',
    },
  } as const satisfies FlagRows,
  {topic: 'Ownership', hasEnv: false} as const,
)

export const ADOPT_FLAGS = withColumn(
  {
    'equal-only': {
      topic: 'Safety',
      kind: 'boolean',
      hasNegation: false,
      summary: 'Adopt only records that are already as wanted; so no DNS answer changes',
    },
  } as const satisfies FlagRows,
  {topic: 'Ownership', hasEnv: false} as const,
)

export const MIGRATE_FLAGS = withColumn(
  {
    from: {kind: 'string', summary: 'Former owner id'},
    to: {kind: 'string', summary: 'New owner id; default: that of --txt-owner-id'},
  } as const satisfies FlagRows,
  {topic: 'Ownership', hasEnv: false} as const,
)

export const TRANSFER_FLAGS = withColumn(
  {
    to: {kind: 'string', summary: 'Owner id that gets the hosts'},
  } as const satisfies FlagRows,
  {topic: 'Ownership', hasEnv: false} as const,
)

export const REPAIR_FLAGS = withColumn(
  {
    'upgrade-format': {
      kind: 'boolean',
      hasNegation: false,
      summary: 'Remove ownership TXT in an older format; each once there is one in the current format',
    },
    'from-prefix': {
      kind: 'string',
      mayBeEmpty: true,
      summary: 'Former --txt-prefix; if it was empty: --from-prefix=',
    },
    'from-suffix': {kind: 'string', mayBeEmpty: true, summary: 'Former --txt-suffix'},
    'from-wildcard-replacement': {kind: 'string', mayBeEmpty: true, summary: 'Former --txt-wildcard-replacement'},
  } as const satisfies FlagRows,
  {topic: 'Ownership', hasEnv: false} as const,
)

/** For commands that can do part of their work from the zones alone. */
export const WITHOUT_CLUSTER_FLAGS = withColumn(
  {
    'without-cluster': {
      kind: 'boolean',
      hasNegation: false,
      summary: 'Read the zones only; no kubeconfig is opened, no object is read',
    },
  } as const satisfies FlagRows,
  {topic: 'Objects', hasEnv: false} as const,
)
