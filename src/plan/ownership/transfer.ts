import type {RecordSet} from '../../dns/record-set.js'
import type {Claim, Claims, OwnershipTxt} from '../../registry/claim.js'
import {isDecisive, textsOf, textUsers} from '../../registry/claim.js'
import type {OwnerId} from '../../registry/ownership.js'
import type {OwnershipChange} from '../change.js'
import type {PlanInput} from '../plan-input.js'
import {type Bookkeeping, slotProblem, type TxtBlock} from './ownership-change.js'
import {ownText, replaceOwnText, toGuardSet, withValue} from './txt-slots.js'
import {blockForUnread} from './unread-zones.js'

/** From whom to whom, and what the text of a record set names afterwards. */
export interface HandOver {
  readonly from: OwnerId
  readonly to: OwnerId
  readonly resourceOf: (claim: Claim) => string
}

/**
 * Makes another owner of the texts of some record sets, each swapped for exactly what was read. A text that speaks of a
 * record set which stays behind is left alone; where it decides, a text of its own is written beside it.
 */
export function makeHandOver(
  input: Pick<PlanInput, 'zones' | 'unread'>,
  claims: Claims,
  moving: readonly Claim[],
  {slots, codec}: NonNullable<Bookkeeping>,
  {from, to, resourceOf}: HandOver,
): (claim: Claim) => readonly OwnershipChange[] | TxtBlock {
  const users = textUsers(claims.claims)
  const isMoving = new Set<Claim>(moving)
  const isShared = (text: OwnershipTxt) => (users.get(text) ?? []).some((other) => !isMoving.has(other))
  const swapped = (text: OwnershipTxt, claim: Claim): RecordSet => {
    const value = codec.write({owner: to, resource: resourceOf(claim), labels: text.labels}, ownText(text.recordSet))
    return replaceOwnText(text.recordSet, withValue(text.recordSet, value))
  }
  const blockOf = blockForUnread(input)
  return (claim) => {
    const texts = textsOf(claim.guards).filter((text) => text.owner === from)
    const unread = blockOf(texts)
    if (unread !== undefined) return unread
    const changes = texts
      .filter((text) => !isShared(text))
      .map((text): OwnershipChange => ({kind: 'update', current: text, zone: text.zone, desired: swapped(text, claim)}))
    const decisive = texts.find((text) => isDecisive(text, claim))
    if (decisive === undefined || !isShared(decisive)) return changes
    const slot = slots.slotFor(claim.zone, claim.recordSet)
    const block = slotProblem(slot, claim, to, undefined)
    if (slot === undefined || block !== undefined) return {...sharedText(decisive), ...block}
    const wish = {recordSet: claim.recordSet, resource: resourceOf(claim), labels: decisive.labels}
    return [...changes, {kind: 'create', zone: slot.zone, desired: toGuardSet(slot, wish, {owner: to, codec})}]
  }
}

/** A text that speaks of more than what is asked for. */
function sharedText({recordSet, owner}: OwnershipTxt): TxtBlock {
  const detail = `its ownership TXT ${recordSet.name} speaks of another record as well`
  return {reason: 'conflict-lost', detail, fix: undefined, owner}
}
