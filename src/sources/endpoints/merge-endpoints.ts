import {trimDot} from '../../dns/dns-name.js'
import type {Desired, Endpoint, Origin, SourceWarning} from '../../dns/endpoint.js'
import {groupBy} from '../../dns/group.js'
import {type Parsed, parsed, problem} from '../../dns/parsed.js'
import {compareText} from '../../dns/record-set.js'

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
function mergeKey(endpoint: Endpoint): string {
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
  const groups = groupBy(endpoints, (endpoint): string | symbol => keyOf(endpoint) ?? Symbol())
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

/** The last step of every source: merges, and drops what an empty host name became. */
export function finishSource(found: Desired): Desired {
  const named = found.endpoints.filter((endpoint) => endpoint.dnsName !== '')
  const warnings = [...found.warnings, ...overruledWarnings(named, mergeKey)]
  return {
    endpoints: mergeEndpoints(named),
    pending: uniqueBy(found.pending, (host) => [host.resource, host.dnsName, host.setIdentifier]),
    problems: uniqueBy(found.problems, ({resource, origin, dnsName, problem}) => [
      resource,
      {...origin, field: ''},
      dnsName,
      problem,
    ]),
    warnings: uniqueBy(warnings, (warning) => warning),
  }
}

/** One object may ask for a host twice, in a rule and in an annotation; the first time counts. */
function uniqueBy<T>(items: readonly T[], keyOf: (item: T) => unknown): readonly T[] {
  const byKey = new Map<string, T>()
  for (const item of items) {
    const key = JSON.stringify(keyOf(item))
    if (!byKey.has(key)) byKey.set(key, item)
  }
  return [...byKey.values()]
}

const MAX_LABEL_OCTETS = 63
/** Types whose targets end in a dot on purpose, or may. */
const VERBATIM_TYPES: readonly string[] = ['TXT', 'NAPTR', 'SRV', 'HTTPS', 'SVCB']

/**
 * Takes one trailing dot off the name and, but for TXT, NAPTR, SRV and the types unknown to upstream, off each target.
 * Only labels over 63 octets are refused; whether the name is one that DNS can hold is for the plan to say.
 * Source: spec sources.md §0.3.
 */
export function newEndpoint(endpoint: Endpoint): Parsed<Endpoint> {
  const label = endpoint.dnsName.split('.').find((one) => Buffer.byteLength(one) > MAX_LABEL_OCTETS)
  if (label !== undefined) {
    return problem(`the label "${label}" has ${Buffer.byteLength(label)} octets, DNS allows ${MAX_LABEL_OCTETS}`)
  }
  const targets = VERBATIM_TYPES.includes(endpoint.recordType) ? endpoint.targets : endpoint.targets.map(trimDot)
  return parsed({...endpoint, dnsName: trimDot(endpoint.dnsName), targets})
}

/**
 * One warning for each endpoint that shares its key with an earlier one while its TTL or its properties, which are
 * then not used, differ. external-dns drops them without a word.
 */
export function overruledWarnings(
  endpoints: readonly Endpoint[],
  keyOf: (endpoint: Endpoint) => string | undefined,
): readonly SourceWarning[] {
  const firsts = new Map<string, Endpoint>()
  const warnings: SourceWarning[] = []
  for (const endpoint of endpoints) {
    const key = keyOf(endpoint)
    if (key === undefined) continue
    const winner = firsts.get(key)
    if (winner === undefined) firsts.set(key, endpoint)
    else if (winner.ttlSeconds !== endpoint.ttlSeconds) warnings.push(warn(endpoint, winner, 'TTL is'))
    else if (propertiesOf(winner) !== propertiesOf(endpoint)) warnings.push(warn(endpoint, winner, 'properties are'))
  }
  return warnings
}

function warn(loser: Endpoint, winner: Endpoint, what: string): SourceWarning {
  return {
    origin: loser.origins[0],
    warning: `its ${what} not used for ${loser.dnsName} ${loser.recordType}: ${show(winner.origins[0])} asks for the same record and comes first`,
  }
}

function show(origin: Origin | undefined): string {
  return origin === undefined ? 'another object' : `${origin.kind} ${origin.namespace}/${origin.name}`
}

function propertiesOf(endpoint: Endpoint): string {
  return JSON.stringify(endpoint.properties)
}
