import {groupBy} from '../../dns/group.js'
import {once} from '../../dns/once.js'
import {suitableType} from '../../dns/target.js'
import type {Cluster, KubeObject} from '../../kubernetes/objects.js'
import type {RequestedHost} from '../object/desired.js'
import {flagAt, listAt, textAt} from '../object/object-field.js'
import {ENDPOINT_SLICES, NODES, PODS} from '../object/resources.js'
import {matchesLabels} from '../object/selector.js'
import type {SourceObject} from '../object/source-object.js'
import type {SourceSettings} from '../source-settings.js'

/** The objects that Services depend on; each resource is listed at its first lookup. */
export interface ServiceLookups {
  nodes(): readonly NodeAddresses[]
  nodeNamed(name: string): NodeAddresses | undefined
  /** Pods of the namespace with all these labels; every pod when there are none. */
  podsOf(namespace: string, selector: Readonly<Record<string, string>>): readonly KubeObject[]
  slicesOf(namespace: string, service: string): readonly KubeObject[]
  /** Addresses of a load balancer's host name; empty when it does not resolve. */
  addressesOf(hostname: string): readonly string[]
}

export interface HostOfService extends RequestedHost {
  readonly sourceObject: SourceObject
  readonly lookups: ServiceLookups
}

export function toLookups(cluster: Cluster): ServiceLookups {
  const nodes = once(() => cluster.list(NODES).map(toNodeAddresses))
  const nodesByName = once(() => new Map(nodes().map((node) => [node.name, node])))
  const pods = once(() => groupBy(cluster.list(PODS), ({metadata}) => metadata.namespace))
  const serviceOf = ({metadata: {namespace, labels}}: KubeObject) =>
    `${namespace}/${textAt(labels, 'kubernetes.io/service-name')}`
  const slices = once(() => groupBy(cluster.list(ENDPOINT_SLICES), serviceOf))
  return {
    nodes,
    nodeNamed: (name) => nodesByName().get(name),
    podsOf: (namespace, selector) =>
      (pods().get(namespace) ?? []).filter(({metadata}) => matchesLabels(selector, metadata.labels)),
    slicesOf: (namespace, service) => slices().get(`${namespace}/${service}`) ?? [],
    addressesOf: (hostname) => cluster.addresses.get(hostname) ?? [],
  }
}

export interface NodeAddresses {
  readonly name: string
  readonly labels: Readonly<Record<string, string>>
  readonly isUnschedulable: boolean
  readonly external: readonly string[]
  readonly internal: readonly string[]
}

export function toNodeAddresses(node: KubeObject): NodeAddresses {
  const addresses = listAt(node.status, 'addresses')
  const ofType = (type: string) =>
    addresses.filter((one) => textAt(one, 'type') === type).flatMap((one) => textAt(one, 'address') || [])
  return {
    name: node.metadata.name,
    labels: node.metadata.labels,
    isUnschedulable: flagAt(node.spec, 'unschedulable'),
    external: ofType('ExternalIP'),
    internal: ofType('InternalIP'),
  }
}

/** Why a pod gets no record, after its name; external-dns publishes it while its address may be another's already. */
export function endOfPod({metadata, status}: KubeObject): string | undefined {
  if (isReady(status)) return undefined
  const phase = textAt(status, 'phase')
  if (phase === 'Succeeded' || phase === 'Failed') return `has ended (${phase})`
  return isTerminating(metadata) ? 'is terminating and not ready' : undefined
}

/** Of a running pod. 3: ready, 2: ready and terminating, 1: not ready. */
export function rankOf({status, metadata}: KubeObject): 1 | 2 | 3 {
  if (!isReady(status)) return 1
  return isTerminating(metadata) ? 2 : 3
}

function isReady(status: unknown): boolean {
  return listAt(status, 'conditions').some(
    (condition) => textAt(condition, 'type') === 'Ready' && textAt(condition, 'status') === 'True',
  )
}

function isTerminating({deletionTimestamp}: KubeObject['metadata']): boolean {
  return deletionTimestamp !== undefined && deletionTimestamp !== null
}

/** InternalIP addresses that `--expose-internal-ipv6` makes public. */
export function exposedAddresses(node: NodeAddresses, settings: SourceSettings): readonly string[] {
  return settings.exposesInternalIpv6 ? node.internal.filter((address) => suitableType(address) === 'AAAA') : []
}

/** True when `--service-type-filter` selects the type. An empty list, or one with an empty item, selects every type. */
export function passesTypeFilter(type: string, settings: SourceSettings): boolean {
  const {serviceTypeFilter: filter} = settings
  return filter.length === 0 || filter.includes('') || filter.includes(type)
}

/** external-dns reads nodes only where the type filter admits NodePort Services; else NodeExternalIP has no target. */
export function readsNodes(settings: SourceSettings): boolean {
  return passesTypeFilter('NodePort', settings)
}

export function typeOf(service: {readonly spec?: unknown}): string {
  return textAt(service.spec, 'type')
}

export function isHeadless(service: {readonly spec?: unknown}): boolean {
  return textAt(service.spec, 'clusterIP') === 'None'
}
