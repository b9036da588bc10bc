import {GROUP_KEYS, SORT_KEYS} from '../../render/owners-order.js'
import {OWNERS_STATES} from '../../render/owners-row.js'
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
