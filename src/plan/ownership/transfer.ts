import type {Claim, Claims, OwnershipRecord} from '../../registry/claim.js'
import {decidingRecord, textsOf, textUsers} from '../../registry/claim.js'
import type {OwnerId} from '../../registry/ownership.js'
import type {BlockedReason} from '../blocked.js'
import type {OwnershipChange} from '../change.js'
import {ownershipPhrases} from '../ownership-phrases.js'
import type {PlanInput} from '../plan-input.js'
import {locationProblem, type OwnershipWriter} from './ownership-writer.js'
import {rewritten, toOwnershipSet} from './txt-locations.js'
import {blockForUnread} from './unread-zones.js'

export interface OwnerChange {
  readonly from: OwnerId
  readonly to: OwnerId
  readonly resourceOf: (claim: Claim) => string
}

/** Swaps the owner in texts; one that speaks of a set that stays as well is left, and another is put beside it. */
export function makeOwnerChange(
  input: Pick<PlanInput, 'zones' | 'unread'>,
  claims: Claims,
  moving: readonly Claim[],
  {locations, codec}: NonNullable<OwnershipWriter>,
  {from, to, resourceOf}: OwnerChange,
): (claim: Claim) => readonly OwnershipChange[] | BlockedReason {
  const users = textUsers(claims.claims)
  const isMoving = new Set<Claim>(moving)
  const isShared = (text: OwnershipRecord) => (users.get(text) ?? []).some((other) => !isMoving.has(other))
  const blockOf = blockForUnread(input)
  return (claim) => {
    const texts = textsOf(claim.ownershipRecords).filter((text) => text.owner === from)
    const unread = blockOf(texts)
    if (unread !== undefined) return unread
    const resource = resourceOf(claim)
    const changes = texts
      .filter((text) => !isShared(text))
      .map((text) => rewritten(text, {owner: to, resource, labels: text.labels}, {codec}))
    const decisive = texts.find((text) => text === decidingRecord(claim.ownershipRecords))
    if (decisive === undefined || !isShared(decisive)) return changes
    const location = locations.locationOf(claim.zone, claim.recordSet)
    const block = locationProblem(location, {...claim, owner: to})
    if (location === undefined || block !== undefined) return block ?? ownershipPhrases.sharedText(decisive)
    const ownedHost = {recordSet: claim.recordSet, resource, labels: decisive.labels}
    return [
      ...changes,
      {kind: 'create', zone: location.zone, desired: toOwnershipSet(location, ownedHost, {owner: to, codec})},
    ]
  }
}
