import {type FlagRows, withColumn} from './flag-spec.js'
import {OWNERS_FLAGS} from './owners-flags.js'

export const HISTORY_FLAGS = withColumn(
  {
    zone: OWNERS_FLAGS.zone,
    since: {
      kind: 'string',
      summary: 'Show changes since then, 2h or 2026-11-30T08:00:00Z; default: all of a host, 24h of a zone',
    },
    wide: {kind: 'boolean', topic: 'Output', hasNegation: false, summary: 'Show all columns; nothing in them is cut'},
  } as const satisfies FlagRows,
  {topic: 'Run', hasEnv: false} as const,
)
