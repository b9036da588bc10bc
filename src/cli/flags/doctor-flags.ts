import {type FlagRows, withColumn} from './flag-spec.js'

export const DOCTOR_FLAGS = withColumn(
  {
    'iam-policy': {
      kind: 'boolean',
      hasNegation: false,
      summary: 'Print the smallest IAM policy for these flags; nothing is checked',
    },
    'read-only': {
      kind: 'boolean',
      hasNegation: false,
      summary: 'With --iam-policy: what only reads; for commands such as plan and owners',
    },
    'selected-zones': {
      kind: 'boolean',
      hasNegation: false,
      summary: 'With --iam-policy: name the selected zones; reads the list of zones',
    },
  } as const satisfies FlagRows,
  {topic: 'AWS', hasEnv: false} as const,
)
