import {type FlagRows, withColumn} from './flag-spec.js'

/** For commands that write record sets. */
export const VERIFY_FLAGS = withColumn(
  {
    verify: {
      kind: 'boolean',
      hasNegation: false,
      summary: "Wait as --wait does, then ask the zone's own name servers and say what each answers",
    },
    'verify-server': {
      kind: 'strings',
      summary: 'As --verify, but ask this name server, HOST or HOST:PORT, in place of those of the zones; repeatable',
    },
  } as const satisfies FlagRows,
  {group: 'Run', goesWithFile: true, hasEnv: false} as const,
)
