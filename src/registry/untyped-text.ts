import type {Ownership} from './ownership.js'

/** Words before the first slash of `resource`, of kinds whose objects ask for addresses and host names alone. */
const PLAIN_KINDS: ReadonlySet<string> = new Set([
  'fake',
  'gateway',
  'grpcroute',
  'host',
  'httpproxy',
  'httproute',
  'ingress',
  'ingressroute',
  'ingressroutetcp',
  'ingressrouteudp',
  'node',
  'pod',
  'proxy',
  'route',
  'routegroup',
  'service',
  'tcpingress',
  'tcproute',
  'tlsroute',
  'transportserver',
  'udproute',
  'virtualserver',
  'virtualservice',
])

/**
 * Whether a text in the old format, whose name says no type, may speak of a record set of this type: only where the object
 * that it names could have asked for one. Entries of DNSEndpoints, objects of other kinds and a connector ask for any type.
 * AAAA never had texts in the old format.
 */
export function untypedSpeaksOf({resource}: Pick<Ownership, 'resource'>, type: string, createsPtr: boolean): boolean {
  switch (type) {
    case 'A':
    case 'CNAME':
      return true
    case 'AAAA':
      return false
    default: {
      if (type === 'PTR' && createsPtr) return true
      const kind = resource.includes('/') ? resource.slice(0, resource.indexOf('/')).toLowerCase() : ''
      if (type === 'SRV' && kind === 'service') return true
      return kind !== '' && !PLAIN_KINDS.has(kind)
    }
  }
}
