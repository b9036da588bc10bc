import type {DnsName} from '../../dns/dns-name.js'
import type {RecordSet, RecordType} from '../../dns/record-set.js'
import type {Zone} from '../../dns/zone.js'
import type {Claim} from '../../registry/claim.js'
import type {OwnerId} from '../../registry/ownership.js'
import type {Blocked, BlockedCause, BlockedReason} from '../blocked.js'
import type {Field, NonEmpty} from '../change.js'
import type {TxtLocation} from '../ownership/txt-locations.js'
import type {OwnerOf} from '../parties.js'
import type {Candidate, ProviderRules} from '../plan-input.js'
import type {Policy} from '../plan-settings.js'
import type {Retention} from './retention.js'

export type OwnedClaim = Claim & {readonly kind: 'owned'}

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

/** The record set was another owner's of this run. */
export function isMove(intent: Intent): intent is UpdateIntent {
  return intent.kind === 'update' && intent.claim.owner !== intent.candidate.owner
}

export type ChangingIntent = Exclude<Intent, {kind: 'same'}>
export type UpdateIntent = Extract<Intent, {kind: 'update'}>

/** A candidate that is blocked although it won against all others of its type. */
export interface Refusal {
  readonly candidate: Candidate
  readonly block: Blocked
}

/** Which of the intents of a name can be done, and which cannot. */
export interface Resolved {
  readonly accepted: readonly Intent[]
  readonly refused: readonly Refusal[]
}

/** A record set that will stand at the name whatever this plan does, and whose it is. */
export interface ExistingSet extends BlockedCause {
  readonly set: RecordSet
}

export interface NameContext {
  readonly zone: Zone
  readonly name: DnsName
  /** Record sets at the name of every type, ownership TXT of other hosts and the zone's own NS and SOA left out. */
  readonly claims: readonly Claim[]
  readonly candidates: readonly Candidate[]
  /** Why the whole name is left as it is. */
  readonly lock: BlockedReason | undefined
  /** Why sets that nobody asks for stay: Route 53 would refuse what is to come in their place. */
  readonly kept: BlockedReason | undefined
  readonly retention: Retention
  readonly policy: Policy
  readonly isPrune: boolean
  readonly migrateFrom: string | undefined
  /** Those for whom the run plans, in the order of their clusters. */
  readonly owners: readonly (OwnerId | undefined)[]
  readonly ownerOf: OwnerOf
  /** Why an owned record set that nobody asks for stays; undefined: it may go. */
  keepReason(claim: OwnedClaim): BlockedReason | undefined
  /** The same whatever the policy: why no other owner may have it. */
  holdReason(claim: OwnedClaim): BlockedReason | undefined
  readonly rules: ProviderRules
  isManaged(type: string): boolean
  /** Why the flags leave a set of ours alone that external-dns would manage by default; undefined where that need not be told. */
  leftOutBy(claim: OwnedClaim): BlockedReason | undefined
  /** The claim's ownership stands under no typed name, or in no ledger row, although it could. */
  lacksOwnership(claim: Claim): boolean
  hiddenTextOf(set: RecordSet): string | undefined
  /** True for the AAAA of an alias whose target has no AAAA record: nobody gets that type, its rivals neither. */
  isCompanionWithoutTarget(wanted: RecordSet): boolean
  /** The TXT set at the place of an ownership text, as far as it is known where this plan leads. */
  standsAt(location: TxtLocation): RecordSet | undefined
  /** True where all types of a row have one ownership text, because no selected zone takes typed ones. */
  readonly sharesOwnershipRecord: boolean
  /** The `resource` in the text of that owner that stands where the ownership of such a set belongs; undefined when none does. */
  recordedResource(type: RecordType, setIdentifier: string | undefined, owner: OwnerId | undefined): string | undefined
}

export interface RowDecision {
  readonly setIdentifier: string | undefined
  /** Whose the row is or becomes. */
  readonly owner: OwnerId | undefined
  readonly intents: readonly Intent[]
  /** Sets that Route 53 would not take beside the new ones: deleted in the same batch. */
  readonly replaced: readonly OwnedClaim[]
  readonly removed: readonly OwnedClaim[]
  /** What the one ownership text of all types names; undefined where each type has its own. */
  readonly recordedResource: string | undefined
}

export interface NameDecision {
  readonly rows: readonly RowDecision[]
  readonly blocked: readonly Blocked[]
  /** Sets of ours for which no object asks, nor for one that Route 53 would not take beside them; some may have to stay. */
  readonly unwanted: readonly OwnedClaim[]
}
