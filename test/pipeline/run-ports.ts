import type {KubeObject} from '../../src/kubernetes/objects.js'
import type {PlanPorts, RunCluster} from '../../src/pipeline/ports.js'
import type {RunSettings} from '../../src/pipeline/read/plan-run.js'
import {planSettings, ROUTE53, SHOP, txtRegistry} from '../plan/builders.js'
import {cluster, settings as sourceSettings} from '../sources/builders.js'
import {pagedZones} from './paged-zones.js'

export type Contents = Parameters<typeof pagedZones>[0]

/** The settings of a run of owner `red`, with the sources service and ingress. */
export function runSettings(changes: Partial<RunSettings> = {}): RunSettings {
  return {
    registry: txtRegistry(),
    plan: planSettings(),
    route53: ROUTE53,
    readsWholeZones: false,
    manifests: undefined,
    ...changes,
  }
}

export function runCluster(objects: readonly KubeObject[] = [], changes: Partial<RunCluster> = {}): RunCluster {
  const all = cluster(objects)
  return {
    reader: {context: 'test', list: async (resource) => all.list(resource)},
    settings: sourceSettings(),
    owner: undefined,
    connect: () => Promise.reject(new Error('nobody is there')),
    ...changes,
  }
}

/** One cluster, and zones of which a page has at most 300 record sets. */
export function runPorts(
  {stored = [[SHOP, []]], objects = []}: {readonly stored?: Contents; readonly objects?: readonly KubeObject[]} = {},
  changes: Partial<PlanPorts> = {},
): PlanPorts {
  return {
    clusters: [runCluster(objects)],
    zones: pagedZones(stored, 300),
    history: {
      listBatches: () => Promise.reject(new Error('nobody asks')),
      listChanges: () => Promise.reject(new Error('nobody asks')),
    },
    resolve: () => Promise.reject(new Error('nothing resolves here')),
    ...changes,
  }
}
