import {text} from 'node:stream/consumers'
import {plural} from '../../dns/phrase.js'
import type {ManifestSettings} from '../../kubernetes/kubernetes-settings.js'
import type {ClusterReader, Resource} from '../../kubernetes/objects.js'
import type {RunCluster} from '../../pipeline/ports.js'
import {CLUSTERLESS_SOURCES} from '../../sources/sources.js'
import {optimizeLaterFor} from '../../start/optimizer.js'
import type {Session} from '../run/session.js'
import type {ClusterSettings, Settings} from '../settings/settings.js'
import {usageError} from '../usage-error.js'
import {readConnector} from './read-connector.js'

/** What the ports take from a run. */
export type PortSession = Pick<Session, 'environment' | 'progress' | 'stopping'>

interface Opened<T> {
  readonly cluster: T
  /** Remarks about the cluster or the files, each a sentence without a full stop. */
  readonly notices: readonly string[]
}

/** Opens the clusters, or manifests, which need no kubeconfig. @throws CliError: unclear which cluster, bad manifest */
export async function openClusters(
  settings: Settings,
  run: PortSession,
): Promise<{readonly clusters: readonly RunCluster[]; readonly notices: readonly string[]}> {
  const opened = await Promise.all(
    settings.clusters.map(async (one): Promise<Opened<RunCluster>> => {
      const {cluster: reader, notices} = await openCluster(one, settings, run)
      const connect = () => readConnector(one.sources.connectorServer)
      const label = settings.clusters.length > 1 ? reader.context : undefined
      return {cluster: {reader, label, settings: one.sources, owner: one.owner, connect}, notices}
    }),
  )
  const clusters = opened.map(({cluster}) => cluster)
  refuseTwins(clusters)
  return {clusters, notices: opened.flatMap(({notices}) => notices)}
}

/** @throws CliError USAGE where every object would be read twice */
function refuseTwins(clusters: readonly RunCluster[]): void {
  const read = new Map<string, string>()
  for (const {reader, settings} of clusters.filter((one) => one.settings.sources.length > 0)) {
    // The bounds of a selector are bigints.
    const key = `${reader.server} ${JSON.stringify(settings, (_, value) => (typeof value === 'bigint' ? String(value) : value))}`
    const twin = read.get(key)
    if (twin !== undefined) {
      const where = `--context=${twin} and --context=${reader.context} lead to one API server, ${reader.server ?? 'or to none'}`
      throw usageError(`${where}: every object would be read twice.`, [
        'leave out one of the two',
        'or let each read a part of it: clusters in the config file, with namespace or label-filter',
      ])
    }
    read.set(key, reader.context)
  }
}

export async function openCluster(
  one: ClusterSettings,
  {clusters, manifests}: Settings,
  {environment, progress}: PortSession,
): Promise<Opened<ClusterReader>> {
  const {sources, kubernetes} = one
  const isJoint = clusters.length > 1
  if (sources.sources.every((name) => CLUSTERLESS_SOURCES.includes(name))) {
    return {cluster: isJoint ? {...NO_CLUSTER, context: kubernetes.context} : NO_CLUSTER, notices: []}
  }
  const open = async () => {
    const {makeApiReader} = await import('../../kubernetes/api-reader.js')
    return makeApiReader(kubernetes, environment, {
      host: progress,
      isStdinTaken: manifests?.paths.includes('-') === true,
      onPage({resource, objects}) {
        optimizeLaterFor(objects)
        const where = isJoint ? ` of ${kubernetes.context}` : ''
        progress.report(`reading ${resource.plural}${where}`, plural(objects, 'object'))
      },
    })
  }
  if (manifests === undefined) return {cluster: await open(), notices: []}
  if (!manifests.hasLiveStatus) return openManifests(manifests, sources.namespace)
  const [files, live, {withLiveStatus}, {loadSources, resourceRole}] = await Promise.all([
    openManifests(manifests, sources.namespace),
    open(),
    import('../../kubernetes/live-status.js'),
    import('../../sources/chosen-sources.js'),
  ])
  const loaded = await loadSources(sources)
  const roleOf = (resource: Resource) => resourceRole(resource, loaded, sources)
  return {cluster: withLiveStatus(files.cluster, live, roleOf), notices: files.notices}
}

/** Stands in when no source reads the cluster: no kubeconfig is needed then. */
const NO_CLUSTER: ClusterReader = {
  context: 'no cluster',
  list: ({plural: resource}) =>
    Promise.reject(new Error(`bug: ${resource} were asked for, and no source needs a cluster`)),
}

async function openManifests(manifests: ManifestSettings, namespace: string): Promise<Opened<ClusterReader>> {
  const {makeManifestReader} = await import('../../kubernetes/manifest-reader.js')
  const cluster = await makeManifestReader({...manifests, namespace, readStdin: () => text(process.stdin)})
  const list: ClusterReader['list'] = async (...asked) => {
    const objects = await cluster.list(...asked)
    optimizeLaterFor(objects.length)
    return objects
  }
  return {cluster: {...cluster, list}, notices: cluster.notices}
}
