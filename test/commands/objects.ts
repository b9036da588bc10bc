import type {KubernetesObject} from '../emulators/kubernetes/object-store.js'
import type {RecordSet} from '../emulators/route53/record-set.js'

export const HOSTNAME = 'external-dns.alpha.kubernetes.io/hostname'
export const TTL = 'external-dns.alpha.kubernetes.io/ttl'

export interface ObjectOptions {
  readonly namespace?: string
  readonly labels?: Readonly<Record<string, string>>
  readonly annotations?: Readonly<Record<string, string>>
  /** Addresses of the load balancer; 192.0.2.10 by default. Empty while the Service is waiting for one. */
  readonly ips?: readonly string[]
  /** Host names of the load balancer instead of addresses. */
  readonly hostnames?: readonly string[]
}

/** A Service of type LoadBalancer that asks for `host`. */
export function service(name: string, host: string, options: ObjectOptions = {}): KubernetesObject {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: metadata(name, options, {[HOSTNAME]: host}),
    spec: {type: 'LoadBalancer'},
    status: loadBalancer(options),
  }
}

export function ingress(name: string, host: string, options: ObjectOptions = {}): KubernetesObject {
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: metadata(name, options),
    spec: {rules: [{host}]},
    status: loadBalancer(options),
  }
}

function metadata(name: string, {namespace = 'web', labels, annotations}: ObjectOptions, own = {}) {
  return {name, namespace, ...(labels && {labels}), annotations: {...own, ...annotations}}
}

function loadBalancer({ips = ['192.0.2.10'], hostnames}: ObjectOptions) {
  const addresses = hostnames?.map((hostname) => ({hostname})) ?? ips.map((ip) => ({ip}))
  return {loadBalancer: {ingress: addresses}}
}

/** A Gateway with one listener and the address 192.0.2.10, in the namespace `web`. */
export function gateway(annotations: Readonly<Record<string, string>> = {}, name = 'gw'): KubernetesObject {
  return {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'Gateway',
    metadata: {name, namespace: 'web', annotations},
    spec: {listeners: [{name: 'http', port: 80, protocol: 'HTTP'}]},
    status: {addresses: [{type: 'IPAddress', value: '192.0.2.10'}]},
  }
}

/** An HTTPRoute that the Gateway `parent` has accepted. */
export function route(
  annotations: Readonly<Record<string, string>> = {},
  hostnames?: readonly string[],
  parent = 'gw',
): KubernetesObject {
  const parentRef = {group: 'gateway.networking.k8s.io', kind: 'Gateway', name: parent, namespace: 'web'}
  return {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'HTTPRoute',
    metadata: {name: 'r', namespace: 'web', annotations},
    spec: {parentRefs: [parentRef], ...(hostnames && {hostnames})},
    status: {parents: [{parentRef, conditions: [{type: 'Accepted', status: 'True'}]}]},
  }
}

/** An HTTPProxy of Contour for `NAME.example.com`. */
export function proxy(name: string, labels: Readonly<Record<string, string>> = {}): KubernetesObject {
  return {
    apiVersion: 'projectcontour.io/v1',
    kind: 'HTTPProxy',
    metadata: {name, namespace: 'web', labels},
    spec: {virtualhost: {fqdn: `${name}.example.com`}},
    status: {currentStatus: 'valid', loadBalancer: {ingress: [{ip: '192.0.2.10'}]}},
  }
}

/** An A record set, or one of another type. */
export function recordSet(name: string, value = '192.0.2.10', changes: Partial<RecordSet> = {}): RecordSet {
  return {Name: name, Type: 'A', TTL: 300, ResourceRecords: [{Value: value}], ...changes}
}

/** The ownership TXT of an A record set, in the format that external-dns v0.22 writes. */
export function ownership(host: string, owner = 'prod', resource = 'service/web/gone'): RecordSet {
  const value = `"heritage=external-dns,external-dns/owner=${owner},external-dns/resource=${resource}"`
  return {Name: `a-${host}`, Type: 'TXT', TTL: 300, ResourceRecords: [{Value: value}]}
}

/** A record set and the TXT that makes it the owner's. */
export function owned(host: string, value?: string, owner?: string, resource?: string): readonly RecordSet[] {
  return [recordSet(host, value), ownership(host, owner, resource)]
}
