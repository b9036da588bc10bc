import type {Cluster} from '../kubernetes/objects.js'
import {resourceKey} from './resources.js'
import type {Need, Source} from './source.js'
import type {SourceSettings} from './source-settings.js'
import {SOURCE_LOADERS} from './sources.js'

/** The sources of `--source` in its order; only their code is loaded. */
export async function loadSources(settings: Pick<SourceSettings, 'sources'>): Promise<readonly Source[]> {
  return Promise.all(
    settings.sources.map((name) => {
      const load = SOURCE_LOADERS[name]
      if (load === undefined) throw new Error(`bug: the source "${name}" passed the settings and is not built`)
      return load()
    }),
  )
}

/** What certainly has to be listed, each list once. */
export function neededLists(sources: readonly Source[], settings: SourceSettings): readonly Need[] {
  return distinct(sources.flatMap((source) => source.needs(settings)))
}

/** What has to be listed besides, once the lists of `neededLists` are in `cluster`; each once. */
export function furtherLists(sources: readonly Source[], cluster: Cluster, settings: SourceSettings): readonly Need[] {
  const needed = new Set(neededLists(sources, settings).map(keyOf))
  const more = sources.flatMap((source) => source.needsMore?.(cluster, settings) ?? [])
  return distinct(more).filter((need) => !needed.has(keyOf(need)))
}

/** Host names whose addresses `Cluster.addresses` has to hold before `makeDesired`, sorted; asked after the first lists. */
export function hostsToResolve(
  sources: readonly Source[],
  cluster: Cluster,
  settings: SourceSettings,
): readonly string[] {
  const hosts = sources.flatMap((source) => source.hostsToResolve?.(cluster, settings) ?? [])
  return [...new Set(hosts)].sort()
}

/** A resource that is needed everywhere is not listed by namespace besides. */
function distinct(needs: readonly Need[]): readonly Need[] {
  const everywhere = new Set(needs.filter(({namespace}) => namespace === '').map(({resource}) => resourceKey(resource)))
  const wanted = needs.filter(({resource, namespace}) => namespace === '' || !everywhere.has(resourceKey(resource)))
  return [...new Map(wanted.map((need) => [keyOf(need), need])).values()]
}

function keyOf({resource, namespace}: Need): string {
  return `${resourceKey(resource)} ${namespace}`
}
