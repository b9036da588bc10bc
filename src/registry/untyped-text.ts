import type {Ownership} from './ownership.js'

/** Kinds, the first part of `resource`, whose objects ask only for addresses and host names. */
const PLAIN_KINDS: ReadonlySet<string> = new Set(
  (
    'fake gateway grpcroute host httpproxy httproute ingress ingressroute ingressroutetcp ingressrouteudp node pod proxy ' +
    'route routegroup service tcpingress tcproute tlsroute transportserver udproute virtualserver virtualservice'
  ).split(' '),
)

/** Whether an old-format TXT may cover the type: only if its object can ask for it. AAAA never had such a TXT. */
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
