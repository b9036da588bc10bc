import type {RecordSet, Routing} from '../dns/record-set.js'

/**
 * Whether Route 53 would hold two record sets of one name side by side: a CNAME suffers no other type, and all sets
 * of one type follow one routing policy. Two sets with the same key are the same set, not rivals.
 */
export function clash(a: RecordSet, b: RecordSet): 'cname' | 'routing' | undefined {
  if (a.type !== b.type) return a.type === 'CNAME' || b.type === 'CNAME' ? 'cname' : undefined
  if ((a.setIdentifier ?? '') === (b.setIdentifier ?? '')) return undefined
  return a.routing.kind === b.routing.kind ? undefined : 'routing'
}

const ROUTING_WORDS: Record<Routing['kind'], string> = {
  simple: 'simple routing',
  weighted: 'weighted routing',
  latency: 'latency routing',
  failover: 'failover routing',
  multivalue: 'multivalue answers',
  geolocation: 'geolocation routing',
  geoproximity: 'geoproximity routing',
  cidr: 'CIDR routing',
}

function routingWord(routing: Routing): string {
  return ROUTING_WORDS[routing.kind]
}

/** Says in a phrase why `set` cannot stand beside `other`. */
export function clashPhrase(set: RecordSet, other: RecordSet): string {
  if (set.type !== other.type) {
    return set.type === 'CNAME'
      ? `a CNAME cannot stand beside the ${other.type} record of that name`
      : `nothing can stand beside the CNAME record of that name`
  }
  return `${routingWord(set.routing)} cannot stand beside the ${routingWord(other.routing)} of the same name`
}
