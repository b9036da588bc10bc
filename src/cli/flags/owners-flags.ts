import {OWNERS_STATES, stateWord} from '../../pipeline/ownership-entry.js'
import {GROUP_KEYS, SORT_KEYS} from '../../render/owners/ownership-order.js'
import {type FlagRows, withColumn} from './flag-spec.js'

export const OWNERS_FLAGS = withColumn({topic: 'Ownership', hasEnv: false})({
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
  ...withColumn({topic: 'Output'})({
    sort: {
      kind: 'enum',
      default: 'owner',
      options: SORT_KEYS,
      summary: 'Sort by this first; then by owner, zone, host',
    },
    'group-by': {kind: 'enum', options: GROUP_KEYS, summary: 'Print a table for each; in JSON and CSV: only sort'},
    wide: {
      kind: 'boolean',
      hasNegation: false,
      summary: 'Also show zone, target, TTL; name and format of each ownership TXT, as JSON and CSV always do',
    },
    summary: {kind: 'boolean', hasNegation: false, summary: 'Count by owner, zone and state in place of the list'},
    csv: {kind: 'boolean', summary: 'Answer in CSV (RFC 4180)'},
  } as const satisfies FlagRows),
} as const satisfies FlagRows)

export const HISTORY_FLAGS = withColumn({topic: 'Run', hasEnv: false})({
  zone: OWNERS_FLAGS.zone,
  since: {
    kind: 'string',
    summary: 'Show changes since then, 2h or 2026-11-30T08:00:00Z; default: all of a host, 24h of a zone',
  },
  wide: {kind: 'boolean', topic: 'Output', hasNegation: false, summary: 'Show all columns; nothing in them is cut'},
} as const satisfies FlagRows)

/** `--all` is required to give up everything, so that an unset variable in a script cannot do so. */
export const RELEASE_FLAGS = withColumn({topic: 'Safety', hasEnv: false, hasNegation: false})({
  all: {kind: 'boolean', summary: 'Without HOST: every host that the owner holds; in the selected zones'},
} as const satisfies FlagRows)

export const ADOPT_FLAGS = withColumn({topic: 'Safety', hasEnv: false, hasNegation: false})({
  'equal-only': {kind: 'boolean', summary: 'Adopt only records that are already as wanted; so no DNS answer changes'},
} as const satisfies FlagRows)

export const MIGRATE_FLAGS = withColumn({topic: 'Ownership', hasEnv: false})({
  from: {kind: 'string', summary: 'Former owner id'},
  to: {kind: 'string', summary: 'New owner id; default: that of --txt-owner-id'},
} as const satisfies FlagRows)

export const TRANSFER_FLAGS = withColumn({topic: 'Ownership', hasEnv: false})({
  to: {kind: 'string', summary: 'Owner id that gets the hosts'},
} as const satisfies FlagRows)

export const REPAIR_FLAGS = withColumn({topic: 'Ownership', hasEnv: false, hasNegation: false, mayBeEmpty: true})({
  'upgrade-format': {
    kind: 'boolean',
    summary: 'Remove ownership TXT in an older format; each once there is one in the current format',
  },
  'from-prefix': {kind: 'string', summary: 'Former --txt-prefix; if it was empty: --from-prefix='},
  'from-suffix': {kind: 'string', summary: 'Former --txt-suffix'},
  'from-wildcard-replacement': {kind: 'string', summary: 'Former --txt-wildcard-replacement'},
} as const satisfies FlagRows)

/** For commands that can do part of their work from the zones alone. */
export const WITHOUT_CLUSTER_FLAGS = withColumn({topic: 'Objects', hasEnv: false, hasNegation: false})({
  'without-cluster': {kind: 'boolean', summary: 'Read the zones only; no kubeconfig is opened, no object is read'},
} as const satisfies FlagRows)
