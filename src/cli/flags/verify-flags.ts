import {boolean, strings, withColumn} from './flag-spec.js'

/** For `explain`, and commands that write record sets. */
export const VERIFY_FLAGS = withColumn({topic: 'Run', goesWithFile: true, hasEnv: false, hasNegation: false})({
  verify: boolean("Ask the zone's own name servers for the records; after apply, once all of them have the changes"),
  'verify-server': strings(
    'As --verify, but ask this name server, HOST or HOST:PORT, in place of those of the zones; repeatable',
  ),
})
