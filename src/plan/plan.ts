import type {Origin, UnusedHost} from '../dns/endpoint.js'
import {tally} from '../dns/group.js'
import type {Zone} from '../dns/zone.js'
import {changedKey} from '../registry/ledger.js'
import type {OwnerId} from '../registry/ownership.js'
import {type Blocked, isProblem} from './blocked.js'
import {HOST_ACTIONS, type HostAction, type HostPlan} from './change.js'
import type {Policy} from './plan-settings.js'
import {shownHosts} from './shown-hosts.js'

// Part of every plan, and read with it.
export {BLOCK_REASONS, type Blocked, type BlockReason, isProblem, tolerate} from './blocked.js'

export interface PlanWarning {
  /** A phrase without a full stop. */
  readonly text: string
  readonly origin: Origin | undefined
  /** The one host that it is about. */
  readonly host?: string | undefined
}

/** How much of a zone was read. `not-read`: nothing wanted falls into it and nothing may be deleted there. */
export type ZoneReading = 'whole' | 'in-part' | 'not-read'

export interface OwnedCount {
  readonly owner: OwnerId
  readonly ownedHosts: number
}

export interface ZonePlan {
  readonly zone: Zone
  readonly reading: ZoneReading
  /** Sorted by name, then set identifier. */
  readonly hosts: readonly HostPlan[]
  /** Hosts (name and set identifier) of managed types that this owner holds here, as far as read. With noop: all. */
  readonly ownedHosts: number
  /** The same for each owner; only where there are several clusters. */
  readonly owners?: readonly OwnedCount[] | undefined
  /** Owned and wanted, and as they should be. */
  readonly unchangedHosts: number
  readonly recordSets: number
}

/** One of several clusters that are planned together, as far as it was read. */
export interface ClusterSummary {
  readonly context: string
  /** Undefined with registry noop. Several clusters may have one owner. */
  readonly owner: OwnerId | undefined
  readonly objects: number
  readonly wantedHosts: number
}

/** The whole answer. `apply` runs exactly this. */
export interface Plan {
  /** Undefined with registry noop, and where the clusters have several owners. */
  readonly owner: OwnerId | undefined
  readonly policy: Policy
  /** Several clusters: their contexts, parted by commas. */
  readonly context: string
  /** In the order of the command line; undefined where there is one cluster. */
  readonly clusters?: readonly ClusterSummary[] | undefined
  /** Objects that the sources read, and distinct hosts that they ask for. */
  readonly objects: number
  readonly wantedHosts: number
  /** Selected zones, sorted by name, public before private, then id. */
  readonly zones: readonly ZonePlan[]
  readonly blocked: readonly Blocked[]
  /** Hosts that stand in objects and of which nothing comes. No record depends on them. Sorted by host, then object. */
  readonly unused: readonly UnusedHost[]
  readonly warnings: readonly PlanWarning[]
  /** Why the plan may come from the wrong cluster, namespace, owner or prefix: phrases without a full stop. */
  readonly doubts: readonly string[]
  /** True when nothing that the owner holds is for an object here, or the namespace does not exist: the default limit then lets no host go. */
  readonly isFirstRun: boolean
  /** Undefined when the deletions are within the limit. */
  readonly refusal: DeleteRefusal | undefined
}

/** Every owner for whom it speaks; none with registry noop. */
export function ownersOf({owner, clusters}: Pick<Plan, 'owner' | 'clusters'>): readonly OwnerId[] {
  return [...new Set((clusters?.map((one) => one.owner) ?? [owner]).flatMap((one) => one ?? []))]
}

export interface DeleteCount {
  readonly zone: Zone
  /** Where there are several clusters, each owner is judged alone. */
  readonly owner?: OwnerId | undefined
  readonly deletedHosts: number
  readonly ownedHosts: number
}

/** Why `apply` will refuse this plan (exit 3). */
export interface DeleteRefusal {
  /** Fully removed hosts over the run. */
  readonly deletedHosts: number
  readonly ownedHosts: number
  /** The zones over the limit, worst first; one entry for the whole run when the limit is a count. */
  readonly zones: readonly DeleteCount[]
  /** The first ten: names, with the set identifier where there is one. */
  readonly victims: readonly string[]
  /** What the victims have in common, as a phrase; undefined when nothing was found. */
  readonly commonCause: string | undefined
  /** The limit that was exceeded, as the user may have written it: `10 hosts and 10 %`, `5`, `20%`. */
  readonly limit: string
  /** The flag that would let it pass: `--max-deletes=14`. */
  readonly fix: string
}

/** `cleanups`: hosts of which only an ownership TXT or ledger row goes that no record set needs; not in `delete`. */
export type ActionCounts = Readonly<Record<HostAction | 'cleanups', number>>

/** Of hosts, as `shownHosts` has them: one that is updated and loses a record set counts as an update and as a delete. */
export interface PlanCounts extends ActionCounts {
  /** The deleted hosts of which nothing is left: what the limit on deletes counts. */
  readonly gone: number
  readonly unchanged: number
  readonly blocked: number
  readonly problems: number
  readonly owned: number
  readonly ledgerChanges: number
  /** Record-set changes, ownership TXT included, an update as one. */
  readonly recordSetChanges: number
}

export function countPlan(plan: Plan): PlanCounts {
  const hosts = plan.zones.flatMap((zone) => zone.hosts)
  const sum = (of: (zone: ZonePlan) => number) => plan.zones.reduce((total, zone) => total + of(zone), 0)
  return {
    ...countActions(hosts),
    gone: sum((zone) => goneHosts(zone).length),
    unchanged: sum((zone) => zone.unchangedHosts),
    blocked: plan.blocked.length,
    problems: plan.blocked.filter(isProblem).length,
    owned: sum((zone) => zone.ownedHosts),
    ledgerChanges: new Set(hosts.flatMap((host) => host.ledger.map(changedKey))).size,
    recordSetChanges: hosts.reduce((total, host) => total + host.changes.length + host.ownership.length, 0),
  }
}

export function countActions(hosts: readonly HostPlan[]): ActionCounts {
  const actions = shownHosts(hosts).map(({action, changes}) =>
    action === 'delete' && changes.length === 0 ? 'cleanups' : action,
  )
  return tally([...HOST_ACTIONS, 'cleanups'], actions)
}

/** A host is a name with its set identifier. Neither a replacement nor a leftover type of a kept host counts, nor a text alone. */
export function goneHosts(plan: ZonePlan): readonly HostPlan[] {
  return plan.hosts.filter((host) => host.action === 'delete' && host.changes.length > 0 && host.isGone)
}

export function isEmptyPlan(plan: Plan): boolean {
  return plan.zones.every((zone) => zone.hosts.length === 0)
}

export function hasProblems(plan: Plan): boolean {
  return plan.blocked.some(isProblem)
}
