import type {Source} from './source.js'

/** All sources. A source's code is loaded only when it is chosen. */
export const SOURCE_LOADERS: Readonly<Record<string, () => Promise<Source>>> = {
  service: async () => (await import('./service/service.js')).service,
  ingress: async () => (await import('./ingress.js')).ingress,
  node: async () => (await import('./node.js')).node,
  pod: async () => (await import('./pod.js')).pod,
  crd: async () => (await import('./crd.js')).crd,
  'gateway-httproute': async () => (await import('./gateway/route-source.js')).httpRoute,
  'gateway-grpcroute': async () => (await import('./gateway/route-source.js')).grpcRoute,
  'gateway-tlsroute': async () => (await import('./gateway/route-source.js')).tlsRoute,
  'gateway-tcproute': async () => (await import('./gateway/route-source.js')).tcpRoute,
  'gateway-udproute': async () => (await import('./gateway/route-source.js')).udpRoute,
  'istio-gateway': async () => (await import('./istio-gateway.js')).istioGateway,
  'istio-virtualservice': async () => (await import('./istio-virtualservice.js')).istioVirtualService,
  'contour-httpproxy': async () => (await import('./contour-httpproxy.js')).contourHttpProxy,
  'gloo-proxy': async () => (await import('./gloo-proxy.js')).glooProxy,
  'traefik-proxy': async () => (await import('./traefik-proxy.js')).traefikProxy,
  'openshift-route': async () => (await import('./openshift-route.js')).openshiftRoute,
  'ambassador-host': async () => (await import('./ambassador-host.js')).ambassadorHost,
  'kong-tcpingress': async () => (await import('./kong-tcpingress.js')).kongTcpIngress,
  'f5-virtualserver': async () => (await import('./f5-server.js')).f5VirtualServer,
  'f5-transportserver': async () => (await import('./f5-server.js')).f5TransportServer,
  'skipper-routegroup': async () => (await import('./skipper-routegroup.js')).skipperRouteGroup,
  unstructured: async () => (await import('./unstructured.js')).unstructured,
  connector: async () => (await import('./connector.js')).connector,
  fake: async () => (await import('./fake.js')).fake,
  empty: async () => (await import('./fake.js')).empty,
}

/** Sources that read nothing from Kubernetes. */
export const CLUSTERLESS_SOURCES: readonly string[] = ['connector', 'fake', 'empty']

export const SOURCE_NAMES: readonly string[] = Object.keys(SOURCE_LOADERS)
