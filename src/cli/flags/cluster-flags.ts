import type {FlagSpec, FlagTable} from './flag-spec.js'
import {KUBERNETES_FLAGS} from './kubernetes-flags.js'
import {NAMES_FLAGS} from './names-flags.js'
import {OWN_SETTINGS_FLAGS} from './own-flags.js'

/** Of the whole run, although they are about objects: one decides what is managed, the other is a former name. */
const OF_THE_RUN: ReadonlySet<string> = new Set(['create-ptr', 'request-timeout'])

const OBJECTS = Object.entries<FlagSpec>({as: OWN_SETTINGS_FLAGS.as, ...KUBERNETES_FLAGS, ...NAMES_FLAGS})

/** What may differ between the clusters of a run: each entry of `clusters` in a config file may set it. */
export const CLUSTER_FLAGS: FlagTable = {
  context: {topic: 'Kubernetes', kind: 'string', summary: 'Context of the kubeconfig'},
  'txt-owner-id': {topic: 'Ownership', kind: 'string', summary: 'Owner id of its hosts'},
  ...Object.fromEntries(OBJECTS.filter(([name, {role}]) => role === undefined && !OF_THE_RUN.has(name))),
}
