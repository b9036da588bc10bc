import type {Resource} from '../../src/kubernetes/objects.js'
import {requestingResources} from '../../src/sources/chosen-sources.js'
import {resourceKey} from '../../src/sources/object/resources.js'
import type {SourceSettings} from '../../src/sources/source-settings.js'
import {SOURCE_LOADERS, SOURCE_NAMES} from '../../src/sources/sources.js'
import {settings} from '../sources/builders.js'

/** What one source reads: all that its `needs` and `dependsOn` name, whatever the flags. */
export interface SourceRow {
  readonly name: string
  /** Where it starts. */
  readonly asks: readonly Resource[]
  /** Read only where some object uses it. */
  readonly dependsOn: readonly Resource[]
  /** Written by `apply`, where it is allowed. */
  readonly writes: readonly string[]
}

/** Flags with which a source reads the most. `unstructured` reads what a flag names, so it has no row of its own. */
const WIDEST: SourceSettings = settings({
  readsListenerSets: true,
  traefikGroups: ['traefik.io', 'traefik.containo.us'],
})

/** In the order of `SOURCE_NAMES`. */
export async function sourceRows(): Promise<readonly SourceRow[]> {
  const rows = SOURCE_NAMES.map(async (name): Promise<SourceRow> => {
    const source = await SOURCE_LOADERS[name]?.()
    if (source === undefined) throw new Error(`${name} has no loader`)
    return {
      name,
      asks: distinct(requestingResources(source, WIDEST)),
      dependsOn: distinct(source.dependsOn ?? []),
      writes:
        source.statusUpdates === undefined
          ? []
          : requestingResources(source, WIDEST).map(({plural}) => `${plural}/status`),
    }
  })
  return Promise.all(rows)
}

function distinct(resources: readonly Resource[]): readonly Resource[] {
  return [...new Map(resources.map((resource) => [resourceKey(resource), resource])).values()]
}
