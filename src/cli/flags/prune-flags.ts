import {boolean, duration, string, strings, withColumn} from './flag-spec.js'
import {WITHOUT_CLUSTER_FLAGS} from './owners-flags.js'

export const PRUNE_FLAGS = withColumn({topic: 'Ownership', hasEnv: false})({
  orphans: boolean('Also delete our ownership TXT that have no record'),
  'obsolete-txt': boolean('Also delete our ownership TXT in an older format, where there is one in the current format'),
  ...WITHOUT_CLUSTER_FLAGS,
  owner: string('With --without-cluster: id of an owner that is gone; all its records are deleted'),
  ...withColumn({topic: 'Safety'})({
    'confirm-owner': string('With --owner and --yes: the owner id once more, in place of typing it'),
    'min-age': duration('Only hosts that were last written this long ago, by change history or --age-from', {
      default: '0s',
    }),
    'age-from': strings('With --min-age: receipt that says when hosts were written; repeatable', {known: 'files'}),
  }),
})
