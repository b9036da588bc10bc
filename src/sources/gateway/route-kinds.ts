import type {Resource} from '../../kubernetes/objects.js'
import {GRPC_ROUTES, HTTP_ROUTES, TCP_ROUTES, TLS_ROUTES, UDP_ROUTES} from '../object/resources.js'

/** The differences between the five Routes of the Gateway API. */
export interface RouteKind {
  /** The source's name in `--source`. */
  readonly source: string
  readonly resource: Resource
  /** The protocol that a listener must have; HTTP and HTTPS are the same. */
  readonly protocol: 'HTTP' | 'HTTPS' | 'TLS' | 'TCP' | 'UDP'
  /** False when the kind has no `spec.hostnames`. */
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
