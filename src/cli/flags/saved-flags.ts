import {duration, file, string, withColumn} from './flag-spec.js'

export const SAVE_FLAGS = withColumn({topic: 'Output', hasEnv: false})({
  out: file('Save the plan to this file, for show and apply'),
  'plan-max-age': duration('With --out: for how long the saved plan may be applied; 0s: no limit', {default: '24h'}),
})

export const PLAN_FILE_FLAGS = withColumn({topic: 'Safety', goesWithFile: true, hasEnv: false})({
  'expect-digest': string(
    'With a plan file: apply only the plan that has this digest, as plan --out and show print it',
  ),
})

export const RECEIPT_FLAGS = withColumn({topic: 'Output', goesWithFile: true, hasEnv: false})({
  receipt: file('Save what was changed, before and after, to this file, for apply --undo'),
})

export const UNDO_FLAGS = withColumn({topic: 'Run', goesWithFile: true, hasEnv: false})({
  undo: file('Undo the run that wrote this receipt: plan, show, ask and apply as always'),
})
