import type {OwnerId} from './ownership.js'
import type {OwnershipCodec} from './ownership-codec.js'

/** How ownership is kept. */
export type RegistrySettings =
  | {
      readonly kind: 'txt'
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
      /** Plain or encrypted texts. */
      readonly codec: OwnershipCodec
    }
  | {readonly kind: 'noop'}
