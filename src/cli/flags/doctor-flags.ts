import {boolean, withColumn} from './flag-spec.js'

export const DOCTOR_FLAGS = withColumn({topic: 'AWS', hasEnv: false, hasNegation: false})({
  'iam-policy': boolean('Print the smallest IAM policy for these flags; nothing is checked'),
  'read-only': boolean('With --iam-policy: what only reads; for commands such as plan and owners'),
  'selected-zones': boolean('With --iam-policy: name the selected zones; reads the list of zones'),
})
