import type {OwnerId} from '../registry/ownership.js'
import type {TxtNaming} from '../registry/txt-name.js'
import type {PlanInput} from './plan-input.js'

/** What an ownership command asks for; of which hosts, `PlanSettings.only` says. Records stay, except where `adopt` updates them. */
export type OwnershipWish =
  /** Unowned records that objects ask for become ours. `takesEqualOnly`: those that are as they should be. */
  | {readonly kind: 'adopt'; readonly takesEqualOnly: boolean}
  /** Hosts of `from` that objects ask for become ours. */
  | {readonly kind: 'migrate'; readonly from: OwnerId}
  /** What is ours becomes nobody's. */
  | {readonly kind: 'release'}
  /** What is ours becomes somebody else's. */
  | {readonly kind: 'transfer'; readonly to: OwnerId}
  | RepairWish

/**
 * What is ours gets the text that would be written today. `former`: how names of texts were made before.
 * `upgradesFormat`: older formats beside the current one go.
 */
export interface RepairWish {
  readonly kind: 'repair'
  readonly former: TxtNaming | undefined
  readonly upgradesFormat: boolean
}

export type OwnershipInput = Omit<PlanInput, 'wish'> & {readonly wish: OwnershipWish}

/** True where the objects have to be read: the others ask only what stands in the zones. */
export function asksObjects({kind}: OwnershipWish): boolean {
  return kind === 'adopt' || kind === 'migrate'
}

/** True where hosts of ours become somebody else's or nobody's, and no object says which. */
export function givesUp({kind}: OwnershipWish): boolean {
  return kind === 'release' || kind === 'transfer'
}
