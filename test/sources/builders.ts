import type {Desired, Endpoint} from '../../src/dns/endpoint.js'
import type {Cluster, KubeObject, Resource} from '../../src/kubernetes/objects.js'
import {makeDesired} from '../../src/sources/chain/chain.js'
import {resourceKey} from '../../src/sources/object/resources.js'
import {EVERYTHING} from '../../src/sources/object/selector.js'
import type {Source} from '../../src/sources/source.js'
import type {SourceSettings} from '../../src/sources/source-settings.js'
import {SOURCE_LOADERS} from '../../src/sources/sources.js'
import {parseFqdnTemplate, type Template} from '../../src/sources/template/fqdn-template.js'

export const PREFIX = 'external-dns.kubernetes.io/'
export const OLD_PREFIX = 'external-dns.alpha.kubernetes.io/'

/** The defaults of external-dns, with the sources service and ingress. */
export function settings(changes: Partial<SourceSettings> = {}): SourceSettings {
  return {
    sources: ['service', 'ingress'],
    namespace: '',
    annotationFilter: EVERYTHING,
    labelFilter: EVERYTHING,
    annotationPrefixes: [PREFIX, OLD_PREFIX],
    copiesLegacyAnnotations: false,
    ingressClasses: [],
    serviceTypeFilter: [],
    gatewayName: '',
    gatewayNamespace: '',
    gatewayLabelFilter: EVERYTHING,
    readsListenerSets: false,
    openshiftRouterName: '',
    traefikGroups: ['traefik.io'],
    glooNamespaces: ['gloo-system'],
    routeGroupVersion: 'zalando.org/v1',
    fqdnTemplate: undefined,
    targetTemplate: undefined,
    fqdnTargetTemplate: undefined,
    combinesFqdnAnnotation: false,
    ignoresHostnameAnnotation: false,
    ignoresIngressTlsSpec: false,
    ignoresIngressRulesSpec: false,
    publishesInternalServices: false,
    publishesHostIp: false,
    alwaysPublishesNotReadyAddresses: false,
    resolvesLoadBalancerHostname: false,
    excludesUnschedulable: true,
    exposesInternalIpv6: false,
    ignoresNonHostNetworkPods: false,
    podSourceDomain: '',
    unstructuredResources: [],
    connectorServer: 'localhost:8080',
    compatibility: '',
    defaultTargets: [],
    forcesDefaultTargets: false,
    targetNetFilter: [],
    excludeTargetNet: [],
    nat64Networks: [],
    createsPtr: false,
    prefersAlias: false,
    minTtlSeconds: 0,
    managedRecordTypes: ['A', 'AAAA', 'CNAME'],
    provider: 'aws',
    ...changes,
  }
}

/** Parses a template that is known to be valid. */
export function template(...values: readonly string[]): Template | undefined {
  const read = parseFqdnTemplate(values)
  if (!read.ok) throw new Error(read.problem.message)
  return read.value
}

/** The parts of an object that tests set; annotations without prefix get the default one. */
export interface ObjectParts {
  readonly name?: string
  readonly namespace?: string
  readonly labels?: Readonly<Record<string, string>>
  readonly annotations?: Readonly<Record<string, string>>
  readonly spec?: unknown
  readonly status?: unknown
  readonly [field: string]: unknown
}

export function object(apiVersion: string, kind: string, parts: ObjectParts): KubeObject {
  const {name = 'web', namespace = 'shop', labels = {}, annotations = {}, ...rest} = parts
  const prefixed = Object.entries(annotations).map(([key, value]) => [
    key.includes('/') || key === 'domainName' ? key : `${PREFIX}${key}`,
    value,
  ])
  return {apiVersion, kind, ...rest, metadata: {name, namespace, labels, annotations: Object.fromEntries(prefixed)}}
}

export function service(parts: ObjectParts = {}): KubeObject {
  return object('v1', 'Service', parts)
}

/** A Service with one load balancer; entries as in `status.loadBalancer.ingress`. */
export function balanced(entries: readonly unknown[], parts: ObjectParts = {}): KubeObject {
  return service({
    spec: {type: 'LoadBalancer', clusterIP: '10.96.0.7'},
    status: {loadBalancer: {ingress: entries}},
    ...parts,
  })
}

export function ingress(parts: ObjectParts = {}): KubeObject {
  return object('networking.k8s.io/v1', 'Ingress', parts)
}

/** Addresses as `[type, address]`. */
export function node(
  name: string,
  addresses: readonly (readonly [string, string])[],
  parts: ObjectParts = {},
): KubeObject {
  const status = {addresses: addresses.map(([type, address]) => ({type, address}))}
  return object('v1', 'Node', {name, namespace: '', status, ...parts})
}

