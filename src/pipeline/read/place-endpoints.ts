import {type DnsName, parseDnsName, toStoredName, toUnicodeName, trimDot} from '../../dns/dns-name.js'
import type {Endpoint, ObjectProblem} from '../../dns/endpoint.js'
import type {Zone} from '../../dns/zone.js'
import {type Blocked, block, blockEndpoint} from '../../plan/blocked.js'
import {phrases} from '../../plan/blocked-phrases.js'
import type {PlanWarning} from '../../plan/plan.js'
import type {Candidate, DesiredRecordSet} from '../../plan/plan-input.js'
import type {PlanSettings} from '../../plan/plan-settings.js'
import {zonesForName} from '../../route53/read/zone-selection.js'
import {toDesiredRecordSet} from '../../route53/records/desired-record-set.js'
import {aliasTargets} from '../../route53/records/pointers.js'
import {PROPERTY, propertyOf, withProperty} from '../../route53/records/provider-properties.js'

/** Endpoints with their zones, and those that have none, each with the reason. */
export interface Placed extends LeftOut {
  readonly candidates: readonly Candidate[]
  readonly blocked: readonly Blocked[]
  readonly warnings: readonly PlanWarning[]
}

/** Requested record sets that this run does not handle: whether an object is valid does not depend on filters. */
interface LeftOut {
  /** In the zone that would hold them. */
  readonly leftOut: readonly Candidate[]
  readonly problems: readonly ObjectProblem[]
}

/**
 * Finds the zones of each endpoint and builds the record set for each of them.
 * @param listed all zones, selected or not. Names that no selected zone holds are checked against these.
 */
export function placeEndpoints(
  endpoints: readonly Endpoint[],
  zones: readonly Zone[],
  settings: PlanSettings,
  listed: readonly Zone[] = zones,
): Placed {
  const candidates: Candidate[] = []
  const blocked: Blocked[] = []
  const problems: ObjectProblem[] = []
  const warnings: PlanWarning[] = []
  const hidden: Endpoint[] = []
  for (const endpoint of endpoints) {
    const parsed = parseDnsName(endpoint.dnsName)
    if (!parsed.ok) {
      blocked.push(blockEndpoint(endpoint, phrases.invalidName(parsed.problem)))
      problems.push(...problemOf(endpoint, parsed.problem))
      continue
    }
    const name = parsed.value
    const early = blockEarly(endpoint, name, settings)
    if (early !== undefined) {
      if (early !== 'silent') blocked.push(early)
      hidden.push(endpoint)
      continue
    }
    if (/(^|\.)-/.test(name)) {
      const text = `${name} has a label that begins with a hyphen: legal in Route 53, refused elsewhere`
      warnings.push({text, origin: endpoint.origins[0], host: name})
    }
    const choice = zonesForName(name, zones, propertyOf(endpoint, PROPERTY.hostedZoneId))
    if (choice.kind === 'none') {
      blocked.push(blockEndpoint(endpoint, phrases.noZone(choice.reason)))
      hidden.push(endpoint)
      continue
    }
    for (const zone of choice.zones) {
      const desired = toDesiredRecordSet(endpoint, name, zone, zones)
      if (desired.ok) {
        candidates.push(toCandidate(endpoint, name, zone, desired.value))
      } else {
        blocked.push(blockEndpoint(endpoint, phrases.objectProblem(desired.problem), {zone, host: name}))
        problems.push(...problemOf(endpoint, desired.problem))
      }
    }
  }
  const left = leaveOut(hidden, [zones, listed])
  return {candidates, blocked, warnings, leftOut: left.leftOut, problems: [...problems, ...left.problems]}
}

/**
 * Builds the record sets that belong to other shards or that filters leave out. Nothing is reported about them, but if
 * one is invalid, its object counts as one with a problem and keeps its records.
 * @param places lists of zones, searched one after the other.
 */
