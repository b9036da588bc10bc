import {type FlagTable, withColumn} from './flag-spec.js'

/** For `plan`. */
export const SAVE_FLAGS = {
  out: {
    kind: 'string',
    default: '',
    group: 'Output',
    hasEnv: false,
    summary: 'Save the plan to this file, for show and apply',
  },
  'plan-max-age': {
    kind: 'duration',
    default: '24h',
    group: 'Output',
    hasEnv: false,
    summary: 'With --out: for how long the saved plan may be applied; 0s: for ever',
  },
} as const satisfies FlagTable

/** For `apply` with a plan file. */
export const PLAN_FILE_FLAGS = withColumn(
  {
    'expect-digest': {
      kind: 'string',
      default: '',
      group: 'Run',
      hasEnv: false,
      summary: 'With a plan file: apply only the plan that has this digest, as plan --out and show print it',
    },
  } as const satisfies FlagTable,
  {goesWithFile: true},
)

/** For commands that write. */
export const RECEIPT_FLAGS = withColumn(
  {
    receipt: {
      kind: 'string',
      default: '',
      group: 'Output',
      hasEnv: false,
      summary: 'Save what was changed, before and after, to this file, for apply --undo',
    },
  } as const satisfies FlagTable,
  {goesWithFile: true},
)

/** For `apply`. */
export const UNDO_FLAGS = withColumn(
  {
    undo: {
      kind: 'string',
      default: '',
      group: 'Run',
      hasEnv: false,
      summary: 'Plan the way back of the run that left this receipt, show it, ask, and go it',
    },
  } as const satisfies FlagTable,
  {goesWithFile: true},
)
