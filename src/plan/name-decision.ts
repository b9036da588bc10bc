import type {DnsName} from '../dns/dns-name.js'
import type {RecordSet} from '../dns/record-set.js'
import type {Zone} from '../dns/zone.js'
import type {Claim, OwnershipTxt} from '../registry/claim.js'
import type {Candidate} from './candidate.js'
import type {Field, NonEmpty} from './change.js'
import type {Holds} from './holds.js'
import type {Blocked} from './plan.js'
import type {Policy} from './plan-settings.js'
import type {ProviderRules} from './provider-rules.js'

export type OwnedClaim = Claim & {readonly kind: 'owned'}

/** What is to become of one wanted record set. */
export type Intent =
  | {readonly kind: 'create'; readonly candidate: Candidate}
  | {readonly kind: 'same'; readonly candidate: Candidate; readonly claim: OwnedClaim}
  | {
      readonly kind: 'update'
      readonly candidate: Candidate
      readonly claim: OwnedClaim
      readonly differs: NonEmpty<Field>
      /** The stored ownership names the owner in `--migrate-from-txt-owner`. */
      readonly isMigration: boolean
    }

/** A record set that will stand at the name whatever this plan does, and whose it is. */
export interface FixedSet {
  readonly set: RecordSet
  readonly reason: 'unowned' | 'owner-mismatch' | 'policy' | 'cname-conflict'
  readonly owner: string | undefined
}

/** Everything that bears on one name in one zone. */
export interface NameContext {
  readonly zone: Zone
  readonly name: DnsName
  /** Record sets at the name of every type, ownership TXT of other hosts left out. */
  readonly claims: readonly Claim[]
  /** Ownership TXT that stand at this very name and have to stay: they guard another one, or are another owner's. */
  readonly guardSets: readonly RecordSet[]
  /** Own texts at this very name that speak for nothing but sets of this name, or for nothing at all. */
  readonly ownTexts: readonly OwnershipTxt[]
  readonly candidates: readonly Candidate[]
  readonly holds: Holds
  readonly policy: Policy
  /** Only deletions are wanted: `prune`. */
  readonly isPrune: boolean
  /** The owner from whom wanted hosts are taken over. */
  readonly migrateFrom: string | undefined
  /** False: pure deletes wait for a named owner (or, with noop, for `--allow-unowned-deletes`). */
  readonly deletes:
    | {readonly allowed: true}
    | {readonly allowed: false; readonly block: Pick<Blocked, 'reason' | 'detail' | 'fix'>}
  readonly rules: ProviderRules
  isManaged(type: string): boolean
  /** The claim's ownership text stands under no typed name yet, although it could. */
  needsTypedTxt(claim: Claim): boolean
}

/** The outcome for one host, before its ownership TXT are worked out. */
export interface RowDecision {
  readonly setIdentifier: string | undefined
  readonly intents: readonly Intent[]
  /** Sets that Route 53 would not take beside the new ones: deleted in the same batch. */
  readonly replaced: readonly OwnedClaim[]
  /** Sets that nobody wants any more. */
  readonly removed: readonly OwnedClaim[]
}

export interface NameDecision {
  readonly rows: readonly RowDecision[]
  readonly blocked: readonly Blocked[]
}
