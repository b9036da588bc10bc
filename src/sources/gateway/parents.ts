import type {SourceWarning} from '../../dns/endpoint.js'
import type {Cluster, KubeObject} from '../../kubernetes/objects.js'
import {type Annotations, readAnnotations} from '../object/annotations.js'
import {fieldAt, listAt, textAt} from '../object/object-field.js'
import {GATEWAYS, LISTENER_SETS, NAMESPACES} from '../object/resources.js'
import {matchesSelector} from '../object/selector.js'
import {isOurs, originOf, targetsOf} from '../object/source-object.js'
import type {SourceSettings} from '../source-settings.js'
import {
  allowsNamespace,
  type Listener,
  listenersOfGateway,
  listenersOfSet,
  type NamespaceLabels,
  toNamespaceRule,
} from './listener.js'
import {type Acceptance, acceptanceOf} from './parent-ref.js'

/** A Gateway, or a ListenerSet attached to one: something a Route may attach to. */
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
}

/** Finds the parents of Routes. */
export interface Parents {
  /**
   * Undefined for an object that is missing or excluded by flags, and for a ListenerSet that its Gateway does not
   * allow.
   */
  find(kind: string, namespace: string, name: string): Parent | undefined
  /** True for an object that no flag excludes and the cluster does not have. */
  isMissing(kind: string, namespace: string, name: string): boolean
  readonly namespaces: NamespaceLabels
}

export function toParents(cluster: Cluster, settings: SourceSettings): Parents {
  const selected = selectParents(cluster, settings)
  const namespaces: NamespaceLabels = looksAtNamespaces(selected)
    ? new Map(cluster.list(NAMESPACES).map(({metadata}) => [metadata.name, metadata.labels]))
    : new Map()
  const gateways = new Map(selected.gateways.map((one) => [keyOf('Gateway', one.object), fromGateway(one)] as const))
  const sets = selected.listenerSets.flatMap((one) => {
    const parent = fromListenerSet(one, gateways, namespaces)
    return parent === undefined ? [] : [[keyOf('ListenerSet', one.object), parent] as const]
  })
  const parents = new Map([...gateways, ...sets])
  const present = new Set([
    ...cluster.list(GATEWAYS).map((object) => keyOf('Gateway', object)),
    ...(settings.readsListenerSets ? cluster.list(LISTENER_SETS) : []).map((object) => keyOf('ListenerSet', object)),
  ])
  return {
    find: (kind, namespace, name) => parents.get(`${kind}/${namespace}/${name}`),
    isMissing: (kind, namespace, name) =>
      isRead(kind, namespace, settings) && !present.has(`${kind}/${namespace}/${name}`),
    namespaces,
  }
}

/** True when the list of this kind covers the namespace. */
function isRead(kind: string, namespace: string, {gatewayNamespace, readsListenerSets}: SourceSettings): boolean {
  if (kind === 'Gateway') return gatewayNamespace === '' || gatewayNamespace === namespace
  return kind === 'ListenerSet' && readsListenerSets
}

function fromGateway(holder: ListenerHolder): Parent {
  const {object} = holder
  const addresses = listAt(object.status, 'addresses').map((address) => textAt(address, 'value'))
  return {
    object,
    gateway: object,
    listeners: listenersOfGateway(object),
    acceptance: 'accepted',
    override: overrideOf(holder),
    addresses: addresses.filter((address) => address !== ''),
    warnings: conflictsOf(holder),
  }
}

/** Undefined when its Gateway is missing or does not allow it. A Gateway without `allowedListeners` allows none. */
function fromListenerSet(
  holder: ListenerHolder,
  gateways: ReadonlyMap<string, Parent>,
  namespaces: NamespaceLabels,
): Parent | undefined {
  const {metadata, spec} = holder.object
  const home = textAt(spec, 'parentRef', 'namespace') || metadata.namespace
  const parent = gateways.get(`Gateway/${home}/${textAt(spec, 'parentRef', 'name')}`)
  if (parent === undefined) return undefined
  const rule = toNamespaceRule(fieldAt(parent.object.spec, 'allowedListeners', 'namespaces'), 'None')
  if (!allowsNamespace(rule, metadata.namespace, home, namespaces)) return undefined
  return {
    ...parent,
    object: holder.object,
    listeners: listenersOfSet(holder.object),
    acceptance: acceptanceOf(holder.object.status),
    override: overrideOf(holder) ?? parent.override,
    warnings: [...conflictsOf(holder), ...parent.warnings],
  }
}

function overrideOf({object, annotations}: ListenerHolder): Parent['override'] {
  const targets = targetsOf(annotations)
  return targets === undefined ? undefined : {by: object, targets}
}

function conflictsOf({object, annotations}: ListenerHolder): readonly SourceWarning[] {
  return annotations.conflicts.map((warning) => ({origin: originOf(object, 'annotations'), warning}))
}

function keyOf(kind: string, {metadata}: KubeObject): string {
  return `${kind}/${metadata.namespace}/${metadata.name}`
}

/** An object with listeners, and its annotations. */
interface ListenerHolder {
  readonly object: KubeObject
  readonly annotations: Annotations
}

export interface SelectedParents {
  readonly gateways: readonly ListenerHolder[]
  /** Empty without `--gateway-listener-sets`. */
  readonly listenerSets: readonly ListenerHolder[]
}

/**
 * Selects Gateways and ListenerSets by the flags. Gateways have flags of their own; of the common filters none applies,
 * to ListenerSets neither, as in external-dns v0.22.
 */
export function selectParents(cluster: Cluster, settings: SourceSettings): SelectedParents {
  const toHolder = (object: KubeObject) => ({object, annotations: readAnnotations(object, settings.annotationPrefixes)})
  const isWanted = ({metadata}: KubeObject) =>
    (settings.gatewayNamespace === '' || metadata.namespace === settings.gatewayNamespace) &&
    (settings.gatewayName === '' || metadata.name === settings.gatewayName) &&
    matchesSelector(settings.gatewayLabelFilter, metadata.labels)
  const listenerSets = settings.readsListenerSets ? cluster.list(LISTENER_SETS) : []
  return {
    gateways: cluster.list(GATEWAYS).filter(isWanted).map(toHolder).filter(isOurs),
    listenerSets: listenerSets.map(toHolder).filter(isOurs),
  }
}

/** True when a listener, or a Gateway with ListenerSets, selects namespaces by label. */
export function looksAtNamespaces({gateways, listenerSets}: SelectedParents): boolean {
  const chooses = (namespaces: unknown) => textAt(namespaces, 'from') === 'Selector'
  const choosesRoutes = ({object}: ListenerHolder) =>
    listAt(object.spec, 'listeners').some((entry) => chooses(fieldAt(entry, 'allowedRoutes', 'namespaces')))
  const choosesSets = ({object}: ListenerHolder) => chooses(fieldAt(object.spec, 'allowedListeners', 'namespaces'))
  return [...gateways, ...listenerSets].some(choosesRoutes) || (listenerSets.length > 0 && gateways.some(choosesSets))
}
