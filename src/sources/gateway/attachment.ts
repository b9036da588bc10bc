import type {SourceWarning} from '../../dns/endpoint.js'
import type {KubeObject} from '../../kubernetes/objects.js'
import {type ResolvedTargets, resolvedTargets} from '../endpoints/resolved-targets.js'
import {originOf, type SourceObject} from '../object/source-object.js'
import {allowsNamespace, fitsListener, type Listener} from './listener.js'
import {type Acceptance, GATEWAY_GROUP, type ParentRef, parentRefsOf, reasonOf, worstOf} from './parent-ref.js'
import {absenceOf, type Obstacle, type Parent, type Parents} from './parents.js'
import type {RouteKind} from './route-hosts.js'

/** A listener to which a Route is attached, or will be once a controller decides, or would be but for an obstacle. */
export interface Attachment {
  readonly parent: Parent
  readonly listener: Listener
  readonly acceptance: Exclude<Acceptance, 'refused'>
  /** Why its hosts are held and get no target through it; continues a sentence that begins with the Route. */
  readonly heldBy: string | undefined
}

export interface Attachments {
  /** In the order of the Route's parents, then of their listeners. Those that only hold hosts come last. */
  readonly attachments: readonly Attachment[]
  /** Why a host has no attachment, in the order of the parents. */
  readonly obstacles: readonly Obstacle[]
  /** The first parent that does not exist: nobody knows the names that its listeners would give. */
  readonly missing: Obstacle | undefined
  readonly warnings: readonly SourceWarning[]
}

export function attachmentsOf(sourceObject: SourceObject, kind: RouteKind, parents: Parents): Attachments {
  const found = parentRefsOf(sourceObject.object).map((ref) => throughRef(sourceObject, ref, kind, parents))
  const attachments = found.flatMap((one) => one.attachments)
  return {
    attachments: attachments.toSorted((a, b) => Number(a.heldBy !== undefined) - Number(b.heldBy !== undefined)),
    obstacles:
      found.length === 0
        ? [{isHeld: false, reason: 'the Route names no parent'}]
        : found.flatMap(({obstacle}) => obstacle ?? []),
    missing: found.find(({isMissing}) => isMissing)?.obstacle,
    warnings: found.flatMap(({warnings}) => warnings),
  }
}

interface Through {
  readonly attachments: readonly Attachment[]
  readonly obstacle: Obstacle | undefined
  readonly isMissing?: boolean
  readonly warnings: readonly SourceWarning[]
}

function throughRef(sourceObject: SourceObject, ref: ParentRef, kind: RouteKind, parents: Parents): Through {
  const name = `${ref.kind} ${ref.namespace}/${ref.name}`
  if (ref.group !== GATEWAY_GROUP || (ref.kind !== 'Gateway' && ref.kind !== 'ListenerSet')) {
    return behind({isHeld: false, reason: `the parent ${name} is not a Gateway`})
  }
  const parent = parents.find(ref.kind, ref.namespace, ref.name)
  if (parent === undefined) {
    const obstacle = absenceOf(ref.kind, ref.namespace, ref.name, sourceObject.settings)
    const warnings = ref.acceptance === 'refused' ? [] : absence(sourceObject, ref, obstacle)
    return {...behind(obstacle), isMissing: obstacle.isHeld, warnings}
  }
  const refusal: Obstacle | undefined =
    ref.acceptance === 'refused' ? {isHeld: true, reason: `is refused by ${name}${inBrackets(ref.reason)}`} : undefined
  const obstacle = parent.obstacle ?? refusal
  if (obstacle === undefined) return throughParent(sourceObject, ref, kind, parent, parents)
  if (!obstacle.isHeld) return behind(obstacle)
  const fitting = parent.listeners.filter((listener) => fitsListener(listener, ref, kind))
  return behind(
    obstacle,
    fitting.map((listener) => ({parent, listener, acceptance: 'undecided', heldBy: obstacle.reason})),
  )
}

function behind(obstacle: Obstacle, attachments: readonly Attachment[] = []): Through {
  return {attachments, obstacle, warnings: []}
}

