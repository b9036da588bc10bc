import type {KubernetesObject} from '../test/emulators/kubernetes/object-store.js'
import type {RecordSet} from '../test/emulators/route53/record-set.js'
import type {ZoneInput} from '../test/emulators/route53/zone.js'

/** The amount of data: objects that each ask for a host, and record sets of another owner. */
export type Size = {
  readonly objects: number
  readonly foreignSets: number
  /** Additional zones, each with one record, for which no object asks. */
  readonly furtherZones?: number
}

/** Five of seven objects are Services with an address, two are Ingresses behind an AWS load balancer (an alias). */
const SERVICES_OF_SEVEN = 5

const NAMESPACES = 20

export const namespaces: readonly string[] = Array.from(
  {length: NAMESPACES},
  (_, index) => `external-dns-bench-${index}`,
)

/** As a user applies them, with the status that a controller writes. The first objects are the same for every count. */
export function makeObjects(count: number): readonly KubernetesObject[] {
  return Array.from({length: count}, (_, index) => (index % 7 < SERVICES_OF_SEVEN ? service(index) : ingress(index)))
}

/** As an API server gives them out. */
export function makeServedObjects(count: number): readonly KubernetesObject[] {
  return makeObjects(count).map((object, index) => ({
    ...object,
    metadata: {...object.metadata, managedFields: managedFields(String(object.apiVersion))},
    ...(object.kind === 'Service' && {spec: {...(object.spec as object), clusterIP: address(index)}}),
  }))
}

/** Zones with a record, so that they must be read. */
export function makeFurtherZones({furtherZones = 0}: Size): readonly ZoneInput[] {
  return Array.from({length: furtherZones}, (_, index) => ({
    name: `zone-${index}.example.net`,
    records: [
      {Name: `www.zone-${index}.example.net.`, Type: 'A', TTL: 300, ResourceRecords: [{Value: address(index)}]},
    ],
  }))
}

/** Pairs of a record and its ownership TXT by another cluster. */
export function makeForeignSets({foreignSets}: Size): readonly RecordSet[] {
  return Array.from({length: foreignSets}, (_, index) => {
    const host = `foreign-${Math.floor(index / 2)}.example.com.`
    return index % 2 === 0
      ? {Name: host, Type: 'A', TTL: 300, ResourceRecords: [{Value: address(index)}]}
      : {Name: `a-${host}`, Type: 'TXT', TTL: 300, ResourceRecords: [{Value: ownershipText(index)}]}
  })
}

function service(index: number): KubernetesObject {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {
      name: `service-${index}`,
      namespace: `external-dns-bench-${index % NAMESPACES}`,
      annotations: {'external-dns.alpha.kubernetes.io/hostname': `service-${index}.example.com`},
    },
    spec: {
      type: 'LoadBalancer',
      // An API server has 2,768 node ports.
      allocateLoadBalancerNodePorts: false,
      selector: {app: `service-${index}`},
      ports: [{port: 80, protocol: 'TCP'}],
    },
    status: {loadBalancer: {ingress: [{ip: address(index)}]}},
  }
}

function ingress(index: number): KubernetesObject {
  const backend = {service: {name: `service-${index}`, port: {number: 80}}}
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: {name: `ingress-${index}`, namespace: `external-dns-bench-${index % NAMESPACES}`},
    spec: {rules: [{host: `ingress-${index}.example.com`, http: {paths: [{path: '/', pathType: 'Prefix', backend}]}}]},
    status: {loadBalancer: {ingress: [{hostname: `k8s-${index % 50}.elb.us-east-1.amazonaws.com`}]}},
  }
}

/** API servers send these with every object, and they are often most of its size. */
function managedFields(apiVersion: string): readonly object[] {
  const labels = Array.from({length: 20}, (_, index) => [`f:some-field-${index}`, {}] as const)
  return ['kubectl-client-side-apply', 'controller-manager'].map((manager) => ({
    manager,
    operation: 'Update',
    apiVersion,
    time: '2026-01-01T00:00:00Z',
    fieldsType: 'FieldsV1',
    fieldsV1: {'f:metadata': Object.fromEntries(labels)},
  }))
}

function address(index: number): string {
  return `10.${(index >> 16) & 255}.${(index >> 8) & 255}.${index & 255}`
}

function ownershipText(index: number): string {
  return `"heritage=external-dns,external-dns/owner=another-cluster,external-dns/resource=service/shop/foreign-${index}"`
}
