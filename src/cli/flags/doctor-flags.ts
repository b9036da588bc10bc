import {type FlagRows, withColumn} from './flag-spec.js'

/** For `doctor`. */
export const DOCTOR_FLAGS = withColumn(
  {
    'iam-policy': {
      kind: 'boolean',
      hasNegation: false,
      summary: 'Print the least IAM policy for these flags and check nothing',
    },
    'read-only': {
      kind: 'boolean',
      hasNegation: false,
      summary: 'With --iam-policy: for commands that write nothing, as plan and owners',
    },
    'selected-zones': {
      kind: 'boolean',
      hasNegation: false,
      summary: 'With --iam-policy: name the zones that are selected now, which lists them',
    },
  } as const satisfies FlagRows,
  {group: 'Run', hasEnv: false} as const,
)