export function pod(name: string, parts: ObjectParts = {}): KubeObject {
  return object('v1', 'Pod', {
    name,
    status: {phase: 'Running', hostIP: '10.0.0.1', conditions: [{type: 'Ready', status: 'True'}]},
    ...parts,
  })
}

/** One IPv4 slice of the Service; each endpoint a pod, its address, and whether it is ready. */
export function slice(
  serviceName: string,
  endpoints: readonly {readonly pod: string; readonly address: string; readonly isReady?: boolean}[],
  parts: ObjectParts = {},
): KubeObject {
  return object('discovery.k8s.io/v1', 'EndpointSlice', {
    name: `${serviceName}-abc`,
    labels: {'kubernetes.io/service-name': serviceName},
    addressType: 'IPv4',
    endpoints: endpoints.map(({pod: name, address, isReady}) => ({
      addresses: [address],
      conditions: isReady === undefined ? {} : {ready: isReady},
      targetRef: {kind: 'Pod', name},
    })),
    ...parts,
  })
}

/** A cluster, sorted as `Cluster.list` promises. With `only`, other resources count as not read. */
export function cluster(
  objects: readonly KubeObject[],
  options: {readonly addresses?: Readonly<Record<string, readonly string[]>>; readonly only?: readonly Resource[]} = {},
): Cluster {
  return {
    addresses: new Map(Object.entries(options.addresses ?? {})),
    list: (resource) => {
      if (options.only?.some((one) => resourceKey(one) === resourceKey(resource)) === false)
        throw new Error(`bug: ${resource.plural} were not read`)
      const versions = [resource.version, ...(resource.olderVersions ?? [])]
      const served = versions.map((version) => (resource.group === '' ? version : `${resource.group}/${version}`))
      return objects
        .filter(({apiVersion, kind}) => served.includes(apiVersion) && isOfKind(kind, resource))
        .toSorted(
          (a, b) => compare(a.metadata.namespace, b.metadata.namespace) || compare(a.metadata.name, b.metadata.name),
        )
    },
  }
}

/** Matches an object and a resource; the plural of a resource without a kind is the kind with an s. */
function isOfKind(kind: string, resource: Resource): boolean {
  return resource.kind === '' ? `${kind.toLowerCase()}s` === resource.plural : kind === resource.kind
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

const BUILT = await Promise.all(Object.values(SOURCE_LOADERS).map((load) => load()))

/** The sources in the settings, in their order. */
export function sourcesOf({sources}: Pick<SourceSettings, 'sources'>): readonly Source[] {
  return sources.flatMap((name) => BUILT.filter((source) => source.name === name))
}

/** The result of the sources and the chain for some objects. */
export function desiredOf(objects: readonly KubeObject[], changes: Partial<SourceSettings> = {}): Desired {
  const flags = settings(changes)
  return makeDesired(sourcesOf(flags), cluster(objects), flags)
}

/** An A endpoint of a Service, unless changed. */
export function endpoint(dnsName: string, changes: Partial<Endpoint> = {}): Endpoint {
  return {
    dnsName,
    recordType: 'A',
    targets: ['192.0.2.1'],
    ttlSeconds: undefined,
    setIdentifier: '',
    resource: '',
    labels: {},
    properties: [],
    origins: [{kind: 'Service', namespace: 'shop', name: 'web', field: 'annotation hostname'}],
    ...changes,
  }
}

/** Endpoints as sorted lines: `name TYPE ttl targets {set id} [properties] (label)`. */
export function show(endpoints: readonly Endpoint[]): readonly string[] {
  return endpoints.map(showEndpoint).sort()
}

function showEndpoint(endpoint: Endpoint): string {
  const {dnsName, recordType, targets, ttlSeconds, setIdentifier, properties, resource} = endpoint
  const quoted = recordType === 'SRV' ? targets.map((target) => `"${target}"`) : targets
  return [
    `${dnsName} ${recordType} ${ttlSeconds ?? 0} ${quoted.join(';')}`,
    setIdentifier === '' ? '' : `{${setIdentifier}}`,
    properties.length === 0 ? '' : `[${properties.map(({name, value}) => `${name}=${value}`).join(' ')}]`,
    resource === '' ? '' : `(${resource})`,
  ]
    .filter((part) => part !== '')
    .join(' ')
}

/** `host: reason` of the hosts that are held. */
export function showPending(found: Desired): readonly string[] {
  return found.pending.map(({dnsName, reason}) => `${dnsName}: ${reason}`).sort()
}

/** `host: reason` of the hosts of which nothing comes. */
export function showUnused(found: Desired): readonly string[] {
  return found.unused.map(({dnsName, reason}) => `${dnsName}: ${reason}`).sort()
}
