import type {KubernetesObject} from '../emulators/kubernetes/object-store.js'

// The objects in the clusters of the demo.

const ANNOTATION_PREFIX = 'external-dns.alpha.kubernetes.io/'

export type Annotations = {readonly hostname?: string; readonly ttl?: string}

export function loadBalancerService(
  name: string,
  address: {readonly hostname: string} | {readonly ip: string},
  annotations: Annotations = {},
): KubernetesObject {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {name, namespace: 'default', annotations: prefixed(annotations)},
    spec: {type: 'LoadBalancer', selector: {app: name}, ports: [{port: 80, protocol: 'TCP'}]},
    status: {loadBalancer: {ingress: [address]}},
  }
}

export function ingress(
  name: string,
  hosts: readonly string[],
  ip: string,
  annotations: Annotations = {},
): KubernetesObject {
  const backend = {service: {name, port: {number: 80}}}
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: {name, namespace: 'default', annotations: prefixed(annotations)},
    spec: {rules: hosts.map((host) => ({host, http: {paths: [{path: '/', pathType: 'Prefix', backend}]}}))},
    status: {loadBalancer: {ingress: [{ip}]}},
  }
}

function prefixed(annotations: Annotations): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(annotations).map(([name, value]) => [`${ANNOTATION_PREFIX}${name}`, value]))
}
