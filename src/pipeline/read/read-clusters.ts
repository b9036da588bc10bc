import {toPlanKey} from '../../dns/dns-name.js'
import type {Desired} from '../../dns/endpoint.js'
import {CliError} from '../../errors/cli-error.js'
import type {Cluster} from '../../kubernetes/objects.js'
import type {BlockReason} from '../../plan/blocked.js'
import type {PlanCluster} from '../../plan/plan-input.js'
import {makeDesired} from '../../sources/chain/chain.js'
import {loadSources} from '../../sources/chosen-sources.js'
import {inCluster, NOTHING} from '../../sources/object/desired.js'
import type {Source} from '../../sources/source.js'
import type {PlanPorts, RunCluster} from '../ports.js'
import {readCluster} from './read-cluster.js'

/** A cluster of the run, and what was read of it; nothing of one that is unreachable. */
export interface ReadCluster extends Pick<RunCluster, 'owner' | 'settings' | 'label'> {
  readonly context: string
  readonly sources: readonly Source[]
  readonly cluster: Cluster
  readonly desired: Desired
  readonly objects: number
  /** Each a phrase. */
  readonly warnings: readonly string[]
  readonly doubts: readonly string[]
  /** Why it could not be read, as a phrase. */
  readonly unreachable?: string | undefined
}

const UNREACHABLE: ReadonlySet<string> = new Set([
  'KUBERNETES_UNREACHABLE',
  'KUBERNETES_TIMEOUT',
  'KUBERNETES_UNAUTHORIZED',
])

/** True for a cluster of several that does not answer, or to which nobody could sign in. */
export function isUnreachable(error: unknown, {label}: RunCluster): error is CliError {
  return label !== undefined && error instanceof CliError && UNREACHABLE.has(error.code)
}

/**
 * Reads all clusters at the same time.
 * @throws CliError of the first that cannot be read. With `--tolerate=unreachable-cluster`: only if none can be reached
 */
export async function readClusters(
  ports: Pick<PlanPorts, 'clusters' | 'resolve'>,
  tolerated: ReadonlySet<BlockReason>,
): Promise<readonly ReadCluster[]> {
  const errors: CliError[] = []
  const reading = ports.clusters.map(async (cluster): Promise<ReadCluster> => {
    const {reader, owner, settings, label} = cluster
    const sources = await loadSources(settings)
    const read = {context: reader.context, label, owner, settings, sources}
    try {
      const found = await readCluster({...cluster, resolve: ports.resolve}, sources, settings)
      return {...read, ...found, desired: inCluster(makeDesired(sources, found.cluster, settings), label)}
    } catch (error) {
      if (!isUnreachable(error, cluster)) throw error
      const tolerance = 'or go on without it, its records held: --tolerate=unreachable-cluster'
      if (!tolerated.has('unreachable-cluster')) throw error.with({fix: [...error.fix, tolerance]})
      errors.push(error)
      const warnings = [`context ${read.context} was not read, and the records of its owner are held: ${error.phrase}`]
      const nothing = {cluster: EMPTY_CLUSTER, desired: NOTHING, objects: 0, warnings, doubts: []}
      return {...read, ...nothing, unreachable: error.phrase}
    }
  })
  const clusters = await Promise.all(reading)
  const [first] = errors
  if (first !== undefined && errors.length === clusters.length) throw first
  return clusters
}

export const EMPTY_CLUSTER: Cluster = {list: () => [], addresses: new Map()}

/** Undefined for one cluster. @param takes as in `PlanInput` */
export function toPlanClusters(
  clusters: readonly ReadCluster[],
  takes: (name: string) => boolean,
): readonly PlanCluster[] | undefined {
  if (clusters.length === 1) return undefined
  return clusters.map(({desired, settings: {sources}, ...one}) => ({
    ...one,
    sources,
    wantedHosts: countHosts(desired, takes),
  }))
}

/** @param takes as in `PlanInput` */
export function countHosts({endpoints}: Desired, takes: (name: string) => boolean): number {
  return new Set(endpoints.filter(({dnsName}) => takes(dnsName)).map(({dnsName}) => toPlanKey(dnsName))).size
}
