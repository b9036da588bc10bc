import {type FlagRows, withColumn} from './flag-spec.js'

export const DOCTOR_FLAGS = withColumn(
  {
    'iam-policy': {
      kind: 'boolean',
      hasNegation: false,
      summary: 'Print the smallest IAM policy for these flags, and check nothing',
    },
    'read-only': {
      kind: 'boolean',
      hasNegation: false,
      summary: 'With --iam-policy: for commands that write nothing, such as plan and owners',
    },
    'selected-zones': {
      kind: 'boolean',
      hasNegation: false,
      summary: 'With --iam-policy: name the zones that are selected now (reads the list of zones)',
    },
  } as const satisfies FlagRows,
  {group: 'Run', hasEnv: false} as const,
)
