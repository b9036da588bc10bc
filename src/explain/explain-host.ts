import {type DnsName, toPlanKey} from '../dns/dns-name.js'
import {suggestFor} from '../errors/suggestion.js'
import {block} from '../plan/blocked.js'
import {phrases} from '../plan/blocked-phrases.js'
import type {Plan} from '../plan/plan.js'
import type {Candidate, ZoneSnapshot} from '../plan/plan-input.js'
import type {PlanSettings} from '../plan/plan-settings.js'
import type {Claims} from '../registry/claim.js'
import type {RegistrySettings} from '../registry/registry-settings.js'
import type {Route53Settings} from '../route53/route53-settings.js'
import type {SourceSettings} from '../sources/source-settings.js'
import {type HostExplanation, type HostRequest, verdictOf} from './explanation.js'
import {isRequest, namesRequested, objectKey, requestsOf, type SourceResult, wrapperSteps} from './host-requests.js'
import {findFilteredOut, type UnfilteredView} from './relaxations.js'
import {covers, storedAt} from './stored.js'
import {type ZoneView, zoneVerdicts} from './zone-verdicts.js'

/** All data that was read and decided for one host. */
export interface HostView {
  readonly host: DnsName
  readonly settings: {
    readonly registry: RegistrySettings
    readonly plan: PlanSettings
    readonly route53: Route53Settings
  }
  readonly clusters: readonly ClusterView[]
  readonly candidates: readonly Candidate[]
  readonly zones: ZoneView
  readonly snapshots: readonly ZoneSnapshot[]
  readonly claims: Claims
  readonly gaps: readonly string[]
  readonly sources: HostExplanation['sources']
  readonly plan: Plan
}

/** What the objects of one cluster say. */
interface ClusterView {
  /** Undefined where the run has one cluster. */
  readonly context: string | undefined
  readonly settings: SourceSettings
  /** Empty for a cluster that cannot be reached, whose `wide` is undefined. */
  readonly results: readonly SourceResult[]
  readonly wide: UnfilteredView | undefined
}

/** With more letters wrong, another name is meant. */
const MOST_TYPOS = 2

/** Explains one host from all that is known. It decides nothing: the plan has already decided. */
export function explainHost(view: HostView): HostExplanation {
  const {host, settings, clusters, zones, snapshots, claims, gaps} = view
  const {domainFilter} = settings.plan
  const results = clusters.flatMap((cluster) => cluster.results)
  const named = requestsOf(results, host, (name) => name === undefined || name === host)
  const requests = named.filter(({result}) => result.kind !== 'unused')
  const narrowed = narrowPlan(view.plan, host, requests)
  // The plan of this shard says nothing of a host of another one.
  const plan =
    zones.otherShard === undefined
      ? narrowed
      : {...narrowed, blocked: [...narrowed.blocked, block({host}, phrases.ofOtherShard(zones.otherShard))]}
  const naming = settings.registry.kind === 'noop' ? undefined : settings.registry
  const found = storedAt(host, {claims, snapshots, listed: zones.listed}, naming)
  const nearNames = namesRequested(results).filter((name) => !name.startsWith('*.'))
  const isRequested = requests.some(isRequest)
  const placed = view.candidates.filter(({recordSet}) => recordSet.name === host)
  const chosen = new Set([...placed.map(({zone}) => zone), ...plan.blocked.flatMap((blocked) => blocked.zone ?? [])])
  return {
    host,
    verdict: verdictOf({...found, plan, isRequested, isPlaced: placed.length > 0}),
    sources: view.sources,
    requests,
    covering: requestsOf(results, host, (name) => name !== undefined && covers(name, host)).filter(isRequest),
    filteredOut: clusters.flatMap(({wide}) => (wide === undefined ? [] : findFilteredOut(wide, host, named))),
    nearestName: isRequested || plan.unused.length > 0 ? undefined : suggestFor(host, nearNames, MOST_TYPOS),
    passesDomainFilters: domainFilter.matches(host),
    steps: clusters.flatMap((cluster) =>
      wrapperSteps(cluster.results, host, {sources: cluster.settings, route53: settings.route53}).map((step) =>
        cluster.context === undefined ? step : {...step, name: `${step.name} in ${cluster.context}`},
      ),
    ),
    zones: zoneVerdicts(host, zones, chosen, {route53: settings.route53, domainFilter}),
    ...found,
    gaps,
    lastChanges: [],
    verified: undefined,
    plan,
  }
}

/** The plan for this host only. If the whole plan is refused and would change the host, so is this one. */
function narrowPlan(plan: Plan, host: string, requests: readonly HostRequest[]): Plan {
  const objects = new Set(requests.map(({origin}) => objectKey(origin)))
  const zones = plan.zones.map((zone) => ({...zone, hosts: zone.hosts.filter(({name}) => name === host)}))
  return {
    ...plan,
    zones,
    blocked: plan.blocked.filter((blocked) => toPlanKey(blocked.host) === host),
    unused: plan.unused.filter(({dnsName}) => toPlanKey(dnsName) === host),
    warnings: plan.warnings.filter(({origin, host: about}) =>
      about === undefined ? origin !== undefined && objects.has(objectKey(origin)) : about === host,
    ),
    refusal: zones.some(({hosts}) => hosts.length > 0) ? plan.refusal : undefined,
  }
}
