import type {Resource} from '../../kubernetes/objects.js'
import {GRPC_ROUTES, HTTP_ROUTES, TCP_ROUTES, TLS_ROUTES, UDP_ROUTES} from '../object/resources.js'

/** What tells the five Routes of the Gateway API apart (spec sources.md §3.6). */
export interface RouteKind {
  /** The word of `--source`. */
  readonly source: string
  readonly resource: Resource
  /** What a listener has to speak; HTTP and HTTPS are one. */
  readonly protocol: 'HTTP' | 'HTTPS' | 'TLS' | 'TCP' | 'UDP'
  /** False: the kind has no `spec.hostnames`. */
  readonly hasHostnames: boolean
}

export const HTTP_ROUTE: RouteKind = {
  source: 'gateway-httproute',
  resource: HTTP_ROUTES,
  protocol: 'HTTP',
  hasHostnames: true,
}
export const GRPC_ROUTE: RouteKind = {
  source: 'gateway-grpcroute',
  resource: GRPC_ROUTES,
  protocol: 'HTTPS',
  hasHostnames: true,
}
export const TLS_ROUTE: RouteKind = {
  source: 'gateway-tlsroute',
  resource: TLS_ROUTES,
  protocol: 'TLS',
  hasHostnames: true,
}
export const TCP_ROUTE: RouteKind = {
  source: 'gateway-tcproute',
  resource: TCP_ROUTES,
  protocol: 'TCP',
  hasHostnames: false,
}
export const UDP_ROUTE: RouteKind = {
  source: 'gateway-udproute',
  resource: UDP_ROUTES,
  protocol: 'UDP',
  hasHostnames: false,
}
