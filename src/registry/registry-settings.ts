import type {OwnerId} from './ownership.js'
import type {OwnershipCodec} from './ownership-codec.js'
import type {TxtNaming} from './txt-name.js'

interface OwnedRegistry extends TxtNaming {
  /** Where a run has several clusters, the owner of the first one. */
  readonly ownerId: OwnerId
  /** Every owner for whom this run speaks, in the order of its clusters, without repeats. */
  readonly owners: readonly OwnerId[]
  /** False when no owner was given and `default` is assumed; deletes then need `--txt-owner-id=default`. */
  readonly ownerIsChosen: boolean
  /** The owner in `--migrate-from-txt-owner`: hosts requested here may be taken over from it. */
  readonly migrateFrom: OwnerId | undefined
  /** `--create-ptr`: every object may have PTR records too, so an old-format TXT covers them as well. */
  readonly createsPtr?: boolean
  /** Plain or encrypted texts. */
  readonly codec: OwnershipCodec
}

/** The place of a ledger. An empty region is the one that the SDK finds. */
export type LedgerPlace = {readonly kind: 'dynamodb'; readonly table: string; readonly region: string}

/** Where ownership is kept: in TXT next to the records, in a ledger outside the zones, or nowhere. */
export type RegistrySettings =
  | (OwnedRegistry & {readonly kind: 'txt'})
  /** TXT are read too: a record with one of ours and without a row comes from a TXT registry, and gets its row. */
  | (OwnedRegistry & {readonly kind: 'ledger'; readonly place: LedgerPlace})
  | {readonly kind: 'noop'}

/** True for a text or record set of an owner for whom this run speaks. */
export function isOurs(registry: RegistrySettings, owner: OwnerId): boolean {
  return registry.kind !== 'noop' && registry.owners.includes(owner)
}
