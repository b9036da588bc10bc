import type {Resource} from '../../kubernetes/objects.js'

export interface RouteKind {
  readonly resource: Resource
  /** The protocol that a listener must have; HTTPS is the same as HTTP. */
  readonly protocol: 'HTTP' | 'TLS' | 'TCP' | 'UDP'
  readonly hasHostnames: boolean
}
