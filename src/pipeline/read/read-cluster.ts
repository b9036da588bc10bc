import {CliError} from '../../errors/cli-error.js'
import {suggestFor} from '../../errors/suggestion.js'
import type {Cluster, ClusterReader, KubeObject} from '../../kubernetes/objects.js'
import {furtherLists, hostsToResolve, neededLists} from '../../sources/chosen-sources.js'
import {NAMESPACES, resourceKey} from '../../sources/object/resources.js'
import type {Need, Source} from '../../sources/source.js'
import type {SourceSettings} from '../../sources/source-settings.js'
import type {PlanPorts, RunCluster} from '../ports.js'

/** Reads the lists that the sources need, concurrently, and then those that the found objects make necessary. */
export async function readCluster(
  {reader, resolve, connect}: Pick<RunCluster, 'reader' | 'connect'> & Pick<PlanPorts, 'resolve'>,
  sources: readonly Source[],
  settings: SourceSettings,
) {
  const lists: Lists = new Map()
  const list = listFor(reader, sources, settings)
  const [connected] = await Promise.all([
    sources.some(({readsConnector}) => readsConnector) ? connect() : [],
    addLists(lists, list, neededLists(sources, settings)),
  ])
  const objects = [...lists.values()].reduce((sum, list) => sum + list.length, 0)
  const viewed = () => ({sources, cluster: makeCluster(lists, new Map()), settings})
  await addLists(lists, list, furtherLists(viewed()))
  const hosts = hostsToResolve(viewed())
  const {addresses, warnings} = await resolveAll(hosts, resolve)
  return {
    cluster: {...makeCluster(lists, addresses), connected},
    /** The number of objects read of the kinds that ask for names. */
    objects: objects + connected.length,
    /** Load-balancer names that did not resolve, each as a sentence without a full stop. */
    warnings,
    /** Namespaces that flags name and that do not exist, as far as that is known, each as a phrase. */
    doubts: await missingNamespaces(reader, lists, neededLists(sources, settings)),
  }
}

/** Asks only where nothing was found in a namespace, and takes no answer, as without permission, for a yes. */
async function missingNamespaces(
  reader: ClusterReader,
  lists: Lists,
  needs: readonly Need[],
): Promise<readonly string[]> {
  const found = new Set([...lists.values()].flat().map(({metadata}) => metadata.namespace))
  const empty = [...new Set(needs.map(({namespace}) => namespace))].filter((one) => one !== '' && !found.has(one))
  if (empty.length === 0) return []
  const listed = await reader.list(NAMESPACES, '').catch(() => [])
  const names = listed.map(({metadata}) => metadata.name)
  return empty
    .filter((name) => names.length > 0 && !names.includes(name))
    .map((name) => {
      const near = suggestFor(name, names)
      return `context ${reader.context} has no namespace ${name}${near === undefined ? '' : `; did you mean ${near}?`}`
    })
}

/** Lists by resource; those of several namespaces are joined. */
type Lists = Map<string, readonly KubeObject[]>

/** Errors that concern one resource and not the whole cluster. */
export const ABOUT_A_KIND: ReadonlySet<string> = new Set(['KUBERNETES_KIND_MISSING', 'KUBERNETES_FORBIDDEN'])

type ListOne = (need: Need) => Promise<readonly KubeObject[]>

/** Lists a resource. An error names the sources that need it, since the user can change their flag. */
function listFor(reader: ClusterReader, sources: readonly Source[], settings: SourceSettings): ListOne {
  return async ({resource, namespace}) => {
    try {
      return await reader.list(resource, namespace)
    } catch (error) {
      if (!(error instanceof CliError) || !ABOUT_A_KIND.has(error.code)) throw error
      const key = resourceKey(resource)
      const wanting = sources.filter((source) => {
        const read = [...source.needs(settings).map((need) => need.resource), ...(source.dependsOn ?? [])]
        return read.some((one) => resourceKey(one) === key)
      })
      const names = wanting.map(({name}) => `"${name}"`).join(', ')
      throw error.with({doing: `${error.doing} for source${wanting.length === 1 ? '' : 's'} ${names}`})
    }
  }
}

async function addLists(lists: Lists, list: ListOne, needs: readonly Need[]): Promise<void> {
  const added: Lists = new Map()
  for (const {resource, namespace, objects} of await listAll(list, needs)) {
    const key = resourceKey(resource)
    // A list of all namespaces replaces an earlier list of one.
    const earlier = namespace === '' ? [] : (added.get(key) ?? lists.get(key) ?? [])
    added.set(key, [...earlier, ...objects])
  }
  for (const [key, list] of added) lists.set(key, list)
}

/** All lists. Of kinds that the cluster does not know, all are named: each is installed, or its source dropped. */
async function listAll(list: ListOne, needs: readonly Need[]) {
  const missing = new Map<number, CliError>()
  const read = await Promise.all(
    needs.map(async (need, index) => {
      const objects = await list(need).catch((error: unknown): readonly KubeObject[] => {
        if (!(error instanceof CliError) || error.code !== 'KUBERNETES_KIND_MISSING') throw error
        missing.set(index, error)
        return []
      })
      return {...need, objects}
    }),
  )
  const [first, ...others] = needs.flatMap((_, index) => missing.get(index) ?? [])
  if (first === undefined) return read
  throw others.length === 0 ? first : allMissing(first, others)
}

function allMissing(first: CliError, others: readonly CliError[]): CliError {
  const all = [first, ...others]
  return first.with({
    doing: [first.doing, ...others.map(({doing}) => doing.replace(/^list /, ''))].join(', '),
    happened: all.map(({happened}) => happened).join(' '),
    // What is advised for several stands after the last of them.
    fix: [...new Set(all.flatMap(({fix}) => fix).reverse())].reverse(),
  })
}

async function resolveAll(hosts: readonly string[], resolve: PlanPorts['resolve']) {
  const addresses = new Map<string, readonly string[]>()
  await Promise.allSettled(hosts.map(async (host) => addresses.set(host, await resolve(host))))
  const lost = hosts.filter((host) => !addresses.has(host))
  const warnings = lost.map((host) => `the load balancer name ${host} does not resolve, so it gives no target`)
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
