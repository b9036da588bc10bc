/** A kind of object as discovery describes it. */
export type Resource = {
  /** Empty for the core group. */
  readonly group: string
  /** Served versions, the preferred one first. An object is returned in the requested version, otherwise unchanged. */
  readonly versions: readonly string[]
  readonly kind: string
  readonly plural: string
  /** The short names for kubectl. */
  readonly shortNames: readonly string[]
  readonly isNamespaced: boolean
  /** Lists of custom resources keep kind and apiVersion on their items; an API server omits them for its own kinds. */
  readonly isCustom: boolean
  readonly hasStatus: boolean
}

type Row = readonly [kind: string, plural: string, flags?: string]

const SHORT_NAMES: Readonly<Record<string, readonly string[]>> = {
  services: ['svc'],
  ingresses: ['ing'],
  pods: ['po'],
  nodes: ['no'],
  namespaces: ['ns'],
  configmaps: ['cm'],
  deployments: ['deploy'],
  customresourcedefinitions: ['crd', 'crds'],
}

/** Flags: `cluster` = not namespaced, `no-status` = without a status subresource. */
function rows(group: string, versions: readonly string[], isCustom: boolean, table: readonly Row[]): Resource[] {
  return table.map(([kind, plural, flags = '']) => ({
    group,
    versions,
    kind,
    plural,
    shortNames: SHORT_NAMES[plural] ?? [],
    isCustom,
    isNamespaced: !flags.includes('cluster'),
    hasStatus: !flags.includes('no-status'),
  }))
}

/** The resources of an API server of Kubernetes 1.34 that this program or kubectl may request. */
export const BUILT_IN_RESOURCES: readonly Resource[] = [
  ...rows('', ['v1'], false, [
    ['ConfigMap', 'configmaps', 'no-status'],
    ['Endpoints', 'endpoints', 'no-status'],
    ['Event', 'events', 'no-status'],
    ['Namespace', 'namespaces', 'cluster'],
    ['Node', 'nodes', 'cluster'],
    ['Pod', 'pods'],
    ['Secret', 'secrets', 'no-status'],
    ['Service', 'services'],
    ['ServiceAccount', 'serviceaccounts', 'no-status'],
  ]),
  ...rows('apiextensions.k8s.io', ['v1'], false, [
    ['CustomResourceDefinition', 'customresourcedefinitions', 'cluster'],
  ]),
  ...rows('apps', ['v1'], false, [
    ['DaemonSet', 'daemonsets'],
    ['Deployment', 'deployments'],
    ['ReplicaSet', 'replicasets'],
    ['StatefulSet', 'statefulsets'],
  ]),
  ...rows('batch', ['v1'], false, [
    ['CronJob', 'cronjobs'],
    ['Job', 'jobs'],
  ]),
  ...rows('discovery.k8s.io', ['v1'], false, [['EndpointSlice', 'endpointslices', 'no-status']]),
  ...rows('events.k8s.io', ['v1'], false, [['Event', 'events', 'no-status']]),
  ...rows('networking.k8s.io', ['v1'], false, [
    ['Ingress', 'ingresses'],
    ['IngressClass', 'ingressclasses', 'cluster no-status'],
    ['NetworkPolicy', 'networkpolicies', 'no-status'],
  ]),
]

/** The custom resources that external-dns reads. The emulator's option `served` selects their groups. */
export const CUSTOM_RESOURCES: readonly Resource[] = [
  ...rows('externaldns.k8s.io', ['v1alpha1'], true, [['DNSEndpoint', 'dnsendpoints']]),
  ...rows('gateway.networking.k8s.io', ['v1', 'v1beta1'], true, [
    ['Gateway', 'gateways'],
    ['GatewayClass', 'gatewayclasses', 'cluster'],
    ['HTTPRoute', 'httproutes'],
  ]),
  ...rows('gateway.networking.k8s.io', ['v1'], true, [
    ['GRPCRoute', 'grpcroutes'],
    ['ListenerSet', 'listenersets'],
  ]),
  ...rows('gateway.networking.k8s.io', ['v1', 'v1alpha3', 'v1alpha2'], true, [['TLSRoute', 'tlsroutes']]),
  ...rows('gateway.networking.k8s.io', ['v1alpha2'], true, [
    ['TCPRoute', 'tcproutes'],
    ['UDPRoute', 'udproutes'],
  ]),
  ...rows('networking.istio.io', ['v1', 'v1beta1', 'v1alpha3'], true, [
    ['Gateway', 'gateways'],
    ['VirtualService', 'virtualservices'],
  ]),
  ...rows('projectcontour.io', ['v1'], true, [['HTTPProxy', 'httpproxies']]),
  ...rows('gloo.solo.io', ['v1'], true, [['Proxy', 'proxies']]),
  ...rows('gateway.solo.io', ['v1'], true, [
    ['Gateway', 'gateways'],
    ['VirtualService', 'virtualservices'],
  ]),
  ...['traefik.io', 'traefik.containo.us'].flatMap((group) =>
    rows(group, ['v1alpha1'], true, [
      ['IngressRoute', 'ingressroutes', 'no-status'],
      ['IngressRouteTCP', 'ingressroutetcps', 'no-status'],
      ['IngressRouteUDP', 'ingressrouteudps', 'no-status'],
    ]),
  ),
  ...rows('route.openshift.io', ['v1'], true, [['Route', 'routes']]),
  ...rows('getambassador.io', ['v3alpha1', 'v2'], true, [['Host', 'hosts']]),
  ...rows('configuration.konghq.com', ['v1beta1'], true, [['TCPIngress', 'tcpingresses']]),
  ...rows('cis.f5.com', ['v1'], true, [
    ['TransportServer', 'transportservers'],
    ['VirtualServer', 'virtualservers'],
  ]),
  ...rows('zalando.org', ['v1'], true, [['RouteGroup', 'routegroups']]),
]

/** A custom resource in the form that tests use. */
export type CustomResource = {
  readonly group: string
  /** The preferred one first. */
  readonly versions: readonly string[]
  readonly kind: string
  readonly plural: string
  /** Default true. */
  readonly isNamespaced?: boolean
}

export function toResource({isNamespaced = true, ...names}: CustomResource): Resource {
  return {...names, shortNames: [], isNamespaced, isCustom: true, hasStatus: true}
}

/** `services`, `ingresses.networking.k8s.io`. */
export function qualifiedName({plural, group}: Pick<Resource, 'plural' | 'group'>): string {
  return group === '' ? plural : `${plural}.${group}`
}

export function apiVersionOf(group: string, version: string): string {
  return group === '' ? version : `${group}/${version}`
}
