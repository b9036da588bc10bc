import {type FlagRows, withColumn} from './flag-spec.js'

export const HISTORY_FLAGS = withColumn(
  {
    zone: {kind: 'strings', summary: 'Show the changes of this zone, by name or id; repeatable'},
    since: {
      kind: 'string',
      summary:
        'Show what was changed since then: a duration before now, as 2h, or a time, as 2026-11-30T08:00:00Z; default: all of a host, 24h of a zone',
    },
    wide: {
      kind: 'boolean',
      group: 'Output',
      hasNegation: false,
      summary: 'Cut nothing, whatever the width: whole ARNs, values and comments',
    },
  } as const satisfies FlagRows,
  {group: 'Run', hasEnv: false} as const,
)
