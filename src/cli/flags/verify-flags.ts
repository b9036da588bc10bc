import {type FlagRows, withColumn} from './flag-spec.js'

/** For `explain`, and commands that write record sets. */
export const VERIFY_FLAGS = withColumn({topic: 'Run', goesWithFile: true, hasEnv: false, hasNegation: false})({
  verify: {
    kind: 'boolean',
    summary: "Ask the zone's own name servers for the records; after apply, once all of them have the changes",
  },
  'verify-server': {
    kind: 'strings',
    summary: 'As --verify, but ask this name server, HOST or HOST:PORT, in place of those of the zones; repeatable',
  },
} as const satisfies FlagRows)
