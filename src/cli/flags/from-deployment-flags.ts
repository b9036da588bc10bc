import {type FlagRows, withColumn} from './flag-spec.js'

/** Flags of commands that can plan with the settings of a running external-dns. */
export const FROM_DEPLOYMENT_FLAGS = withColumn(
  {
    'from-deployment': {
      kind: 'string',
      summary: 'NAMESPACE/NAME of a running external-dns: use its flags and variables where nothing else is set',
    },
  } as const satisfies FlagRows,
  {group: 'Run', hasEnv: false} as const,
)
