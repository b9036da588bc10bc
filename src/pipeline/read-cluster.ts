import type {Cluster, ClusterReader, KubeObject} from '../kubernetes/objects.js'
import {furtherLists, hostsToResolve, neededLists} from '../sources/chosen-sources.js'
import {resourceKey} from '../sources/resources.js'
import type {Need, Source} from '../sources/source.js'
import type {SourceSettings} from '../sources/source-settings.js'
import type {PlanPorts} from './ports.js'

export interface ClusterReading {
  readonly cluster: Cluster
  /** How many objects of the resources that ask for names were read. */
  readonly objects: number
  /** Load-balancer names that did not resolve, each a sentence without a full stop. */
  readonly warnings: readonly string[]
}

/** Lists what the sources need, all lists side by side, then what their objects make necessary besides. */
export async function readCluster(
  {cluster: reader, resolve, connect}: Pick<PlanPorts, 'cluster' | 'resolve' | 'connect'>,
  sources: readonly Source[],
  settings: SourceSettings,
): Promise<ClusterReading> {
  const lists: Lists = new Map()
  const [connected] = await Promise.all([
    sources.some(({readsConnector}) => readsConnector) ? connect() : [],
    addLists(lists, reader, neededLists(sources, settings)),
  ])
  const objects = [...lists.values()].reduce((sum, list) => sum + list.length, 0)
  await addLists(lists, reader, furtherLists(sources, makeCluster(lists, new Map()), settings))
  const hosts = hostsToResolve(sources, makeCluster(lists, new Map()), settings)
  const {addresses, warnings} = await resolveAll(hosts, resolve)
  return {cluster: {...makeCluster(lists, addresses), connected}, objects: objects + connected.length, warnings}
}

/** By resource; lists of several namespaces are joined. */
type Lists = Map<string, readonly KubeObject[]>

async function addLists(lists: Lists, reader: ClusterReader, needs: readonly Need[]): Promise<void> {
  const read = await Promise.all(needs.map(({resource, namespace}) => reader.list(resource, namespace)))
  const added: Lists = new Map()
  for (const [index, {resource, namespace}] of needs.entries()) {
    const key = resourceKey(resource)
    // A list of everything takes the place of an earlier one of some namespace.
    const earlier = namespace === '' ? [] : (added.get(key) ?? lists.get(key) ?? [])
    added.set(key, [...earlier, ...(read[index] ?? [])])
  }
  for (const [key, list] of added) lists.set(key, list)
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

function makeCluster(lists: Lists, addresses: ReadonlyMap<string, readonly string[]>): Cluster {
  return {
    addresses,
    list(resource) {
      const list = lists.get(resourceKey(resource))
      if (list === undefined) throw new Error(`bug: ${resource.plural} were asked for and not read`)
      return list
    },
  }
}
