import type {Cluster} from '../kubernetes/objects.js'
import type {Source} from '../sources/source.js'
import type {SourceSettings} from '../sources/source-settings.js'
import {askingsOf, objectKey, wishesOf} from './askings.js'
import type {Asking, LeftOut} from './explanation.js'
import {type Loosening, loosenAll, loosenings} from './loosenings.js'

/** What was read without the flags that leave objects out. */
export interface WideView {
  readonly sources: readonly Source[]
  readonly cluster: Cluster
  readonly settings: SourceSettings
}

/**
 * The objects that would ask for the host without the flags that are in force. A flag is to blame when the object stays out
 * with it alone.
 */
export function findLeftOut(view: WideView, host: string, asked: readonly Asking[]): readonly LeftOut[] {
  const active = loosenings(view.settings)
  const known = new Set(asked.map(({origin}) => objectKey(origin)))
  const missing = askingsWithout(active, view, host).filter(({origin}) => !known.has(objectKey(origin)))
  if (missing.length === 0) return []
  const stays = active.map((one) => {
    const others = active.filter((other) => other !== one)
    const found = new Set(askingsWithout(others, view, host).map(({origin}) => objectKey(origin)))
    return {name: one.name, keepsOut: (asking: Asking) => !found.has(objectKey(asking.origin))}
  })
  return missing.map((asking) => {
    const by = stays.filter(({keepsOut}) => keepsOut(asking)).map(({name}) => name)
    return {asking, by: by.length === 0 ? active.map(({name}) => name) : by}
  })
}

/** A problem that names no host says nothing of this one. */
function askingsWithout(some: readonly Loosening[], view: WideView, host: string): readonly Asking[] {
  const {settings, cluster} = loosenAll(some, view.settings, view.cluster)
  return askingsOf(wishesOf(view.sources, cluster, settings), host, (name) => name === host).filter(
    ({wish}) => wish.kind !== 'problem',
  )
}
