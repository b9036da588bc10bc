import {GRPC_ROUTE, HTTP_ROUTE, TCP_ROUTE, TLS_ROUTE, UDP_ROUTE} from './route-kinds.js'
import {toRouteSource} from './route-source.js'

export const httpRoute = toRouteSource(HTTP_ROUTE)
export const grpcRoute = toRouteSource(GRPC_ROUTE)
export const tlsRoute = toRouteSource(TLS_ROUTE)
export const tcpRoute = toRouteSource(TCP_ROUTE)
export const udpRoute = toRouteSource(UDP_ROUTE)
