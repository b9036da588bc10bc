import type {Cluster, ClusterReader, KubeObject, Resource} from '../kubernetes/objects.js'
import {furtherResources, hostsToResolve, neededResources} from '../sources/chosen-sources.js'
import {resourceKey} from '../sources/resources.js'
import type {SourceSettings} from '../sources/source-settings.js'
import type {PlanPorts} from './ports.js'

export interface ClusterReading {
  readonly cluster: Cluster
  /** How many objects of the resources that ask for names were read. */
  readonly objects: number
  /** Load-balancer names that did not resolve, each a sentence without a full stop. */
  readonly warnings: readonly string[]
}

/** Lists what the chosen sources need, all resources side by side, then what their objects make necessary besides. */
export async function readCluster(
  {cluster: reader, resolve}: Pick<PlanPorts, 'cluster' | 'resolve'>,
  settings: SourceSettings,
): Promise<ClusterReading> {
  const needed = neededResources(settings)
  const lists = await listAll(reader, needed, settings.namespace)
  const objects = [...lists.values()].reduce((sum, list) => sum + list.length, 0)
  const further = furtherResources(makeCluster(lists, new Map()), settings)
  for (const [key, list] of await listAll(reader, further, settings.namespace)) lists.set(key, list)
  const {addresses, warnings} = await resolveAll(hostsToResolve(makeCluster(lists, new Map()), settings), resolve)
  return {cluster: makeCluster(lists, addresses), objects, warnings}
}

async function listAll(
  reader: ClusterReader,
  resources: readonly Resource[],
  namespace: string,
): Promise<Map<string, readonly KubeObject[]>> {
  const lists = await Promise.all(
    resources.map(async (resource) => {
      const list = await reader.list(resource, resource.isNamespaced ? namespace : '')
      return [resourceKey(resource), list] as const
    }),
  )
  return new Map(lists)
}

async function resolveAll(
  hosts: readonly string[],
  resolve: PlanPorts['resolve'],
): Promise<{addresses: ReadonlyMap<string, readonly string[]>; warnings: readonly string[]}> {
  const outcomes = await Promise.allSettled(hosts.map(resolve))
  const addresses = new Map<string, readonly string[]>()
  const warnings: string[] = []
  for (const [index, outcome] of outcomes.entries()) {
    const host = hosts[index] ?? ''
    if (outcome.status === 'fulfilled') addresses.set(host, outcome.value)
    else warnings.push(`the load balancer name ${host} does not resolve, so it gives no target`)
  }
  return {addresses, warnings}
}

function makeCluster(
  lists: ReadonlyMap<string, readonly KubeObject[]>,
  addresses: ReadonlyMap<string, readonly string[]>,
): Cluster {
  return {
    addresses,
    list(resource) {
      const list = lists.get(resourceKey(resource))
      if (list === undefined) throw new Error(`bug: ${resource.plural} were asked for and not read`)
      return list
    },
  }
}
