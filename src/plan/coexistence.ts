import type {RecordSet, Routing} from '../dns/record-set.js'
import type {Zone} from '../dns/zone.js'
import type {ProviderRules} from './provider-rules.js'

/**
 * Whether Route 53 would hold two record sets of one name side by side: a CNAME suffers no other type, and all sets
 * of one type follow one routing policy. Two sets with the same key are the same set, not rivals.
 */
export function clash(a: RecordSet, b: RecordSet): 'cname' | 'routing' | undefined {
  if (a.type !== b.type) return a.type === 'CNAME' || b.type === 'CNAME' ? 'cname' : undefined
  if ((a.setIdentifier ?? '') === (b.setIdentifier ?? '')) return undefined
  return policyOf(a.routing) === policyOf(b.routing) ? undefined : 'routing'
}

function policyOf(routing: Routing): string {
  return routing.kind === 'other' ? routing.policy : routing.kind
}

/** As above, and by the finer rules of the provider: two latency sets of one region, weighted ones with two TTLs. */
export function conflict(
  a: RecordSet,
  b: RecordSet,
  zone: Zone,
  rules: Pick<ProviderRules, 'checkName'>,
): 'cname' | 'routing' | undefined {
  const found = clash(a, b)
  if (found !== undefined) return found
  const areSiblings = a.type === b.type && (a.setIdentifier ?? '') !== (b.setIdentifier ?? '')
  return areSiblings && rules.checkName([a, b], zone).length > 0 ? 'routing' : undefined
}

/** As above, whatever TTL the objects choose: that of weighted sets is theirs to mend. */
export function isRival(a: RecordSet, b: RecordSet, zone: Zone, rules: Pick<ProviderRules, 'checkName'>): boolean {
  const areWeighted = a.routing.kind === 'weighted' && b.routing.kind === 'weighted'
  return (areWeighted ? clash(a, b) : conflict(a, b, zone, rules)) !== undefined
}

const ROUTING_WORDS: Record<Exclude<Routing['kind'], 'other'>, string> = {
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
  return routing.kind === 'other' ? `${routing.policy} routing` : ROUTING_WORDS[routing.kind]
}

/** What two sets of one policy have in common, or else, where Route 53 refuses them. */
function sharedPlace({kind}: Routing): string {
  switch (kind) {
    case 'latency':
      return ' and region'
    case 'failover':
      return ' and role'
    case 'geolocation':
      return ' and location'
    case 'geoproximity':
      return ' and place'
    case 'weighted':
      return ' with another TTL'
    default:
      return ''
  }
}

/** Says in a phrase why `set` cannot stand beside `other`. */
export function clashPhrase(set: RecordSet, other: RecordSet): string {
  if (set.type !== other.type) {
    return set.type === 'CNAME'
      ? `a CNAME cannot stand beside the ${other.type} record of that name`
      : `nothing can stand beside the CNAME record of that name`
  }
  if (set.routing.kind === other.routing.kind) {
    return `the set "${set.setIdentifier}" cannot stand beside the set "${other.setIdentifier}" of the same name${sharedPlace(set.routing)}`
  }
  return `${routingWord(set.routing)} cannot stand beside the ${routingWord(other.routing)} of the same name`
}
