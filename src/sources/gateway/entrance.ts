import type {SourceWarning} from '../../dns/endpoint.js'
import type {KubeObject} from '../../kubernetes/objects.js'
import {type DrawnTargets, drawn} from '../endpoints/drawn-targets.js'
import {type AskingObject, originOf} from '../object/asking-object.js'
import type {SourceSettings} from '../source-settings.js'
import {fitsListener, type Listener, letsIn} from './listener.js'
import {GATEWAY_GROUP, type ParentRef, parentRefsOf, type Standing, worstOf} from './parent-ref.js'
import type {Parent, Parents} from './parents.js'
import type {RouteKind} from './route-kinds.js'

/** A listener through which a Route is reached, or will be once nothing is undecided; nobody has refused it. */
export interface Entrance {
  readonly parent: Parent
  readonly listener: Listener
  readonly standing: Exclude<Standing, 'refused'>
}

export interface Entrances {
  readonly entrances: readonly Entrance[]
  readonly warnings: readonly SourceWarning[]
}

/** In the order of the Route's parents, then of their listeners. */
export function entrancesOf(
  asker: AskingObject,
  kind: RouteKind,
  parents: Parents,
  settings: SourceSettings,
): Entrances {
  const refs = parentRefsOf(asker.object).filter(
    ({group, standing}) => group === GATEWAY_GROUP && standing !== 'refused',
  )
  const found = refs.map((ref) => {
    const parent = parents.find(ref.kind, ref.namespace, ref.name)
    return parent === undefined
      ? {entrances: [], warnings: absence(asker, ref, parents, settings)}
      : throughParent(asker, ref, kind, parent, parents)
  })
  return {
    entrances: found.flatMap(({entrances}) => entrances),
    warnings: found.flatMap(({warnings}) => warnings),
  }
}

function throughParent(
  asker: AskingObject,
  ref: ParentRef,
  kind: RouteKind,
  parent: Parent,
  parents: Parents,
): Entrances {
  const {namespace} = asker.object.metadata
  const fitting = parent.listeners.filter((listener) => fitsListener(listener, ref, kind))
  const open = fitting.filter((listener) =>
    letsIn(listener.namespaces, namespace, parent.object.metadata.namespace, parents.namespaces),
  )
  const entrances = open.flatMap((listener) => {
    const standing = worstOf(ref.standing, parent.standing, listener.standing)
    return standing === 'refused' ? [] : [{parent, listener, standing}]
  })
  const isLost = !parents.namespaces.has(namespace) && fitting.some(({namespaces}) => namespaces.from === 'Selector')
  const lost = `${nameObject(parent.object)} looks at the labels of namespace ${namespace}, which is not in the cluster`
  const warnings = isLost ? [{origin: originOf(asker.object, 'metadata.namespace'), warning: lost}] : []
  return {entrances, warnings: [...warnings, ...(entrances.length > 0 ? parent.warnings : [])]}
}

/** What a flag excludes is left out without a word. */
function absence(
  asker: AskingObject,
  {kind, namespace, name}: ParentRef,
  parents: Parents,
  settings: SourceSettings,
): readonly SourceWarning[] {
  const warn = (text: string) => [
    {origin: originOf(asker.object, 'spec.parentRefs'), warning: `its parent ${kind} ${namespace}/${name} ${text}`},
  ]
  if (kind === 'ListenerSet' && !settings.readsListenerSets) return warn('is read only with --gateway-listener-sets')
  return parents.isMissing(kind, namespace, name) ? warn('is not in the cluster') : []
}

/** What a host points at through the entrance. */
export function targetsThrough({parent, standing}: Entrance): DrawnTargets {
  const {override, addresses, gateway, object} = parent
  if (standing === 'undecided') return {kind: 'pending', reason: `is not accepted by ${nameObject(object)} yet`}
  if (override === undefined) return drawn(addresses, `waits for ${nameObject(gateway)}, which has no address yet`)
  if (override.targets.length > 0) return {kind: 'targets', targets: override.targets}
  const problem = `the target annotation of ${nameObject(override.by)} names no target`
  return {kind: 'problem', field: 'spec.parentRefs', problem}
}

/** `listener web of Gateway infra/gw`. */
export function nameListener({listener, parent}: Entrance): string {
  return `listener ${listener.name} of ${nameObject(parent.object)}`
}

/** `Gateway infra/gw`. */
function nameObject({kind, metadata}: KubeObject): string {
  return `${kind} ${metadata.namespace}/${metadata.name}`
}
