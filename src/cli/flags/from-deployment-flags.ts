import {type FlagRows, withColumn} from './flag-spec.js'

/** Flags of commands that can plan with the settings of a running external-dns. */
export const FROM_DEPLOYMENT_FLAGS = withColumn(
  {
    'from-deployment': {
      kind: 'string',
      summary: 'Use the flags of this external-dns, NAMESPACE/NAME; its variables too, where nothing else is set',
    },
  } as const satisfies FlagRows,
  {topic: 'Run', hasEnv: false} as const,
)
