import type {Origin} from '../dns/endpoint.js'
import type {RecordType} from '../dns/record-set.js'
import type {Zone} from '../dns/zone.js'
import type {OwnershipRecord} from '../registry/claim.js'
import {changedKey} from '../registry/ledger.js'
import type {OwnerId} from '../registry/ownership.js'
import type {HostPlan} from './change.js'
import type {Policy} from './plan-settings.js'
import {shownHosts} from './shown-hosts.js'

/** Why something wanted, or something owned, is not changed. Stable words (design §3). */
export const BLOCK_REASONS = [
  'unowned',
  'owner-mismatch',
  'no-zone',
  'filtered',
  'pending-target',
  'type-excluded',
  'conflict-lost',
  'invalid-name',
  'too-large',
  'policy',
  'cname-conflict',
  'object-problem',
  'owner-not-chosen',
  'no-txt-zone',
  'unreadable',
  'not-read',
  'known-after-deploy',
  'not-in-manifests',
] as const
export type BlockReason = (typeof BLOCK_REASONS)[number]

/** The reasons for which a run ends with 4 (design §2). */
export const PROBLEM_REASONS: ReadonlySet<BlockReason> = new Set(['object-problem', 'invalid-name', 'too-large'])

/** A host that stays as it is although an object wants it otherwise, or nobody wants it any more: silence is how records get lost. */
export interface Blocked {
  readonly reason: BlockReason
  /** Undefined when no zone takes the host. */
  readonly zone: Zone | undefined
  /** The host; as the object wrote it where it is no DNS name. */
  readonly host: string
  readonly setIdentifier: string | undefined
  /** The types concerned; empty when the host as a whole is. */
  readonly types: readonly RecordType[]
  /** Who owns what stands there, for `owner-mismatch`. */
  readonly owner: string | undefined
  readonly origins: readonly Origin[]
  /** A phrase without a full stop: `Ingress shop/beta has no address yet; record kept`. */
  readonly detail: string
  /** The command or change that would resolve it; undefined where none would. */
  readonly fix: string | undefined
}

export interface PlanWarning {
  /** A phrase without a full stop. */
  readonly text: string
  readonly origin: Origin | undefined
  /** The one host that it is about. */
  readonly host?: string | undefined
}

/** How much of a zone was read. `not-read`: nothing wanted falls into it and nothing may be deleted there. */
export type ZoneReading = 'whole' | 'in-part' | 'not-read'

export interface ZonePlan {
  readonly zone: Zone
  readonly reading: ZoneReading
  /** Sorted by name, then set identifier. */
  readonly hosts: readonly HostPlan[]
  /** Hosts (name and set identifier) of managed types that this owner holds here, as far as read. With noop: all. */
  readonly ownedHosts: number
  /** Owned and wanted, and as they should be. */
  readonly unchangedHosts: number
  /** Record sets read. */
  readonly recordSets: number
}

/** The whole answer. `apply` runs exactly this. */
export interface Plan {
  /** Undefined with registry noop. */
  readonly owner: OwnerId | undefined
  readonly policy: Policy
  readonly context: string
  /** Objects that the sources read, and distinct hosts that they ask for. */
  readonly objects: number
  readonly wantedHosts: number
  /** Selected zones, sorted by name, public before private, then id. */
  readonly zones: readonly ZonePlan[]
  readonly blocked: readonly Blocked[]
  readonly warnings: readonly PlanWarning[]
  /**
   * What makes the plan as a whole doubtful, as phrases without a full stop: it may have been made from the wrong cluster, or
   * with the wrong owner or prefix. Shown first.
   */
  readonly doubts: readonly string[]
  /** True when nothing that the owner holds is for an object here: the default limit then lets no host go. */
  readonly isFirstRun: boolean
  /** Undefined when the deletions are within the limit. */
  readonly refusal: DeleteRefusal | undefined
}

/** Why `apply` will refuse this plan (exit 3). */
export interface DeleteRefusal {
  /** Fully removed hosts over the run. */
  readonly deletedHosts: number
  readonly ownedHosts: number
  /** The zones over the limit, worst first; one entry for the whole run when the limit is a count. */
  readonly zones: readonly {readonly zone: Zone; readonly deletedHosts: number; readonly ownedHosts: number}[]
  /** The first ten: names, with the set identifier where there is one. */
  readonly victims: readonly string[]
  /** What the victims have in common, as a phrase; undefined when nothing was found. */
  readonly commonCause: string | undefined
  /** The limit that was exceeded, as the user may have written it: `10 hosts and 10 %`, `5`, `20%`. */
  readonly limit: string
  /** The flag that would let it pass: `--max-deletes 14`. */
  readonly fix: string
}

/** Of hosts, as `shownHosts` has them: one that is updated and loses a record set counts as an update and as a delete. */
export interface PlanCounts {
  readonly create: number
  readonly update: number
  readonly replace: number
  readonly adopt: number
  readonly delete: number
  /** Of those, the hosts of which nothing is left: what the limit on deletes counts. */
  readonly gone: number
  readonly release: number
  readonly transfer: number
  readonly repair: number
  readonly unchanged: number
  readonly blocked: number
  readonly owned: number
  /** Rows of the ledger that are put or removed. */
  readonly ledgerChanges: number
  /** Record-set changes, ownership TXT included, an update as one. */
  readonly recordSetChanges: number
}

export function countPlan(plan: Plan): PlanCounts {
  const hosts = plan.zones.flatMap((zone) => zone.hosts)
  const shown = shownHosts(hosts)
  const count = (action: HostPlan['action']) => shown.filter((host) => host.action === action).length
  const sum = (of: (zone: ZonePlan) => number) => plan.zones.reduce((total, zone) => total + of(zone), 0)
  return {
    create: count('create'),
    update: count('update'),
    replace: count('replace'),
    adopt: count('adopt'),
    delete: count('delete'),
    gone: sum((zone) => goneHosts(zone).length),
    release: count('release'),
    transfer: count('transfer'),
    repair: count('repair'),
    unchanged: sum((zone) => zone.unchangedHosts),
    blocked: plan.blocked.length,
    owned: sum((zone) => zone.ownedHosts),
    ledgerChanges: new Set(hosts.flatMap((host) => host.ledger.map(changedKey))).size,
    recordSetChanges: hosts.reduce((total, host) => total + host.changes.length + host.ownership.length, 0),
  }
}

/** A host is a name with its set identifier. Neither a replacement nor a leftover type of a kept host counts, nor a text alone. */
export function goneHosts(plan: ZonePlan): readonly HostPlan[] {
  return plan.hosts.filter((host) => host.action === 'delete' && host.changes.length > 0 && host.isGone)
}

/** True when applying it would write nothing. */
export function isEmptyPlan(plan: Plan): boolean {
  return plan.zones.every((zone) => zone.hosts.length === 0)
}

/** True when objects had problems for which a run ends with 4. */
export function hasProblems(plan: Plan): boolean {
  return plan.blocked.some((block) => PROBLEM_REASONS.has(block.reason))
}

/** Why nothing is done where a text stands that cannot be read: it may be anybody's. */
export function unreadableText({recordSet}: OwnershipRecord): Pick<Blocked, 'reason' | 'detail' | 'fix' | 'owner'> {
  return {
    reason: 'unreadable',
    detail: `the ownership TXT ${recordSet.name} is encrypted, and no key that was given opens it`,
    fix: 'give its key in --txt-encrypt-aes-key',
    owner: undefined,
  }
}
