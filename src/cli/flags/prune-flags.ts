import {type FlagRows, withColumn} from './flag-spec.js'
import {WITHOUT_CLUSTER_FLAGS} from './owners-flags.js'

/** For `prune`. */
export const PRUNE_FLAGS = withColumn(
  {
    orphans: {kind: 'boolean', summary: 'Also own ownership TXT without a record'},
    'obsolete-txt': {
      kind: 'boolean',
      summary: 'Also own ownership TXT in an older format, where one in the current format stands',
    },
    ...WITHOUT_CLUSTER_FLAGS,
    owner: {
      kind: 'string',
      summary: 'With --without-cluster: the owner id of a cluster that no longer exists, everything of which goes',
    },
    'confirm-owner': {kind: 'string', summary: 'With --owner and --yes: the owner id once more, in place of typing it'},
    'min-age': {
      kind: 'duration',
      default: '0s',
      summary: 'Only hosts that were last written this long ago, by the receipts of --age-from',
    },
    'age-from': {kind: 'strings', summary: 'With --min-age: receipt that tells when hosts were written; repeatable'},
  } as const satisfies FlagRows,
  {group: 'Run', hasEnv: false} as const,
)
