import type {Cluster, KubeObject, Resource} from '../kubernetes/objects.js'
import {type NodeAddresses, toNodeAddresses} from './node-address.js'
import {ENDPOINT_SLICES, NODES, PODS} from './resources.js'
import {matchesLabels} from './selector.js'

/** What Services draw from besides themselves. Each kind is listed at the first question, so it has to be read only then. */
export interface ServiceSurroundings {
  nodes(): readonly NodeAddresses[]
  nodeNamed(name: string): NodeAddresses | undefined
  /** Pods of the namespace that have all these labels; all of them for none. */
  podsOf(namespace: string, selector: Readonly<Record<string, string>>): readonly KubeObject[]
  /** Endpoint slices that carry the name of the Service. */
  slicesOf(namespace: string, service: string): readonly KubeObject[]
  /** Addresses behind a load balancer's host name; empty where it does not resolve. */
  addressesOf(hostname: string): readonly string[]
}

export function toSurroundings(cluster: Cluster): ServiceSurroundings {
  const nodes = once(() => cluster.list(NODES).map(toNodeAddresses))
  const nodesByName = once(() => new Map(nodes().map((node) => [node.name, node])))
  const pods = once(() => groupObjects(cluster, PODS, ({metadata}) => metadata.namespace))
  const slices = once(() =>
    groupObjects(cluster, ENDPOINT_SLICES, ({metadata}) => `${metadata.namespace}/${serviceOf(metadata.labels)}`),
  )
  return {
    nodes,
    nodeNamed: (name) => nodesByName().get(name),
    podsOf: (namespace, selector) =>
      (pods().get(namespace) ?? []).filter(({metadata}) => matchesLabels(selector, metadata.labels)),
    slicesOf: (namespace, service) => slices().get(`${namespace}/${service}`) ?? [],
    addressesOf: (hostname) => cluster.addresses.get(hostname) ?? [],
  }
}

function serviceOf(labels: Readonly<Record<string, string>>): string {
  return (Object.hasOwn(labels, 'kubernetes.io/service-name') ? labels['kubernetes.io/service-name'] : undefined) ?? ''
}

function groupObjects(
  cluster: Cluster,
  resource: Resource,
  keyOf: (object: KubeObject) => string,
): ReadonlyMap<string, readonly KubeObject[]> {
  const groups = new Map<string, KubeObject[]>()
  for (const object of cluster.list(resource)) {
    const group = groups.get(keyOf(object))
    if (group === undefined) groups.set(keyOf(object), [object])
    else group.push(object)
  }
  return groups
}

function once<T>(make: () => T): () => T {
  let made: {readonly value: T} | undefined
  return () => {
    made ??= {value: make()}
    return made.value
  }
}
