import type {FlagTable} from './flag-spec.js'

/** Flags that make a run fail although a plan could be made. */
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
