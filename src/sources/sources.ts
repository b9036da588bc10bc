import type {Source} from './source.js'

/** Every source that is built, one row each; its code is loaded only when it is chosen. */
export const SOURCE_LOADERS: Readonly<Record<string, () => Promise<Source>>> = {
  service: async () => (await import('./service.js')).service,
  ingress: async () => (await import('./ingress.js')).ingress,
}

/** Every word that external-dns takes for `--source`, in its order: what has no loader comes later. */
export const SOURCE_NAMES = [
  'service',
  'ingress',
  'node',
  'pod',
  'crd',
  'gateway-httproute',
  'gateway-grpcroute',
  'gateway-tlsroute',
  'gateway-tcproute',
  'gateway-udproute',
  'istio-gateway',
  'istio-virtualservice',
  'contour-httpproxy',
  'gloo-proxy',
  'traefik-proxy',
  'openshift-route',
  'ambassador-host',
  'kong-tcpingress',
  'f5-virtualserver',
  'f5-transportserver',
  'skipper-routegroup',
  'unstructured',
  'connector',
  'fake',
  'empty',
] as const
