import type {SourceWarning} from '../../dns/endpoint.js'
import type {Cluster, KubeObject} from '../../kubernetes/objects.js'
import {originOf, targetsOf} from '../asking-object.js'
import {fieldAt, listAt, textAt} from '../object-field.js'
import {GATEWAYS, LISTENER_SETS, NAMESPACES} from '../resources.js'
import type {SourceSettings} from '../source-settings.js'
import {type Listener, listenersOfGateway, listenersOfSet} from './listener.js'
import {letsIn, type NamespaceLabels, toNamespaceRule} from './namespace-rule.js'
import {type ListenerHolder, looksAtNamespaces, selectParents} from './parent-selection.js'
import {type Standing, standingOf} from './standing.js'

/** A Gateway, or a ListenerSet that hangs on one: what a Route may hang on. */
export interface Parent {
  readonly object: KubeObject
  /** Its Gateway; of a Gateway the same object. */
  readonly gateway: KubeObject
  readonly listeners: readonly Listener[]
  /** What was said about the ListenerSet; a Gateway is not asked. */
  readonly standing: Standing
  /** What a target annotation puts in the place of the addresses, and the object that has it. */
  readonly override: {readonly by: KubeObject; readonly targets: readonly string[]} | undefined
  /** `status.addresses` of the Gateway; host names too. */
  readonly addresses: readonly string[]
  readonly warnings: readonly SourceWarning[]
}

/** The surroundings of Routes. */
export interface Parents {
  /** Undefined for what is not there, for what the flags exclude, and for a ListenerSet that its Gateway does not take. */
  find(kind: string, namespace: string, name: string): Parent | undefined
  /** True for what the flags do not exclude and the cluster does not have. */
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

/** True where the list of the kind covers the namespace. */
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
    standing: 'accepted',
    override: overrideOf(holder),
    addresses: addresses.filter((address) => address !== ''),
    warnings: conflictsOf(holder),
  }
}

/** Undefined when its Gateway is not there or does not take it; one that does not say what it takes takes nothing. */
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
  if (!letsIn(rule, metadata.namespace, home, namespaces)) return undefined
  return {
    ...parent,
    object: holder.object,
    listeners: listenersOfSet(holder.object),
    standing: standingOf(holder.object.status),
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
