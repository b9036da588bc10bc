import {toPlanKey, trimDot} from '../../dns/dns-name.js'
import type {Desired, Endpoint, Origin, SourceWarning} from '../../dns/endpoint.js'
import {groupBy} from '../../dns/group.js'
import {type Parsed, parsed, problem} from '../../dns/parsed.js'
import {compareText} from '../../dns/record-set.js'

/** Unites endpoints of one key into the first of them; CNAME and DNAME without targets are dropped. */
export function mergeEndpoints(endpoints: readonly Endpoint[]): readonly Endpoint[] {
  const named = endpoints.filter((endpoint) => !isCanonical(endpoint) || endpoint.targets.length > 0)
  return uniteBy(named, mergeKey).map(withSortedTargets)
}

export function withSortedTargets(endpoint: Endpoint): Endpoint {
  const {targets} = endpoint
  return targets.length < 2 ? endpoint : {...endpoint, targets: [...new Set(targets)].sort(compareText)}
}

/** Endpoints of one source with equal keys become one; undefined for an endpoint that is dropped. */
function mergeKey(endpoint: Endpoint): string {
  const {dnsName, recordType, setIdentifier, ttlSeconds = 0, targets} = endpoint
  return JSON.stringify([dnsName, recordType, setIdentifier, ttlSeconds, isCanonical(endpoint) ? targets[0] : ''])
}

/** Unites endpoints with equal keys into the first of them, with all targets and origins. No key: it stays as it is. */
export function uniteBy(
  endpoints: readonly Endpoint[],
  keyOf: (endpoint: Endpoint) => string | undefined,
  targetsOf: (group: readonly [Endpoint, ...Endpoint[]]) => readonly string[] = (group) =>
    group.flatMap(({targets}) => targets),
): readonly Endpoint[] {
  const keyOfRepeated = onlyRepeated(endpoints, keyOf)
  const groups = groupBy(endpoints, (endpoint): string | symbol => keyOfRepeated(endpoint) ?? Symbol())
  return [...groups.values()].map((group) => {
    const [first] = group
    if (group.length === 1) return first
    const origins = uniteOrigins(group.flatMap((endpoint) => endpoint.origins))
    return {...first, targets: targetsOf(group), origins}
  })
}

/** A name that comes once needs no key. @param keyOf tells names apart. */
function onlyRepeated(
  endpoints: readonly Endpoint[],
  keyOf: (endpoint: Endpoint) => string | undefined,
): (endpoint: Endpoint) => string | undefined {
  const names = new Set<string>()
  const repeated = new Set<string>()
  for (const {dnsName} of endpoints) (names.has(dnsName) ? repeated : names).add(dnsName)
  return (endpoint) => (repeated.has(endpoint.dnsName) ? keyOf(endpoint) : undefined)
}

export function uniteOrigins(origins: readonly Origin[]): readonly Origin[] {
  return uniqueBy(origins, (origin) => origin)
}

/** True for CNAME and DNAME, of which a name may have only one. */
export function isCanonical(endpoint: Pick<Endpoint, 'recordType'>): boolean {
  return endpoint.recordType === 'CNAME' || endpoint.recordType === 'DNAME'
}

/** The last step of every source: merges endpoints, and drops those with an empty or blank name. */
export function finishSource(found: Desired): Desired {
  const named = found.endpoints.filter((endpoint) => toPlanKey(endpoint.dnsName) !== '')
  const warnings = [...found.warnings, ...overruledWarnings(named, mergeKey)]
  return {
    endpoints: mergeEndpoints(named),
    pending: uniqueBy(found.pending, (host) => [host.resource, host.dnsName, host.setIdentifier]),
    problems: uniqueBy(found.problems, (one) => [one.resource, objectOf(one), one.dnsName, one.problem]),
    warnings: uniqueBy(warnings, (warning) => warning),
    unused: uniqueBy(found.unused, (host) => [objectOf(host), host.dnsName]),
    waiting: uniqueBy(found.waiting, (one) => [one.resource, objectOf(one)]),
  }
}

function objectOf({origin}: {readonly origin: Origin}): Origin {
  return {...origin, field: ''}
}

/** Keeps the first item of each key: one object may ask for a host twice, in a rule and in an annotation. */
function uniqueBy<T>(items: readonly T[], keyOf: (item: T) => unknown): readonly T[] {
  const groups = groupBy(items, (item) => JSON.stringify(keyOf(item)))
  return [...groups.values()].map(([first]) => first)
}

const MAX_LABEL_OCTETS = 63
/** Types whose targets may, or must, end in a dot. */
const VERBATIM_TYPES: readonly string[] = ['TXT', 'NAPTR', 'SRV', 'HTTPS', 'SVCB']

/** Refuses only labels over 63 octets; whether DNS can hold the name is checked in the plan. */
export function newEndpoint(endpoint: Endpoint): Parsed<Endpoint> {
  const label = endpoint.dnsName.split('.').find((one) => Buffer.byteLength(one) > MAX_LABEL_OCTETS)
  if (label !== undefined) {
    return problem(`the label "${label}" has ${Buffer.byteLength(label)} octets, DNS allows ${MAX_LABEL_OCTETS}`)
  }
  const targets = VERBATIM_TYPES.includes(endpoint.recordType) ? endpoint.targets : endpoint.targets.map(trimDot)
  return parsed({...endpoint, dnsName: trimDot(endpoint.dnsName), targets})
}

/** One warning for each endpoint whose TTL or properties lose to those of an earlier one with the same key. */
export function overruledWarnings(
  endpoints: readonly Endpoint[],
  keyOf: (endpoint: Endpoint) => string | undefined,
): readonly SourceWarning[] {
  const firsts = new Map<string, Endpoint>()
  const warnings: SourceWarning[] = []
  const keyOfRepeated = onlyRepeated(endpoints, keyOf)
  for (const endpoint of endpoints) {
    const key = keyOfRepeated(endpoint)
    if (key === undefined) continue
    const winner = firsts.get(key)
    if (winner === undefined) firsts.set(key, endpoint)
    else if (winner.ttlSeconds !== endpoint.ttlSeconds) warnings.push(warn(endpoint, winner, 'TTL is'))
    else if (propertiesOf(winner) !== propertiesOf(endpoint)) warnings.push(warn(endpoint, winner, 'properties are'))
  }
  return warnings
}

function warn(loser: Endpoint, winner: Endpoint, what: string): SourceWarning {
  const [first] = winner.origins
  const by = first === undefined ? 'another object' : `${first.kind} ${first.namespace}/${first.name}`
  return {
    origin: loser.origins[0],
    warning: `its ${what} not used for ${loser.dnsName} ${loser.recordType}: ${by} asks for the same record and comes first`,
  }
}

function propertiesOf(endpoint: Endpoint): string {
  return JSON.stringify(endpoint.properties)
}
