import {ingress} from './ingress.js'
import {service} from './service.js'
import type {Source} from './source.js'

/** Every source that is built. */
export const SOURCES: readonly Source[] = [service, ingress]

/** Every word that external-dns takes for `--source`, in its order: what is not in `SOURCES` comes later. */
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
