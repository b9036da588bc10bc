import type {SourceWarning} from '../../dns/endpoint.js'
import {once} from '../../dns/once.js'
import type {Cluster, KubeObject, Resource} from '../../kubernetes/objects.js'
import {type Annotations, annotationOf, readAnnotations, withLegacyCopies} from '../object/annotations.js'
import {fieldAt, listAt, textAt} from '../object/object-field.js'
import {GATEWAYS, LISTENER_SETS, NAMESPACES} from '../object/resources.js'
import {matchesSelector} from '../object/selector.js'
import {isOurs, originOf, targetsOf} from '../object/source-object.js'
import type {SourceSettings} from '../source-settings.js'
import {allowsNamespace, type Listener, listenersOf, type NamespaceLabels, toNamespaceRule} from './listener.js'
import {type Acceptance, acceptanceOf} from './parent-ref.js'

/** Why no Route gets targets through a parent. */
export interface Obstacle {
  /** True: it may pass, so the hosts are held. False: flags or rules leave the parent out. */
  readonly isHeld: boolean
  /** Held: continues a sentence that begins with the Route. Else a phrase. */
  readonly reason: string
}

export interface Parent {
  readonly object: KubeObject
  /** The Gateway of a ListenerSet; for a Gateway, the object itself. */
  readonly gateway: KubeObject
  readonly listeners: readonly Listener[]
  /** The decision about the ListenerSet; a Gateway always counts as accepted. */
  readonly acceptance: Acceptance
  /** Targets of a `target` annotation, which replace the addresses, and the object that has it. */
  readonly override: {readonly by: KubeObject; readonly targets: readonly string[]} | undefined
  /** `status.addresses` of the Gateway, host names included. */
  readonly addresses: readonly string[]
  readonly warnings: readonly SourceWarning[]
  /** Undefined: Routes get targets through it. */
  readonly obstacle: Obstacle | undefined
}

export interface Parents {
  find(kind: string, namespace: string, name: string): Parent | undefined
  readonly labelsOf: NamespaceLabels
}

/** Lists the namespaces only where a rule looks at one: see `looksAtNamespaces`. */
export function toParents(cluster: Cluster, settings: SourceSettings): Parents {
  const labels = once(() => new Map(cluster.list(NAMESPACES).map(({metadata}) => [metadata.name, metadata.labels])))
  const labelsOf: NamespaceLabels = (name) => labels().get(name)
  const parents = new Map(
    holdersOf(cluster, GATEWAYS, settings).map((holder) => [keyOf(holder), fromGateway(holder, settings)]),
  )
  for (const holder of listenerSetsOf(cluster, settings)) {
    parents.set(keyOf(holder), fromListenerSet(holder, parents, labelsOf, settings))
  }
  return {find: (kind, namespace, name) => parents.get(`${kind}/${namespace}/${name}`), labelsOf}
}

export function absenceOf(kind: string, namespace: string, name: string, settings: SourceSettings): Obstacle {
  const parent = `${kind} ${namespace}/${name}`
  if (kind === 'ListenerSet' && !settings.readsListenerSets) {
    return {isHeld: false, reason: `${parent} is read only with --gateway-listener-sets`}
  }
  const flag = kind === 'ListenerSet' ? undefined : flagAgainst(namespace, name, settings)
  return flag === undefined
    ? {isHeld: true, reason: `uses ${parent}, which does not exist`}
    : {isHeld: false, reason: `${parent} is left out by ${flag}`}
}

/** The flag that leaves out every Gateway of that name. */
function flagAgainst(namespace: string, name: string, settings: SourceSettings): string | undefined {
  if (settings.gatewayNamespace !== '' && settings.gatewayNamespace !== namespace) return '--gateway-namespace'
  return settings.gatewayName === '' || settings.gatewayName === name ? undefined : '--gateway-name'
}

/** Another controller's object: v0.23 ignores it, and its Routes would lose their records. */
function obstacleOf(holder: ListenerHolder, settings: SourceSettings): Obstacle | undefined {
  const {kind, metadata} = holder.object
  const {namespace, name, labels} = metadata
  const label = `${kind} ${namespace}/${name}`
  const isLabelled = matchesSelector(settings.gatewayLabelFilter, labels)
  const flag = flagAgainst(namespace, name, settings) ?? (isLabelled ? undefined : '--gateway-label-filter')
  if (kind === 'Gateway' && flag !== undefined) return {isHeld: false, reason: `${label} is left out by ${flag}`}
  const {annotations} = withLegacyCopies(holder.object, settings).metadata
  if (kind === 'ListenerSet' && !matchesSelector(settings.annotationFilter, annotations)) {
    return {isHeld: false, reason: `${label} is left out by --annotation-filter`}
  }
  if (isOurs(holder)) return undefined
  const controller = annotationOf(holder.annotations, 'controller') ?? ''
  return {isHeld: true, reason: `uses ${label}, whose annotation controller names "${controller}"`}
}

