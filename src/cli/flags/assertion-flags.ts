import {BLOCK_REASONS} from '../../plan/blocked.js'
import {type FlagRows, withColumn} from './flag-spec.js'

/** Flags that make a run fail although a plan could be made. */
export const ASSERTION_FLAGS = withColumn({topic: 'Safety', hasEnv: false, hasNegation: false})({
  strict: {
    kind: 'strings',
    known: ['all', ...BLOCK_REASONS],
    summary: 'End with 1 and write nothing when a host is not changed for this reason code (all: for any); repeatable',
  },
  'expect-no-changes': {
    kind: 'boolean',
    summary: 'Drift check: end with 1 when the plan has changes; apply and prune take it with --dry-run only',
  },
} as const satisfies FlagRows)
