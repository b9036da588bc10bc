import type {FlagTable} from './flag-spec.js'

/** For `plan`. */
export const COMPARE_FLAGS = {
  compare: {
    kind: 'strings',
    default: [],
    group: 'Run',
    hasEnv: false,
    summary:
      'A flag of a second configuration (--compare=--txt-prefix=old-): shows only what it would plan otherwise; repeatable',
  },
} as const satisfies FlagTable
