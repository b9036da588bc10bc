import type {DnsName} from '../dns/dns-name.js'
import type {ObjectProblem, PendingHost} from '../dns/endpoint.js'
import type {RecordSet} from '../dns/record-set.js'
import type {Zone} from '../dns/zone.js'
import type {LedgerRow} from '../registry/ledger.js'
import type {RegistrySettings} from '../registry/registry-settings.js'
import type {Candidate} from './candidate.js'
import type {Blocked, PlanWarning, ZoneReading} from './plan.js'
import type {PlanSettings} from './plan-settings.js'
import type {ProviderRules} from './provider-rules.js'
import type {AgeLimit} from './prune-age.js'

/** What was read of one selected zone. */
export interface ZoneSnapshot {
  readonly zone: Zone
  readonly reading: ZoneReading
  readonly recordSets: readonly RecordSet[]
}

/** `prune`: deletions only, whatever the policy. */
export interface PruneWish {
  readonly kind: 'prune'
  readonly removesOrphans: boolean
  readonly removesObsoleteTxt: boolean
  /** Undefined: whatever its age. */
  readonly age?: AgeLimit | undefined
}

/** What files, in place of a live cluster, can say. */
export interface ManifestsView {
  /** False: what is not in them may exist all the same. */
  readonly isComplete: boolean
  /** False: targets that only a running cluster knows are known after deploy. */
  readonly hasLiveStatus: boolean
  /** Kinds without which a chosen source can say nothing and of which the files hold none, as `nodes`: they are not the whole. */
  readonly lacks: readonly string[]
}

/** True when what the manifests do not ask for is asked for by nobody. */
export function isWhole({isComplete, lacks}: ManifestsView): boolean {
  return isComplete && lacks.length === 0
}

export interface PlanInput {
  readonly settings: PlanSettings
  readonly registry: RegistrySettings
  readonly context: string
  readonly objects: number
  readonly wantedHosts: number
  /** The names of the chosen sources, where they are known. */
  readonly sources?: readonly string[] | undefined
  readonly zones: readonly ZoneSnapshot[]
  /** Zones of the listing that were not selected and hold records: what may speak of one of those stays. */
  readonly unread?: readonly Zone[] | undefined
  readonly candidates: readonly Candidate[]
  /**
   * What objects ask for that is not done here, each in the zone that would take it, which may not be read: names and types
   * that the filters leave out, what no selected zone takes, other shards. An object of which one cannot be done is a problem.
   */
  readonly leftOut?: readonly Candidate[]
  /** False for names of which another shard speaks; undefined: there is none. */
  readonly takes?: ((name: string) => boolean) | undefined
  /** `dnsName` in plan form. Of every shard. */
  readonly pending: readonly PendingHost[]
  /** Of every shard. */
  readonly problems: readonly ObjectProblem[]
  /** What was left out before the zones were looked at: no zone, filtered, no DNS name. */
  readonly unplaced: readonly Blocked[]
  readonly warnings: readonly PlanWarning[]
  readonly rules: ProviderRules
  readonly wish: {readonly kind: 'apply'} | PruneWish
  /** Undefined for a live cluster. */
  readonly manifests?: ManifestsView | undefined
  /** Every row of the ledger, whoever owns it; undefined where ownership is not kept in one. */
  readonly ledger?: readonly LedgerRow[] | undefined
  /** Hosts that somebody asks about without narrowing the plan to them, as `explain` does: all of them was read. */
  readonly lookedAt?: readonly DnsName[] | undefined
}
