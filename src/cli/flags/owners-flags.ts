import {OWNERS_STATES} from '../../pipeline/ownership-entry.js'
import {GROUP_KEYS, SORT_KEYS} from '../../render/owners/ownership-order.js'
import type {FlagTable} from './flag-spec.js'

/** For `owners`. */
export const OWNERS_FLAGS = {
  owner: {
    kind: 'strings',
    default: [],
    group: 'Run',
    hasEnv: false,
    summary: 'Show this owner only; repeatable',
  },
  zone: {
    kind: 'strings',
    default: [],
    group: 'Run',
    hasEnv: false,
    summary: 'Show this zone only, by name or id; repeatable',
  },
  host: {
    kind: 'strings',
    default: [],
    group: 'Run',
    hasEnv: false,
    summary: 'Show this host only, or with *.example.com those below a name; repeatable',
  },
  'resource-namespace': {
    kind: 'strings',
    default: [],
    group: 'Run',
    hasEnv: false,
    summary: 'Show only what objects of this namespace asked for, as the TXT says; repeatable',
  },
  state: {
    kind: 'strings',
    default: [],
    group: 'Run',
    hasEnv: false,
    summary: `Show this state only: ${OWNERS_STATES.join(', ')}; repeatable`,
  },
  sort: {
    kind: 'enum',
    default: 'owner',
    options: SORT_KEYS,
    group: 'Output',
    hasEnv: false,
    summary: 'What comes first in the order; then owner, zone, host',
  },
  'group-by': {
    kind: 'enum',
    default: '',
    options: GROUP_KEYS,
    group: 'Output',
    hasEnv: false,
    summary: 'A table for each; of JSON and CSV only the order',
  },
  summary: {
    kind: 'boolean',
    default: false,
    group: 'Output',
    hasEnv: false,
    hasNegation: false,
    summary: 'Count by owner, zone and state in place of the list',
  },
  csv: {kind: 'boolean', default: false, group: 'Output', hasEnv: false, summary: 'Answer in CSV (RFC 4180)'},
} as const satisfies FlagTable

/**
 * For `owners release` and `owners transfer`. `--all` is required to give up everything, so that an unset variable in a
 * script cannot do so.
 */
export const RELEASE_FLAGS = {
  all: {
    kind: 'boolean',
    default: false,
    group: 'Run',
    hasEnv: false,
    hasNegation: false,
    summary: 'Without HOST: every host that the owner holds in the selected zones',
  },
} as const satisfies FlagTable

/** For `owners adopt`. */
export const ADOPT_FLAGS = {
  'equal-only': {
    kind: 'boolean',
    default: false,
    group: 'Run',
    hasEnv: false,
    hasNegation: false,
    summary: 'Adopt only what is as wanted already, so that no answer changes',
  },
} as const satisfies FlagTable

/** For `owners migrate`. */
export const MIGRATE_FLAGS = {
  from: {kind: 'string', default: '', group: 'Run', hasEnv: false, summary: 'Former owner id'},
  to: {
    kind: 'string',
    default: '',
    group: 'Run',
    hasEnv: false,
    summary: 'New owner id; default: that of --txt-owner-id',
  },
} as const satisfies FlagTable

/** For `owners transfer`. */
export const TRANSFER_FLAGS = {
  to: {kind: 'string', default: '', group: 'Run', hasEnv: false, summary: 'Owner id that gets the hosts'},
} as const satisfies FlagTable

/** For `owners repair`. */
export const REPAIR_FLAGS = {
  'upgrade-format': {
    kind: 'boolean',
    default: false,
    group: 'Run',
    hasEnv: false,
    hasNegation: false,
    summary: 'Take away texts in an older format once one in the current format stands',
  },
  'from-prefix': {
    kind: 'string',
    default: '',
    group: 'Run',
    hasEnv: false,
    mayBeEmpty: true,
    summary: 'Former --txt-prefix; an empty one is said with --from-prefix=',
  },
  'from-suffix': {
    kind: 'string',
    default: '',
    group: 'Run',
    hasEnv: false,
    mayBeEmpty: true,
    summary: 'Former --txt-suffix',
  },
  'from-wildcard-replacement': {
    kind: 'string',
    default: '',
    group: 'Run',
    hasEnv: false,
    mayBeEmpty: true,
    summary: 'Former --txt-wildcard-replacement',
  },
} as const satisfies FlagTable

/** For commands that can do part of their work from the zones alone. */
export const WITHOUT_CLUSTER_FLAGS = {
  'without-cluster': {
    kind: 'boolean',
    default: false,
    group: 'Run',
    hasEnv: false,
    hasNegation: false,
    summary: 'Read the zones alone: no kubeconfig is opened, no object is asked',
  },
} as const satisfies FlagTable
