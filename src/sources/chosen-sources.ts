import type {Cluster, Resource, ResourceRole, StatusUpdate} from '../kubernetes/objects.js'
import {ENDPOINT_SLICES, NODES, PODS, resourceKey} from './object/resources.js'
import type {Need, Source, SourceView} from './source.js'
import type {SourceSettings} from './source-settings.js'
import {SOURCE_LOADERS} from './sources.js'

export async function loadSources(settings: Pick<SourceSettings, 'sources'>): Promise<readonly Source[]> {
  return Promise.all(
    settings.sources.map((name) => {
      const load = SOURCE_LOADERS[name]
      if (load === undefined) throw new Error(`bug: the source "${name}" passed the settings and is not built`)
      return load()
    }),
  )
}

export function neededLists(sources: readonly Source[], settings: SourceSettings): readonly Need[] {
  return distinct(sources.flatMap((source) => source.needs(settings)))
}

/** The lists that turn out to be needed once those of `neededLists` are in `cluster`, without duplicates. */
export function furtherLists({sources, cluster, settings}: SourceView): readonly Need[] {
  const needed = new Set(neededLists(sources, settings).map(keyOf))
  const more = sources.flatMap((source) => needsMore(source, cluster, settings))
  return distinct(more).filter((need) => !needed.has(keyOf(need)))
}

/** Fails on a resource that the source does not declare in `dependsOn`: no RBAC rule would allow it. */
function needsMore(source: Source, cluster: Cluster, settings: SourceSettings): readonly Need[] {
  const more = source.needsMore?.(cluster, settings) ?? []
  const dependencies = new Set((source.dependsOn ?? []).map(resourceKey))
  const unsaid = more.find(({resource}) => !dependencies.has(resourceKey(resource)))
  if (unsaid === undefined) return more
  throw new Error(`bug: the source "${source.name}" uses ${unsaid.resource.plural} and does not say so`)
}

/** Host names that `Cluster.addresses` has to hold before `makeDesired`. Needs the lists of the first round. */
export function hostsToResolve({sources, cluster, settings}: SourceView): readonly string[] {
  const hosts = sources.flatMap((source) => source.hostsToResolve?.(cluster, settings) ?? [])
  return [...new Set(hosts)].sort()
}

/** Status updates that `apply` writes to the objects after the records are written. */
export function statusUpdates({sources, cluster, settings}: SourceView): readonly StatusUpdate[] {
  return [...new Set(sources)].flatMap((source) => source.statusUpdates?.(cluster, settings) ?? [])
}

/** Removes duplicates, and lists of one namespace where the same resource is listed in all of them. */
function distinct(needs: readonly Need[]): readonly Need[] {
  const everywhere = new Set(needs.filter(({namespace}) => namespace === '').map(({resource}) => resourceKey(resource)))
  const wanted = needs.filter(({resource, namespace}) => namespace === '' || !everywhere.has(resourceKey(resource)))
  return [...new Map(wanted.map((need) => [keyOf(need), need])).values()]
}

function keyOf({resource, namespace}: Need): string {
  return `${resourceKey(resource)} ${namespace}`
}

const RUNNING: ReadonlySet<string> = new Set([PODS, ENDPOINT_SLICES, NODES].map(resourceKey))

/** The role of a resource for the chosen sources. Where roles differ between sources, `asks` wins over `gives`. */
export function resourceRole(resource: Resource, sources: readonly Source[], settings: SourceSettings): ResourceRole {
  const key = resourceKey(resource)
  if (RUNNING.has(key)) return 'runs'
  const requesting = sources.flatMap((source) => requestingResources(source, settings))
  return requesting.some((one) => resourceKey(one) === key) ? 'asks' : 'gives'
}

export function requestingResources(source: Source, settings: SourceSettings): readonly Resource[] {
  const dependencies = new Set((source.dependsOn ?? []).map(resourceKey))
  return source
    .needs(settings)
    .map(({resource}) => resource)
    .filter((resource) => !dependencies.has(resourceKey(resource)))
}

/** Plurals of resources of which the sources need objects and find none: manifests that lack them are incomplete. */
export function missingKinds({sources, cluster, settings}: SourceView): readonly string[] {
  const isEmpty = (resource: Resource) => cluster.list(resource).length === 0
  const missing = sources.flatMap((source) => {
    const requesting = requestingResources(source, settings)
    const starts = requesting.filter((resource) => RUNNING.has(resourceKey(resource)) && isEmpty(resource))
    const needed = source.needs(settings).map(({resource}) => resource)
    const giving = needed.filter((resource) => !requesting.includes(resource))
    const isCutOff = !requesting.every(isEmpty) && giving.every(isEmpty)
    return [...starts, ...(isCutOff ? giving.slice(0, 1) : [])]
  })
  return [...new Set(missing.map(({plural}) => plural))].sort()
}
