import {type FlagRows, withColumn} from './flag-spec.js'

export const SAVE_FLAGS = withColumn({topic: 'Output', hasEnv: false})({
  out: {kind: 'file', summary: 'Save the plan to this file, for show and apply'},
  'plan-max-age': {
    kind: 'duration',
    default: '24h',
    summary: 'With --out: for how long the saved plan may be applied; 0s: no limit',
  },
} as const satisfies FlagRows)

export const PLAN_FILE_FLAGS = withColumn({topic: 'Safety', goesWithFile: true, hasEnv: false})({
  'expect-digest': {
    kind: 'string',
    summary: 'With a plan file: apply only the plan that has this digest, as plan --out and show print it',
  },
} as const satisfies FlagRows)

export const RECEIPT_FLAGS = withColumn({topic: 'Output', goesWithFile: true, hasEnv: false})({
  receipt: {kind: 'file', summary: 'Save what was changed, before and after, to this file, for apply --undo'},
} as const satisfies FlagRows)

export const UNDO_FLAGS = withColumn({topic: 'Run', goesWithFile: true, hasEnv: false})({
  undo: {kind: 'file', summary: 'Undo the run that wrote this receipt: plan, show, ask and apply as always'},
} as const satisfies FlagRows)
