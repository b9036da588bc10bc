import {type FlagRows, withColumn} from './flag-spec.js'

export const DOCTOR_FLAGS = withColumn({topic: 'AWS', hasEnv: false, hasNegation: false})({
  'iam-policy': {kind: 'boolean', summary: 'Print the smallest IAM policy for these flags; nothing is checked'},
  'read-only': {kind: 'boolean', summary: 'With --iam-policy: what only reads; for commands such as plan and owners'},
  'selected-zones': {kind: 'boolean', summary: 'With --iam-policy: name the selected zones; reads the list of zones'},
} as const satisfies FlagRows)
