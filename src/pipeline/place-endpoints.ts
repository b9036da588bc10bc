import {type DnsName, parseDnsName, toUnicodeName, trimDot} from '../dns/dns-name.js'
import type {Endpoint, ObjectProblem} from '../dns/endpoint.js'
import {isRecordType} from '../dns/record-type.js'
import type {Zone} from '../dns/zone.js'
import type {Candidate} from '../plan/candidate.js'
import type {Blocked, BlockReason, PlanWarning} from '../plan/plan.js'
import type {PlanSettings} from '../plan/plan-settings.js'
import {toDesiredRecordSet} from '../route53/desired-record-set.js'
import {PROPERTY, propertyOf} from '../route53/property.js'
import type {Route53Settings} from '../route53/route53-settings.js'
import {zonesForName} from '../route53/zone-selection.js'

/** Endpoints with their zones found, and those for which there is none, each with its reason. */
export interface Placed {
  readonly candidates: readonly Candidate[]
  readonly blocked: readonly Blocked[]
  readonly problems: readonly ObjectProblem[]
  readonly warnings: readonly PlanWarning[]
}

/** Finds the zones of each endpoint and turns it into the record set that each of them should hold. */
export function placeEndpoints(
  endpoints: readonly Endpoint[],
  zones: readonly Zone[],
  settings: {readonly plan: PlanSettings; readonly route53: Route53Settings},
): Placed {
  const candidates: Candidate[] = []
  const blocked: Blocked[] = []
  const problems: ObjectProblem[] = []
  const warnings: PlanWarning[] = []
  for (const endpoint of endpoints) {
    const parsed = parseDnsName(endpoint.dnsName)
    if (!parsed.ok) {
      blocked.push(block(endpoint, 'invalid-name', parsed.problem))
      problems.push(...problemOf(endpoint, parsed.problem))
      continue
    }
    const name = parsed.value
    const early = blockEarly(endpoint, name, settings.plan)
    if (early === 'silent') continue
    if (early !== undefined) {
      blocked.push(early)
      continue
    }
    if (/(^|\.)-/.test(name)) {
      warnings.push({
        text: `${name} has a label that begins with a hyphen: legal in Route 53, refused elsewhere`,
        origin: endpoint.origins[0],
        host: name,
      })
    }
    const choice = zonesForName(name, zones, propertyOf(endpoint, PROPERTY.hostedZoneId))
    if (choice.kind === 'none') {
      blocked.push(block(endpoint, 'no-zone', choice.reason))
      continue
    }
    for (const zone of choice.zones) {
      const desired = toDesiredRecordSet(endpoint, name, zone, zones, settings.route53)
      if (desired.ok) {
        candidates.push({
          ...desired.value,
          notes: [...idnNote(endpoint, name), ...desired.value.notes],
          zone,
          targets: endpoint.targets,
          resource: endpoint.resource,
          labels: endpoint.labels,
          origins: endpoint.origins,
        })
      } else {
        blocked.push({...block(endpoint, 'object-problem', desired.problem), zone, host: name})
        problems.push(...problemOf(endpoint, desired.problem))
      }
    }
  }
  return {candidates, blocked, problems, warnings}
}

/** Names and types that the flags leave out. */
function blockEarly(endpoint: Endpoint, name: DnsName, settings: PlanSettings): Blocked | 'silent' | undefined {
  if (!settings.domainFilter.matches(name)) {
    return {...block(endpoint, 'filtered', 'the domain filters leave this name out'), host: name}
  }
  const {recordType} = endpoint
  if (settings.managedTypes.includes(recordType) && !settings.excludedTypes.includes(recordType)) return undefined
  // The AAAA twin of an alias is our own addition: nobody asked for it.
  if (recordType === 'AAAA' && propertyOf(endpoint, PROPERTY.alias) === 'true') return 'silent'
  const excluded = settings.excludedTypes.includes(recordType)
  const detail = excluded
    ? `--exclude-record-types names ${recordType}`
    : `${recordType} is not among the managed types`
  const fix = excluded ? undefined : `--managed-record-types=${recordType}, beside those in use`
  return {...block(endpoint, 'type-excluded', detail), host: name, fix}
}

function block(endpoint: Endpoint, reason: BlockReason, detail: string): Blocked {
  return {
    reason,
    zone: undefined,
    host: endpoint.dnsName,
    setIdentifier: endpoint.setIdentifier === '' ? undefined : endpoint.setIdentifier,
    types: isRecordType(endpoint.recordType) ? [endpoint.recordType] : [],
    owner: undefined,
    origins: endpoint.origins,
    detail,
    fix: undefined,
  }
}

function problemOf(endpoint: Endpoint, problem: string): readonly ObjectProblem[] {
  const [origin] = endpoint.origins
  return origin === undefined ? [] : [{resource: endpoint.resource, origin, dnsName: endpoint.dnsName, problem}]
}

function idnNote(endpoint: Endpoint, name: DnsName): readonly string[] {
  const unicode = toUnicodeName(endpoint.dnsName)
  return unicode === name || trimDot(endpoint.dnsName).toLowerCase() === name ? [] : [`asked for as ${unicode}`]
}