function fromGateway(holder: ListenerHolder, settings: SourceSettings): Parent {
  const {object} = holder
  return {
    object,
    gateway: object,
    listeners: listenersOf(object),
    acceptance: 'accepted',
    override: overrideOf(holder),
    addresses: listAt(object.status, 'addresses').flatMap((address) => textAt(address, 'value') || []),
    warnings: warningsOf(holder),
    obstacle: obstacleOf(holder, settings),
  }
}

/** A Gateway without `allowedListeners` allows no ListenerSet. */
function fromListenerSet(
  holder: ListenerHolder,
  gateways: ReadonlyMap<string, Parent>,
  labelsOf: NamespaceLabels,
  settings: SourceSettings,
): Parent {
  const {object} = holder
  const {metadata, spec} = object
  const home = textAt(spec, 'parentRef', 'namespace') || metadata.namespace
  const name = textAt(spec, 'parentRef', 'name')
  const parent = gateways.get(`Gateway/${home}/${name}`)
  const own = {object, listeners: listenersOf(object), acceptance: acceptanceOf(object.status)}
  const obstacle = obstacleOf(holder, settings) ?? parent?.obstacle
  if (parent === undefined) {
    const absence = obstacle ?? absenceOf('Gateway', home, name, settings)
    return {...own, gateway: object, override: undefined, addresses: [], warnings: [], obstacle: absence}
  }
  const rule = toNamespaceRule(fieldAt(parent.object.spec, 'allowedListeners', 'namespaces'), 'None')
  const refused = `Gateway ${home}/${name} allows no ListenerSet of namespace ${metadata.namespace}`
  const isAllowed = obstacle !== undefined || allowsNamespace(rule, metadata.namespace, home, labelsOf)
  return {
    ...parent,
    ...own,
    override: overrideOf(holder) ?? parent.override,
    warnings: [...warningsOf(holder), ...parent.warnings],
    obstacle: isAllowed ? obstacle : {isHeld: false, reason: refused},
  }
}

function overrideOf({object, annotations}: ListenerHolder): Parent['override'] {
  const targets = targetsOf(annotations)
  return targets === undefined ? undefined : {by: object, targets}
}

function warningsOf({object, annotations}: ListenerHolder): readonly SourceWarning[] {
  return annotations.oddities.map((warning) => ({origin: originOf(object, 'annotations'), warning}))
}

function keyOf({object: {kind, metadata}}: ListenerHolder): string {
  return `${kind}/${metadata.namespace}/${metadata.name}`
}

interface ListenerHolder {
  readonly object: KubeObject
  readonly annotations: Annotations
}

function listenerSetsOf(cluster: Cluster, settings: SourceSettings): readonly ListenerHolder[] {
  return settings.readsListenerSets ? holdersOf(cluster, LISTENER_SETS, settings) : []
}

function holdersOf(cluster: Cluster, resource: Resource, settings: SourceSettings): readonly ListenerHolder[] {
  const {annotationPrefixes, annotationFilter} = settings
  return cluster
    .list(resource)
    .map((object) => ({object, annotations: readAnnotations(object, annotationPrefixes, annotationFilter)}))
}

/**
 * True when a listener, or a Gateway with ListenerSets, selects namespaces by label. Of the common filters only
 * `--annotation-filter` applies, and that to ListenerSets.
 */
export function looksAtNamespaces(cluster: Cluster, settings: SourceSettings): boolean {
  const isSelected = (holder: ListenerHolder) => obstacleOf(holder, settings) === undefined
  const gateways = holdersOf(cluster, GATEWAYS, settings).filter(isSelected)
  const listenerSets = listenerSetsOf(cluster, settings).filter(isSelected)
  const chooses = (namespaces: unknown) => textAt(namespaces, 'from') === 'Selector'
  const choosesRoutes = ({object}: ListenerHolder) =>
    listAt(object.spec, 'listeners').some((entry) => chooses(fieldAt(entry, 'allowedRoutes', 'namespaces')))
  const choosesSets = ({object}: ListenerHolder) => chooses(fieldAt(object.spec, 'allowedListeners', 'namespaces'))
  return [...gateways, ...listenerSets].some(choosesRoutes) || (listenerSets.length > 0 && gateways.some(choosesSets))
}
