import type {Verified} from '../dns/answer.js'
import type {DnsName} from '../dns/dns-name.js'
import type {Origin} from '../dns/endpoint.js'
import type {RecordSet} from '../dns/record-set.js'
import type {RecordedChange} from '../dns/recorded-change.js'
import type {Zone} from '../dns/zone.js'
import type {Plan} from '../plan/plan.js'
import {type Claim, isZonesOwn, type OwnershipRecord} from '../registry/claim.js'

/** One request of an object for the host, as its source yields it, before any wrapper. */
export interface HostRequest {
  readonly source: string
  readonly origin: Origin
  /** The host as the object writes it, if that differs; or the wildcard that covers it. */
  readonly writtenAs: string | undefined
  readonly setIdentifier: string | undefined
  readonly result:
    | {
        readonly kind: 'endpoint'
        readonly type: string
        readonly targets: readonly string[]
        readonly ttlSeconds: number | undefined
      }
    /** Continues a sentence that begins with the object: `has no address yet`. */
    | {readonly kind: 'pending'; readonly reason: string}
    | {readonly kind: 'problem'; readonly problem: string}
    /** A phrase: `left out by --label-filter`. */
    | {readonly kind: 'unused'; readonly reason: string}
}

/** An object that names the host and that certain flags leave out, or its own controller annotation. */
export interface FilteredOut {
  /** What the object makes of the host without them. */
  readonly request: HostRequest
  /** Flags, such as `--namespace=shop`, each of which alone excludes the object; if only several do, all that may. */
  readonly by: readonly string[]
}

/** A wrapper, or a rule of Route 53, that changes what is requested for the host. */
export interface WrapperStep {
  /** The flag or rule: `--force-default-targets`. */
  readonly name: string
  /** `CNAME lb.example.net`, sorted; empty before a step that adds it, or after one that drops it. */
  readonly before: readonly string[]
  readonly after: readonly string[]
}

export interface ZoneVerdict {
  readonly zone: Zone
  readonly isChosen: boolean
  /** The rule, as a phrase: `the longest selected public zone that holds the name`. */
  readonly rule: string
}

/** Something in Route 53 above the host that affects it. */
export interface Neighbour {
  /** `delegation`: an NS set, to whose name servers queries for the host are referred. */
  readonly kind: 'wildcard' | 'delegation'
  readonly zone: Zone
  readonly recordSet: RecordSet
  readonly claim: Claim
  /** Of a wildcard: an existing name because of which it does not answer for the host. */
  readonly hiddenBy: DnsName | undefined
}

export interface OwnershipOf {
  readonly text: OwnershipRecord
  /** The record sets that it belongs to; empty when none is there. */
  readonly claims: readonly Claim[]
}

/**
 * The state of the host. `change`: something is to be written · `blocked`: a requested change is not possible ·
 * `unchanged`: as requested · `dropped`: requested, but a wrapper drops it · `leftover`: ours, no longer requested ·
 * `not-ours`: not requested, and the record there is not ours · `ownership-txt`: only the ownership TXT of another name ·
 * `nothing`: not requested, and no selected zone has it.
 */
export const VERDICTS = [
  'change',
  'blocked',
  'unchanged',
  'dropped',
  'leftover',
  'not-ours',
  'ownership-txt',
  'nothing',
] as const
type Verdict = (typeof VERDICTS)[number]

export interface HostExplanation {
  readonly host: DnsName
  readonly verdict: Verdict
  readonly sources: {readonly read: readonly string[]; readonly notRead: readonly string[]}
  /** Sorted by object, then field. */
  readonly requests: readonly HostRequest[]
  readonly covering: readonly HostRequest[]
  readonly filteredOut: readonly FilteredOut[]
  /** The nearest requested name, when nobody asks for this one. */
  readonly nearestName: string | undefined
  readonly passesDomainFilters: boolean
  readonly steps: readonly WrapperStep[]
  readonly zones: readonly ZoneVerdict[]
  readonly stored: readonly Claim[]
  readonly ownershipOf: readonly OwnershipOf[]
  /** Ownership TXT for the host that belong to no existing record set. */
  readonly orphans: readonly OwnershipRecord[]
  readonly neighbours: readonly Neighbour[]
  /** What could not be checked, as phrases without a full stop. */
  readonly gaps: readonly string[]
  /** The newest first; empty also where they are not known. */
  readonly lastChanges: readonly RecordedChange[]
  /** Undefined when no name server was asked. */
  readonly verified: Verified | undefined
  /** The plan for this host only: what `plan --only HOST` shows. */
  readonly plan: Plan
}

export interface HostFacts extends Pick<HostExplanation, 'plan' | 'stored' | 'ownershipOf'> {
  readonly isRequested: boolean
  /** True when a request for the host reached the plan. */
  readonly isPlaced: boolean
}

/** The verdict in one word, from the plan; if the plan has nothing about the host, from what was found. */
export function verdictOf({plan, stored, ownershipOf, isRequested, isPlaced}: HostFacts): Verdict {
  if (plan.zones.some(({hosts}) => hosts.length > 0)) return 'change'
  if (plan.blocked.length > 0) return 'blocked'
  if (isPlaced) return 'unchanged'
  if (isRequested) return 'dropped'
  if (stored.some(({kind}) => kind === 'owned')) return 'leftover'
  // Every zone has them, also one that was not read.
  if (stored.some(({zone, recordSet}) => !isZonesOwn(zone, recordSet))) return 'not-ours'
  return ownershipOf.length > 0 ? 'ownership-txt' : 'nothing'
}
