import type {Resource} from '../../kubernetes/objects.js'

export const SERVICES = namespaced('/v1', 'services', 'Service')
export const PODS = namespaced('/v1', 'pods', 'Pod')
export const NODES = namespaced('/v1', 'nodes', 'Node', {isNamespaced: false})
export const NAMESPACES = namespaced('/v1', 'namespaces', 'Namespace', {isNamespaced: false})
export const ENDPOINT_SLICES = namespaced('discovery.k8s.io/v1', 'endpointslices', 'EndpointSlice')
export const INGRESSES = namespaced('networking.k8s.io/v1', 'ingresses', 'Ingress')

export const ISTIO_GATEWAYS = namespaced('networking.istio.io/v1', 'gateways', 'Gateway')
export const ISTIO_VIRTUAL_SERVICES = namespaced('networking.istio.io/v1', 'virtualservices', 'VirtualService')
export const HTTP_PROXIES = namespaced('projectcontour.io/v1', 'httpproxies', 'HTTPProxy')
export const ROUTES = namespaced('route.openshift.io/v1', 'routes', 'Route')
export const AMBASSADOR_HOSTS = namespaced('getambassador.io/v3alpha1', 'hosts', 'Host', {olderVersions: ['v2']})
export const TCP_INGRESSES = namespaced('configuration.konghq.com/v1beta1', 'tcpingresses', 'TCPIngress')
export const F5_VIRTUAL_SERVERS = namespaced('cis.f5.com/v1', 'virtualservers', 'VirtualServer')
export const F5_TRANSPORT_SERVERS = namespaced('cis.f5.com/v1', 'transportservers', 'TransportServer')
export const GLOO_PROXIES = namespaced('gloo.solo.io/v1', 'proxies', 'Proxy')
export const GLOO_VIRTUAL_SERVICES = namespaced('gateway.solo.io/v1', 'virtualservices', 'VirtualService')
export const GLOO_GATEWAYS = namespaced('gateway.solo.io/v1', 'gateways', 'Gateway')
export const DNS_ENDPOINTS = namespaced('externaldns.k8s.io/v1alpha1', 'dnsendpoints', 'DNSEndpoint')

/** `version` is the newest one that has the kind; discovery tells which version a cluster serves. */
export const GATEWAYS = inGatewayApi('gateways', 'Gateway', {olderVersions: ['v1beta1']})
export const LISTENER_SETS = inGatewayApi('listenersets', 'ListenerSet', {flag: '--gateway-listener-sets'})
export const HTTP_ROUTES = inGatewayApi('httproutes', 'HTTPRoute', {olderVersions: ['v1beta1']})
export const GRPC_ROUTES = inGatewayApi('grpcroutes', 'GRPCRoute', {olderVersions: ['v1alpha2']})
export const TLS_ROUTES = inGatewayApi('tlsroutes', 'TLSRoute', {olderVersions: ['v1alpha3', 'v1alpha2']})
export const TCP_ROUTES = inGatewayApi('tcproutes', 'TCPRoute', {olderVersions: ['v1alpha2']})
export const UDP_ROUTES = inGatewayApi('udproutes', 'UDPRoute', {olderVersions: ['v1alpha2']})

function inGatewayApi(plural: string, kind: string, more: Partial<Resource>): Resource {
  return namespaced('gateway.networking.k8s.io/v1', plural, kind, more)
}

/** A namespaced resource unless `more` says otherwise, from `group/version`; the core group is empty. */
export function namespaced(groupVersion: string, plural: string, kind: string, more: Partial<Resource> = {}): Resource {
  const [group = '', version = ''] = groupVersion.split('/')
  return {group, version, plural, kind, isNamespaced: true, ...more}
}

/** A unique key of the resource: `discovery.k8s.io/v1/endpointslices`. */
export function resourceKey(resource: Resource): string {
  return `${resource.group}/${resource.version}/${resource.plural}`
}
