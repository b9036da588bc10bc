import type {Endpoint, Origin} from '../dns/endpoint.js'
import {compareText} from '../dns/record-set.js'

/**
 * Unites the endpoints of one source that ask for the same (name, type, set identifier, TTL); CNAME and DNAME only
 * with the same first target too, and not without a target. The first one's properties and labels stay.
 * Targets come out sorted and unique, endpoints in the order of their first appearance (spec sources.md §0.4).
 */
export function mergeEndpoints(endpoints: readonly Endpoint[]): readonly Endpoint[] {
  const named = endpoints.filter((endpoint) => !isCanonical(endpoint) || endpoint.targets.length > 0)
  return uniteBy(named, mergeKey).map((endpoint) => ({...endpoint, targets: sortedTargets(endpoint.targets)}))
}

/** Endpoints of one source with equal keys are one endpoint. */
export function mergeKey(endpoint: Endpoint): string {
  return JSON.stringify([
    endpoint.dnsName,
    endpoint.recordType,
    endpoint.setIdentifier,
    endpoint.ttlSeconds ?? 0,
    isCanonical(endpoint) ? endpoint.targets[0] : '',
  ])
}

/**
 * Unites endpoints with equal keys into the first of them, which gets all targets and all origins. An endpoint without
 * a key stays alone.
 */
export function uniteBy(
  endpoints: readonly Endpoint[],
  keyOf: (endpoint: Endpoint) => string | undefined,
): readonly Endpoint[] {
  const groups = new Map<string | symbol, Endpoint[]>()
  for (const endpoint of endpoints) {
    const key = keyOf(endpoint) ?? Symbol()
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [endpoint])
    else group.push(endpoint)
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group
    if (first === undefined) return []
    if (group.length === 1) return [first]
    const origins = uniteOrigins(group.flatMap((endpoint) => endpoint.origins))
    return [{...first, targets: group.flatMap((endpoint) => endpoint.targets), origins}]
  })
}

/** Each origin once, in order. */
export function uniteOrigins(origins: readonly Origin[]): readonly Origin[] {
  return [...new Map(origins.map((origin) => [JSON.stringify(origin), origin])).values()]
}

export function sortedTargets(targets: readonly string[]): readonly string[] {
  return targets.length < 2 ? targets : [...new Set(targets)].sort(compareText)
}

/** CNAME and DNAME: a name may have only one. */
function isCanonical(endpoint: Endpoint): boolean {
  return endpoint.recordType === 'CNAME' || endpoint.recordType === 'DNAME'
}
