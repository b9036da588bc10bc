import {BLOCK_REASONS} from '../../plan/blocked.js'
import {boolean, strings, withColumn} from './flag-spec.js'

/** Flags that make a run fail although a plan could be made. */
export const ASSERTION_FLAGS = withColumn({topic: 'Safety', hasEnv: false, hasNegation: false})({
  strict: strings(
    'End with 1 and write nothing when a host is not changed for this reason code (all: for any); repeatable',
    {known: ['all', ...BLOCK_REASONS]},
  ),
  'expect-no-changes': boolean(
    'Drift check: end with 1 when the plan has changes; apply and prune take it with --dry-run only',
  ),
})
