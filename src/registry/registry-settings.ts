import type {OwnerId} from './ownership.js'
import type {OwnershipCodec} from './ownership-codec.js'

interface OwnedRegistry {
  readonly ownerId: OwnerId
  /** False: nobody named an owner, `default` was assumed; pure deletes then wait for `--txt-owner-id=default`. */
  readonly ownerIsChosen: boolean
  /** Lower case, may hold `%{record_type}`; at most one of prefix and suffix is set. */
  readonly prefix: string
  readonly suffix: string
  /** Put in place of a leading `*` label; empty: none. */
  readonly wildcardReplacement: string
  /** The id in `--migrate-from-txt-owner`: hosts wanted here may be taken over from it. */
  readonly migrateFrom: OwnerId | undefined
  /** `--create-ptr`: any object may have a PTR record besides its own, so that a text in the old format speaks of it too. */
  readonly createsPtr?: boolean
  /** Plain or encrypted texts. */
  readonly codec: OwnershipCodec
}

/** Where a ledger lies. An empty region is the one that the SDK finds. */
export type LedgerPlace = {readonly kind: 'dynamodb'; readonly table: string; readonly region: string}

/** How ownership is kept: in TXT beside the records, in a ledger outside the zones, or not at all. */
export type RegistrySettings =
  | (OwnedRegistry & {readonly kind: 'txt'})
  /** TXT are read all the same: what has one of ours and no row was kept in TXT before, and gets its row. */
  | (OwnedRegistry & {readonly kind: 'ledger'; readonly place: LedgerPlace})
  | {readonly kind: 'noop'}
