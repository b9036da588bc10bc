import {type DnsName, isWithin, toPlanKey} from '../dns/dns-name.js'
import {suggestFor} from '../errors/suggestion.js'
import type {Blocked, Plan} from '../plan/plan.js'
import type {Candidate, ZoneSnapshot} from '../plan/plan-input.js'
import type {PlanSettings} from '../plan/plan-settings.js'
import type {Claims} from '../registry/claim.js'
import type {RegistrySettings} from '../registry/registry-settings.js'
import type {Route53Settings} from '../route53/route53-settings.js'
import type {SourceSettings} from '../sources/source-settings.js'
import {askingsOf, namesAsked, objectKey, type SourceWish, wrapperSteps} from './askings.js'
import type {Asking, HostExplanation} from './explanation.js'
import {verdictOf} from './explanation.js'
import {findLeftOut, type WideView} from './loosenings.js'
import {storedAt} from './stored.js'
import {type ZoneView, zoneVerdicts} from './zone-verdicts.js'

/** All that was read and decided on the way to the plan for one host. */
export interface HostView {
  readonly host: DnsName
  readonly settings: {
    readonly sources: SourceSettings
    readonly registry: RegistrySettings
    readonly plan: PlanSettings
    readonly route53: Route53Settings
  }
  readonly wishes: readonly SourceWish[]
  readonly candidates: readonly Candidate[]
  readonly wide: WideView
  readonly zones: ZoneView
  readonly snapshots: readonly ZoneSnapshot[]
  readonly claims: Claims
  readonly gaps: readonly string[]
  /** The whole one. */
  readonly plan: Plan
}

/** With more letters wrong, another name is meant. */
const MOST_TYPOS = 2

/** The causal chain of one host. It decides nothing: the plan has. */
export function explainHost(view: HostView): HostExplanation {
  const {host, settings, wishes, zones, snapshots, claims, gaps} = view
  const asked = askingsOf(wishes, host, (name) => name === host)
  const narrowed = narrowPlan(view.plan, host, asked)
  const plan =
    zones.otherShard === undefined
      ? narrowed
      : {...narrowed, blocked: [...narrowed.blocked, ofOtherShard(host, zones.otherShard)]}
  const {stored, orphans, neighbours} = storedAt(
    host,
    claims,
    snapshots,
    settings.registry.kind === 'noop' ? undefined : settings.registry,
  )
  const nearNames = namesAsked(wishes).filter((name) => !name.startsWith('*.'))
  const isAsked = asked.some(({wish}) => wish.kind !== 'problem')
  const placed = view.candidates.filter(({recordSet}) => recordSet.name === host)
  const chosen = new Set([...placed.map(({zone}) => zone), ...plan.blocked.flatMap((blocked) => blocked.zone ?? [])])
  return {
    host,
    verdict: verdictOf({plan, stored, isAsked, isPlaced: placed.length > 0}),
    asked,
    covering: askingsOf(wishes, host, (name) => name.startsWith('*.') && isBelow(host, name.slice(2))).filter(
      ({wish}) => wish.kind !== 'problem',
    ),
    leftOut: findLeftOut(view.wide, host, asked),
    nearestName: isAsked ? undefined : suggestFor(host, nearNames, MOST_TYPOS),
    passesDomainFilters: settings.plan.domainFilter.matches(host),
    steps: wrapperSteps(wishes, host, settings),
    zones: zoneVerdicts(host, zones, chosen, {
      route53: settings.route53,
      domainFilter: settings.plan.domainFilter,
    }),
    stored,
    orphans,
    neighbours,
    gaps,
    plan,
  }
}

/** What the plan says of this host, and that it is refused as a whole where it would change the host. */
function narrowPlan(plan: Plan, host: string, asked: readonly Asking[]): Plan {
  const objects = new Set(asked.map(({origin}) => objectKey(origin)))
  const zones = plan.zones.map((zone) => ({...zone, hosts: zone.hosts.filter(({name}) => name === host)}))
  return {
    ...plan,
    zones,
    blocked: plan.blocked.filter((blocked) => toPlanKey(blocked.host) === host),
    warnings: plan.warnings.filter(({origin, host: about}) =>
      about === undefined ? origin !== undefined && objects.has(objectKey(origin)) : about === host,
    ),
    refusal: zones.some(({hosts}) => hosts.length > 0) ? plan.refusal : undefined,
  }
}

/** The plan of this shard says nothing of the host. */
function ofOtherShard(host: DnsName, index: number): Blocked {
  return {
    reason: 'filtered',
    zone: undefined,
    host,
    setIdentifier: undefined,
    types: [],
    owner: undefined,
    origins: [],
    detail: 'the host falls to another shard, which alone plans it',
    fix: `--shard-index=${index}`,
  }
}

function isBelow(host: string, parent: string): boolean {
  return host !== parent && isWithin(host, parent)
}