function throughParent(
  sourceObject: SourceObject,
  ref: ParentRef,
  kind: RouteKind,
  parent: Parent,
  parents: Parents,
): Through {
  const {namespace} = sourceObject.object.metadata
  const fitting = parent.listeners.filter((listener) => fitsListener(listener, ref, kind))
  const open = fitting.filter((listener) =>
    allowsNamespace(listener.namespaces, namespace, parent.object.metadata.namespace, parents.labelsOf),
  )
  const attachments = open.map((listener): Attachment => {
    const acceptance = worstOf(ref.acceptance, parent.acceptance, listener.acceptance)
    return acceptance === 'refused'
      ? {parent, listener, acceptance: 'undecided', heldBy: refusalBehind(parent, listener)}
      : {parent, listener, acceptance, heldBy: undefined}
  })
  const isLost = fitting.some(({namespaces}) => namespaces.from === 'Selector') && !parents.labelsOf(namespace)
  const lost = `${nameObject(parent.object)} looks at the labels of namespace ${namespace}, which is not in the cluster`
  const warnings = isLost ? [{origin: originOf(sourceObject.object, 'metadata.namespace'), warning: lost}] : []
  const isAttached = attachments.some(({heldBy}) => heldBy === undefined)
  return {
    attachments,
    obstacle: obstacleWithin(sourceObject, ref, kind, parent, {fitting, open}, attachments),
    warnings: [...warnings, ...(isAttached ? parent.warnings : [])],
  }
}

/** Why a host gets nothing through a parent that takes part: what no listener takes, or takes only later. */
function obstacleWithin(
  {object}: SourceObject,
  ref: ParentRef,
  {resource}: RouteKind,
  parent: Parent,
  {fitting, open}: {readonly fitting: readonly Listener[]; readonly open: readonly Listener[]},
  attachments: readonly Attachment[],
): Obstacle {
  const name = nameObject(parent.object)
  const held = attachments.find(({heldBy}) => heldBy !== undefined)?.heldBy
  if (held !== undefined) return {isHeld: true, reason: held}
  if (ref.acceptance === 'undecided') return {isHeld: true, reason: notAccepted(parent.object)}
  if (open.length > 0) return {isHeld: false, reason: `no listener of ${name} has a host name that fits`}
  if (fitting.length > 0) {
    return {isHeld: false, reason: `no listener of ${name} allows Routes of namespace ${object.metadata.namespace}`}
  }
  const isThere = parent.listeners.some((listener) => ref.sectionName === '' || ref.sectionName === listener.name)
  if (!isThere) return {isHeld: false, reason: `${name} has no listener ${ref.sectionName}`.trimEnd()}
  const onPort = ref.port === undefined ? '' : ` on port ${ref.port}`
  return {isHeld: false, reason: `no listener of ${name} accepts ${resource.kind}s${onPort}`}
}

function refusalBehind({object, acceptance}: Parent, {name}: Listener): string {
  const [what, why] = acceptance === 'refused' ? ['', reasonOf(object.status)] : [`listener ${name} of `, '']
  return `uses ${what}${nameObject(object)}, which is refused${inBrackets(why)}`
}

function notAccepted(parent: KubeObject): string {
  return `is not accepted by ${nameObject(parent)} yet`
}

function inBrackets(reason: string): string {
  return reason === '' ? '' : ` (${reason})`
}

/** Warns of a parent that does not exist or is not read. One that another flag leaves out gives no warning. */
function absence({object}: SourceObject, ref: ParentRef, {isHeld}: Obstacle): readonly SourceWarning[] {
  const {kind, namespace, name} = ref
  if (!isHeld && kind !== 'ListenerSet') return []
  const why = isHeld ? 'is not in the cluster' : 'is read only with --gateway-listener-sets'
  return [{origin: originOf(object, 'spec.parentRefs'), warning: `its parent ${kind} ${namespace}/${name} ${why}`}]
}

export function targetsThrough({parent, acceptance, heldBy}: Attachment): ResolvedTargets {
  const {override, addresses, gateway, object} = parent
  if (heldBy !== undefined) return {kind: 'pending', reason: heldBy}
  if (acceptance === 'undecided') return {kind: 'pending', reason: notAccepted(object)}
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
