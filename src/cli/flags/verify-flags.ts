import {type FlagTable, withColumn} from './flag-spec.js'

/** For commands that write record sets. */
export const VERIFY_FLAGS = withColumn(
  {
    verify: {
      kind: 'boolean',
      default: false,
      group: 'Run',
      hasEnv: false,
      hasNegation: false,
      summary: "Wait as --wait does, then ask the zone's own name servers and say what each answers",
    },
    'verify-server': {
      kind: 'strings',
      default: [],
      group: 'Run',
      hasEnv: false,
      summary: 'As --verify, but ask this name server, HOST or HOST:PORT, in place of those of the zones; repeatable',
    },
  } as const satisfies FlagTable,
  {goesWithFile: true},
)
