import {text} from 'node:stream/consumers'
import {plural} from '../../dns/phrase.js'
import type {Environment} from '../../errors/environment.js'
import type {ManifestSettings} from '../../kubernetes/kubernetes-settings.js'
import type {ClusterReader, Resource} from '../../kubernetes/objects.js'
import {CLUSTERLESS_SOURCES} from '../../sources/sources.js'
import type {Settings} from '../settings/settings.js'
import type {Progress} from '../terminal/progress.js'

export interface OpenedCluster {
  readonly cluster: ClusterReader
  /** Remarks about the cluster or the files, each a sentence without a full stop. */
  readonly notices: readonly string[]
}

/** Opens the cluster, or manifests, which need no kubeconfig. @throws CliError: unclear which cluster, bad manifest */
export async function openCluster(
  settings: Settings,
  environment: Environment,
  progress: Progress,
): Promise<OpenedCluster> {
  const {manifests} = settings
  if (settings.sources.sources.every((name) => CLUSTERLESS_SOURCES.includes(name)))
    return {cluster: NO_CLUSTER, notices: []}
  if (manifests === undefined) return {cluster: await openLive(settings, environment, progress), notices: []}
  if (!manifests.hasLiveStatus) return openManifests(manifests, settings)
  const [files, live, {withLiveStatus}, {loadSources, resourceRole}] = await Promise.all([
    openManifests(manifests, settings),
    openLive(settings, environment, progress),
    import('../../kubernetes/live-status.js'),
    import('../../sources/chosen-sources.js'),
  ])
  const sources = await loadSources(settings.sources)
  const roleOf = (resource: Resource) => resourceRole(resource, sources, settings.sources)
  return {cluster: withLiveStatus(files.cluster, live, roleOf), notices: files.notices}
}

/** Stands in when no source reads the cluster: no kubeconfig is needed then. */
const NO_CLUSTER: ClusterReader = {
  context: 'no cluster',
  list: ({plural: resource}) =>
    Promise.reject(new Error(`bug: ${resource} were asked for, and no source needs a cluster`)),
}

async function openLive(settings: Settings, environment: Environment, progress: Progress): Promise<ClusterReader> {
  const {makeApiReader} = await import('../../kubernetes/api-reader.js')
  return makeApiReader(settings.kubernetes, environment, {
    host: progress,
    isStdinTaken: settings.manifests?.paths.includes('-') === true,
    onPage: ({resource, objects}) => progress.report(`reading ${resource.plural}`, plural(objects, 'object')),
  })
}

async function openManifests(manifests: ManifestSettings, settings: Settings): Promise<OpenedCluster> {
  const {makeManifestReader} = await import('../../kubernetes/manifest-reader.js')
  const cluster = await makeManifestReader({
    ...manifests,
    namespace: settings.sources.namespace,
    readStdin: () => text(process.stdin),
  })
  return {cluster, notices: cluster.notices}
}
