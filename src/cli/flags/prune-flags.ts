import {type FlagRows, withColumn} from './flag-spec.js'
import {WITHOUT_CLUSTER_FLAGS} from './owners-flags.js'

export const PRUNE_FLAGS = withColumn({topic: 'Ownership', hasEnv: false})({
  orphans: {kind: 'boolean', summary: 'Also delete our ownership TXT that have no record'},
  'obsolete-txt': {
    kind: 'boolean',
    summary: 'Also delete our ownership TXT in an older format, where there is one in the current format',
  },
  ...WITHOUT_CLUSTER_FLAGS,
  owner: {kind: 'string', summary: 'With --without-cluster: id of an owner that is gone; all its records are deleted'},
  ...withColumn({topic: 'Safety'})({
    'confirm-owner': {kind: 'string', summary: 'With --owner and --yes: the owner id once more, in place of typing it'},
    'min-age': {
      kind: 'duration',
      default: '0s',
      summary: 'Only hosts that were last written this long ago, by change history or --age-from',
    },
    'age-from': {
      kind: 'strings',
      known: 'files',
      summary: 'With --min-age: receipt that says when hosts were written; repeatable',
    },
  } as const satisfies FlagRows),
} as const satisfies FlagRows)
