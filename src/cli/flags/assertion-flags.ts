import type {FlagTable} from './flag-spec.js'

/** For every command that plans: when a plan that could be made is an error all the same. */
export const ASSERTION_FLAGS = {
  strict: {
    kind: 'strings',
    default: [],
    group: 'Run',
    hasEnv: false,
    summary:
      'End with 1, nothing written, when something is not changed for this reason code; all: for any; repeatable',
  },
  'expect-no-changes': {
    kind: 'boolean',
    default: false,
    group: 'Run',
    hasEnv: false,
    hasNegation: false,
    summary: 'End with 1 when the plan has changes; apply and prune take it with --dry-run only',
  },
} as const satisfies FlagTable
