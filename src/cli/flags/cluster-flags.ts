import type {FlagSpec, FlagTable} from './flag-spec.js'
import {KUBERNETES_FLAGS} from './kubernetes-flags.js'
import {NAMES_FLAGS} from './names-flags.js'
import {OWN_SETTINGS_FLAGS} from './own-flags.js'
import {REGISTRY_FLAGS} from './registry-flags.js'

/** Of the whole run, although they are about objects: one of them decides what is managed, the other is a former name. */
const OF_THE_RUN: ReadonlySet<string> = new Set(['create-ptr', 'request-timeout'])

const one = ({topic, summary}: FlagSpec): FlagSpec => ({topic, summary, kind: 'string'})

/** What may differ between the clusters of a run: each entry of `clusters` in a config file may set it. */
export const CLUSTER_FLAGS: FlagTable = {
  context: one(OWN_SETTINGS_FLAGS.context),
  'txt-owner-id': one(REGISTRY_FLAGS['txt-owner-id']),
  as: OWN_SETTINGS_FLAGS.as,
  ...Object.fromEntries(
    Object.entries<FlagSpec>({...KUBERNETES_FLAGS, ...NAMES_FLAGS}).filter(
      ([name, {role}]) => role === undefined && !OF_THE_RUN.has(name),
    ),
  ),
}