export function leaveOut(endpoints: readonly Endpoint[], places: readonly (readonly Zone[])[]): LeftOut {
  const leftOut: Candidate[] = []
  const problems: ObjectProblem[] = []
  for (const endpoint of endpoints) {
    const name = parseDnsName(endpoint.dnsName)
    if (!name.ok) {
      problems.push(...problemOf(endpoint, name.problem))
      continue
    }
    for (const {requested, zone, zones, isKnown} of homesOf(endpoint, name.value, places)) {
      const desired = toDesiredRecordSet(requested, name.value, zone, zones)
      if (!desired.ok) problems.push(...problemOf(endpoint, desired.problem))
      else if (isKnown || aliasTargets(desired.value.recordSet, zone).length === 0) {
        leftOut.push(toCandidate(endpoint, name.value, zone, desired.value))
      }
    }
  }
  return {leftOut, problems: problems.map((problem) => ({...problem, isUntold: true}))}
}

interface Home {
  readonly requested: Endpoint
  readonly zone: Zone
  /** The list in which the zone was found. */
  readonly zones: readonly Zone[]
  /** False for an assumed zone, of which only the name is known. */
  readonly isKnown: boolean
}

function homesOf(endpoint: Endpoint, name: DnsName, places: readonly (readonly Zone[])[]): readonly Home[] {
  const pinned = propertyOf(endpoint, PROPERTY.hostedZoneId)
  for (const zones of places) {
    const choice = zonesForName(name, zones, pinned)
    if (choice.kind === 'zones') return choice.zones.map((zone) => ({requested: endpoint, zone, zones, isKnown: true}))
  }
  const [some] = places.flat()
  const [, ...parent] = name.split('.')
  if (some === undefined || parent.length === 0) return []
  const zone = {...some, name: toStoredName(parent.join('.')), isPrivate: false}
  const properties = withProperty(endpoint.properties, PROPERTY.targetHostedZone, undefined)
  return [{requested: {...endpoint, properties}, zone, zones: [zone], isKnown: false}]
}

function toCandidate(endpoint: Endpoint, name: DnsName, zone: Zone, desired: DesiredRecordSet): Candidate {
  const {targets, resource, labels, isTwin, origins} = endpoint
  const notes = [...idnNote(endpoint, name), ...desired.notes]
  return {...desired, notes, zone, targets, resource, labels, isTwin, origins}
}

/** The reason why a flag leaves out an endpoint, `silent` when that is not reported, undefined when none does. */
function blockEarly(endpoint: Endpoint, name: DnsName, settings: PlanSettings): Blocked | 'silent' | undefined {
  if (!settings.domainFilter.matches(name)) {
    return blockEndpoint(endpoint, phrases.outsideDomainFilters(), {host: name})
  }
  const {recordType} = endpoint
  if (settings.managedTypes.includes(recordType) && !settings.excludedTypes.includes(recordType)) return undefined
  // The AAAA record of an alias was added by us, so its omission is not reported.
  if (recordType === 'AAAA' && propertyOf(endpoint, PROPERTY.alias) === 'true') return 'silent'
  const excluded = settings.excludedTypes.includes(recordType)
  return blockEndpoint(endpoint, phrases.typeLeftOut(recordType, excluded), {host: name})
}

function problemOf(endpoint: Endpoint, problem: string): readonly ObjectProblem[] {
  const [origin] = endpoint.origins
  return origin === undefined ? [] : [{resource: endpoint.resource, origin, dnsName: endpoint.dnsName, problem}]
}

function idnNote(endpoint: Endpoint, name: DnsName): readonly string[] {
  if (trimDot(endpoint.dnsName).toLowerCase() === name) return []
  const unicode = toUnicodeName(endpoint.dnsName)
  return unicode === name ? [] : [`asked for as ${unicode}`]
}

/** Problems of objects as blocked entries: an object that is left out is always shown. */
export function blockProblems(problems: readonly ObjectProblem[]): readonly Blocked[] {
  return problems.map(({origin, dnsName, problem}) => {
    const isInvalidName = dnsName !== undefined && !parseDnsName(dnsName).ok
    // Without a host, the object itself is named.
    const host = dnsName ?? `${origin.kind} ${origin.namespace}/${origin.name}`
    const phrase = isInvalidName ? phrases.invalidName(problem) : phrases.objectProblem(problem)
    return block({host, origins: [origin]}, phrase)
  })
}
