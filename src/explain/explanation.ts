import type {DnsName} from '../dns/dns-name.js'
import type {Origin} from '../dns/endpoint.js'
import type {RecordSet} from '../dns/record-set.js'
import type {Zone} from '../dns/zone.js'
import type {Plan} from '../plan/plan.js'
import {type Claim, isZonesOwn, type OwnershipRecord} from '../registry/claim.js'

/** One thing that an object asks of the host, as its source yields it, before any flag changes it. */
export interface HostRequest {
  readonly source: string
  readonly origin: Origin
  /** The host as the object writes it, where that differs; the wildcard, where that is what covers it. */
  readonly writtenAs: string | undefined
  readonly setIdentifier: string | undefined
  readonly result:
    | {
        readonly kind: 'endpoint'
        readonly type: string
        readonly targets: readonly string[]
        readonly ttlSeconds: number | undefined
      }
    /** `has no address yet`. */
    | {readonly kind: 'pending'; readonly reason: string}
    | {readonly kind: 'problem'; readonly problem: string}
}

/** An object that would ask for the host, if it were not for some flags or its own controller annotation. */
export interface FilteredOut {
  readonly request: HostRequest
  /** `--namespace=shop`, each of which alone keeps it out; all that may, where only several together do. */
  readonly by: readonly string[]
}

/** What the wrapper chain, or Route 53's own rules, make of the wishes for the host. */
export interface WrapperStep {
  /** The flag or rule: `--force-default-targets`. */
  readonly name: string
  /** `CNAME lb.example.net`, sorted; empty before a step that makes the wish, or after one that drops it. */
  readonly before: readonly string[]
  readonly after: readonly string[]
}

/** A zone of the account that could hold the host. */
export interface ZoneVerdict {
  readonly zone: Zone
  readonly isChosen: boolean
  /** The rule, as a phrase: `the longest selected public zone that holds the name`. */
  readonly rule: string
}

/** What stands in Route 53 near the host and speaks for or against it. */
export type Neighbour =
  | {readonly kind: 'wildcard'; readonly zone: Zone; readonly recordSet: RecordSet}
  /** A name server set above the host: whoever asks for the host is sent there. */
  | {readonly kind: 'delegation'; readonly zone: Zone; readonly recordSet: RecordSet}

/**
 * How the host stands. `change`: something is to be written · `blocked`: something wanted is not · `unchanged`: as wanted ·
 * `dropped`: asked for, and a wrapper leaves nothing of it · `leftover`: ours, and nobody asks for it · `not-ours`: nobody
 * asks, and what is there is not ours · `nothing`: nobody asks and no selected zone has it.
 */
export const VERDICTS = ['change', 'blocked', 'unchanged', 'dropped', 'leftover', 'not-ours', 'nothing'] as const
type Verdict = (typeof VERDICTS)[number]

/** The whole causal chain of one host. */
export interface HostExplanation {
  readonly host: DnsName
  readonly verdict: Verdict
  /** Sorted by object, then field. */
  readonly requests: readonly HostRequest[]
  /** Objects that ask for a wildcard above the host. */
  readonly covering: readonly HostRequest[]
  readonly filteredOut: readonly FilteredOut[]
  /** The nearest name that somebody asks for, where nobody asks for this one. */
  readonly nearestName: string | undefined
  readonly passesDomainFilters: boolean
  readonly steps: readonly WrapperStep[]
  readonly zones: readonly ZoneVerdict[]
  readonly stored: readonly Claim[]
  /** Ownership TXT that name the host and speak of no record set there is. */
  readonly orphans: readonly OwnershipRecord[]
  readonly neighbours: readonly Neighbour[]
  /** What could not be looked at, phrases without a full stop. */
  readonly gaps: readonly string[]
  /** The plan for this host and no other: what `plan --only HOST` shows. */
  readonly plan: Plan
}

export interface HostFacts {
  /** Narrowed to the host. */
  readonly plan: Plan
  readonly stored: readonly Claim[]
  readonly isRequested: boolean
  /** True when what is asked reached the plan. */
  readonly isPlaced: boolean
}

/** The plan's own answer in one word; where it says nothing of the host, what was found says why. */
export function verdictOf({plan, stored, isRequested, isPlaced}: HostFacts): Verdict {
  if (plan.zones.some(({hosts}) => hosts.length > 0)) return 'change'
  if (plan.blocked.length > 0) return 'blocked'
  if (isPlaced) return 'unchanged'
  if (isRequested) return 'dropped'
  if (stored.some(({kind}) => kind === 'owned')) return 'leftover'
  // They are in every zone, also in one that was not read.
  return stored.some(({zone, recordSet}) => !isZonesOwn(zone, recordSet)) ? 'not-ours' : 'nothing'
}
