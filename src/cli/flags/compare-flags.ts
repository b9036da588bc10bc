import {type FlagRows, withColumn} from './flag-spec.js'

/** For `plan`. */
export const COMPARE_FLAGS = withColumn(
  {
    compare: {
      kind: 'strings',
      summary:
        'A flag of a second configuration (--compare=--txt-prefix=old-): shows only what it would plan otherwise; repeatable',
    },
  } as const satisfies FlagRows,
  {group: 'Run', hasEnv: false} as const,
)
