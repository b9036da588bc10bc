import type {Cluster, Resource, ResourceRole} from '../kubernetes/objects.js'
import {ENDPOINT_SLICES, NODES, PODS, resourceKey} from './resources.js'
import type {Source} from './source.js'
import type {SourceSettings} from './source-settings.js'

const RUNNING: ReadonlySet<string> = new Set([PODS, ENDPOINT_SLICES, NODES].map(resourceKey))

/** What the chosen sources take the resource for; one that asks for a single source asks. */
export function resourceRole(resource: Resource, sources: readonly Source[], settings: SourceSettings): ResourceRole {
  const key = resourceKey(resource)
  if (RUNNING.has(key)) return 'runs'
  const asks = sources.some((source) => askingResources(source, settings).some((one) => resourceKey(one) === key))
  return asks ? 'asks' : 'gives'
}

/** The resources that a source starts from. */
export function askingResources(source: Source, settings: SourceSettings): readonly Resource[] {
  const given = new Set((source.drawsFrom ?? []).map(resourceKey))
  return source
    .needs(settings)
    .map(({resource}) => resource)
    .filter((resource) => !given.has(resourceKey(resource)))
}

/**
 * Plurals of what the chosen sources cannot do without and of which the cluster holds nothing: nodes and pods from which
 * a source starts, and the Gateways of Routes that are there. Files that lack them do not tell the whole.
 */
export function missingKinds(
  sources: readonly Source[],
  cluster: Cluster,
  settings: SourceSettings,
): readonly string[] {
  const isEmpty = (resource: Resource) => cluster.list(resource).length === 0
  const missing = sources.flatMap((source) => {
    const asking = askingResources(source, settings)
    const starts = asking.filter((resource) => RUNNING.has(resourceKey(resource)) && isEmpty(resource))
    const keys = new Set(asking.map(resourceKey))
    const giving = source.needs(settings).filter(({resource}) => !keys.has(resourceKey(resource)))
    const isCutOff = !asking.every(isEmpty) && giving.every(({resource}) => isEmpty(resource))
    return [...starts, ...(isCutOff ? giving.slice(0, 1).map(({resource}) => resource) : [])]
  })
  return [...new Set(missing.map(({plural}) => plural))].sort()
}
