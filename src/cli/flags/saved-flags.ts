import {type FlagRows, withColumn} from './flag-spec.js'

export const SAVE_FLAGS = withColumn(
  {
    out: {kind: 'file', summary: 'Save the plan to this file, for show and apply'},
    'plan-max-age': {
      kind: 'duration',
      default: '24h',
      summary: 'With --out: for how long the saved plan may be applied; 0s: no limit',
    },
  } as const satisfies FlagRows,
  {topic: 'Output', hasEnv: false} as const,
)

export const PLAN_FILE_FLAGS = withColumn(
  {
    'expect-digest': {
      topic: 'Safety',
      kind: 'string',
      summary: 'With a plan file: apply only the plan that has this digest, as plan --out and show print it',
    },
  } as const satisfies FlagRows,
  {topic: 'Run', goesWithFile: true, hasEnv: false} as const,
)

export const RECEIPT_FLAGS = withColumn(
  {
    receipt: {kind: 'file', summary: 'Save what was changed, before and after, to this file, for apply --undo'},
  } as const satisfies FlagRows,
  {topic: 'Output', goesWithFile: true, hasEnv: false} as const,
)

export const UNDO_FLAGS = withColumn(
  {
    undo: {kind: 'file', summary: 'Undo the run that wrote this receipt: plan, show, ask and apply as always'},
  } as const satisfies FlagRows,
  {topic: 'Run', goesWithFile: true, hasEnv: false} as const,
)
