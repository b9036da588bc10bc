import type {SourceWarning} from '../../dns/endpoint.js'
import type {KubeObject} from '../../kubernetes/objects.js'
import {type ResolvedTargets, resolvedTargets} from '../endpoints/resolved-targets.js'
import {originOf, type SourceObject} from '../object/source-object.js'
import type {SourceSettings} from '../source-settings.js'
import {allowsNamespace, fitsListener, type Listener} from './listener.js'
import {type Acceptance, GATEWAY_GROUP, type ParentRef, parentRefsOf, worstOf} from './parent-ref.js'
import type {Parent, Parents} from './parents.js'
import type {RouteKind} from './route-kinds.js'

/** A listener to which a Route is attached, or will be once a controller decides. It has not been refused. */
export interface Attachment {
  readonly parent: Parent
  readonly listener: Listener
  readonly acceptance: Exclude<Acceptance, 'refused'>
}

export interface Attachments {
  readonly attachments: readonly Attachment[]
  readonly warnings: readonly SourceWarning[]
}

/** The attachments of a Route, in the order of its parents, then of their listeners. */
export function attachmentsOf(
  sourceObject: SourceObject,
  kind: RouteKind,
  parents: Parents,
  settings: SourceSettings,
): Attachments {
  const refs = parentRefsOf(sourceObject.object).filter(
    ({group, acceptance}) => group === GATEWAY_GROUP && acceptance !== 'refused',
  )
  const found = refs.map((ref) => {
    const parent = parents.find(ref.kind, ref.namespace, ref.name)
    return parent === undefined
      ? {attachments: [], warnings: absence(sourceObject, ref, parents, settings)}
      : throughParent(sourceObject, ref, kind, parent, parents)
  })
  return {
    attachments: found.flatMap(({attachments}) => attachments),
    warnings: found.flatMap(({warnings}) => warnings),
  }
}

function throughParent(
  sourceObject: SourceObject,
  ref: ParentRef,
  kind: RouteKind,
  parent: Parent,
  parents: Parents,
): Attachments {
  const {namespace} = sourceObject.object.metadata
  const fitting = parent.listeners.filter((listener) => fitsListener(listener, ref, kind))
  const open = fitting.filter((listener) =>
    allowsNamespace(listener.namespaces, namespace, parent.object.metadata.namespace, parents.namespaces),
  )
  const attachments = open.flatMap((listener) => {
    const acceptance = worstOf(ref.acceptance, parent.acceptance, listener.acceptance)
    return acceptance === 'refused' ? [] : [{parent, listener, acceptance}]
  })
  const isLost = !parents.namespaces.has(namespace) && fitting.some(({namespaces}) => namespaces.from === 'Selector')
  const lost = `${nameObject(parent.object)} looks at the labels of namespace ${namespace}, which is not in the cluster`
  const warnings = isLost ? [{origin: originOf(sourceObject.object, 'metadata.namespace'), warning: lost}] : []
  return {attachments, warnings: [...warnings, ...(attachments.length > 0 ? parent.warnings : [])]}
}

/** Warns of a parent that is not in the cluster. A parent that a flag excludes gives no warning. */
function absence(
  sourceObject: SourceObject,
  {kind, namespace, name}: ParentRef,
  parents: Parents,
  settings: SourceSettings,
): readonly SourceWarning[] {
  const warn = (text: string) => [
    {
      origin: originOf(sourceObject.object, 'spec.parentRefs'),
      warning: `its parent ${kind} ${namespace}/${name} ${text}`,
    },
  ]
  if (kind === 'ListenerSet' && !settings.readsListenerSets) return warn('is read only with --gateway-listener-sets')
  return parents.isMissing(kind, namespace, name) ? warn('is not in the cluster') : []
}

/** The targets of a host that is attached here. */
export function targetsThrough({parent, acceptance}: Attachment): ResolvedTargets {
  const {override, addresses, gateway, object} = parent
  if (acceptance === 'undecided') return {kind: 'pending', reason: `is not accepted by ${nameObject(object)} yet`}
  if (override === undefined)
    return resolvedTargets(addresses, `waits for ${nameObject(gateway)}, which has no address yet`)
  if (override.targets.length > 0) return {kind: 'targets', targets: override.targets}
  const problem = `the target annotation of ${nameObject(override.by)} names no target`
  return {kind: 'problem', field: 'spec.parentRefs', problem}
}

/** `listener web of Gateway infra/gw`. */
export function nameListener({listener, parent}: Attachment): string {
  return `listener ${listener.name} of ${nameObject(parent.object)}`
}

/** `Gateway infra/gw`. */
function nameObject({kind, metadata}: KubeObject): string {
  return `${kind} ${metadata.namespace}/${metadata.name}`
}
