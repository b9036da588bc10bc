import type {Cluster, Resource} from '../kubernetes/objects.js'
import {resourceKey} from './resources.js'
import type {Source} from './source.js'
import type {SourceSettings} from './source-settings.js'
import {SOURCES} from './sources.js'

/** The sources of `--source` in its order; one that is named twice runs twice. */
export function chosenSources(settings: SourceSettings): readonly Source[] {
  return settings.sources.map((name) => {
    const source = SOURCES.find((one) => one.name === name)
    if (source === undefined) throw new Error(`bug: the source "${name}" passed the settings and is not built`)
    return source
  })
}

/** What certainly has to be listed, each resource once. */
export function neededResources(settings: SourceSettings): readonly Resource[] {
  return distinct(chosenSources(settings).flatMap((source) => source.needs(settings)))
}

/** What has to be listed besides, once the resources of `neededResources` are in `cluster`; each once. */
export function furtherResources(cluster: Cluster, settings: SourceSettings): readonly Resource[] {
  const needed = new Set(neededResources(settings).map(resourceKey))
  const more = chosenSources(settings).flatMap((source) => source.needsMore?.(cluster, settings) ?? [])
  return distinct(more).filter((resource) => !needed.has(resourceKey(resource)))
}

/** Host names whose addresses `Cluster.addresses` has to hold before `makeDesired`, sorted; asked after the first lists. */
export function hostsToResolve(cluster: Cluster, settings: SourceSettings): readonly string[] {
  const hosts = chosenSources(settings).flatMap((source) => source.hostsToResolve?.(cluster, settings) ?? [])
  return [...new Set(hosts)].sort()
}

function distinct(resources: readonly Resource[]): readonly Resource[] {
  return [...new Map(resources.map((resource) => [resourceKey(resource), resource])).values()]
}
