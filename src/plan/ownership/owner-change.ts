import {
  type Claim,
  type Claims,
  decidingRecord,
  type OwnershipRecord,
  resourceOf,
  textsOf,
  textUsers,
} from '../../registry/claim.js'
import type {OwnerId} from '../../registry/ownership.js'
import type {BlockedReason} from '../blocked.js'
import type {OwnershipChange} from '../change.js'
import {nameFilter} from '../decide/name-contexts.js'
import type {OwnershipInput, PlanInput} from '../plan-input.js'
import {type DraftedHosts, draftHosts, toStep} from './ownership-step.js'
import {locationProblem, type OwnershipWriter, removal} from './ownership-writer.js'
import {rewritten, toOwnershipSet} from './txt-locations.js'
import {blockForUnread} from './unread-zones.js'

/** Takes away our texts and leaves the records: they are nobody's then. */
export function releaseHosts(
  input: OwnershipInput,
  claims: Claims,
  {owner}: NonNullable<OwnershipWriter>,
): DraftedHosts {
  const blockOf = blockForUnread(input)
  const parts = ownedClaims(input, claims).map((claim) => {
    const texts = textsOf(claim.ownershipRecords).filter((text) => text.owner === owner)
    return toStep(claim, blockOf(texts) ?? texts.map(removal))
  })
  return draftHosts({action: 'release', parts, notes: ['the record stays, without an owner']})
}

/** Names another owner in our texts, each host in one batch, so that it is never without one. */
export function transferHosts(
  input: OwnershipInput,
  claims: Claims,
  writers: NonNullable<OwnershipWriter>,
  to: OwnerId,
): DraftedHosts {
  const owned = ownedClaims(input, claims)
  const changeOwner = makeOwnerChange(input, claims, owned, writers, {
    from: writers.owner,
    to,
    resourceAfter: resourceOf,
  })
  const parts = owned.map((claim) => toStep(claim, changeOwner(claim)))
  return draftHosts({action: 'transfer', parts, notes: [`handed over to owner ${to}`]})
}

/** What is ours, of every type: a host is given up whole. */
function ownedClaims({settings}: OwnershipInput, {claims}: Claims): readonly Claim[] {
  const passes = nameFilter(settings)
  return claims.filter((claim) => claim.kind === 'owned' && passes(claim.recordSet.name))
}

export interface OwnerChange {
  readonly from: OwnerId
  readonly to: OwnerId
  readonly resourceAfter: (claim: Claim) => string
}

/** Swaps the owner in texts; one that speaks of a set that stays as well is left, and another is put beside it. */
export function makeOwnerChange(
  input: Pick<PlanInput, 'zones' | 'unread'>,
  claims: Claims,
  moving: readonly Claim[],
  {locations, codec, owner}: NonNullable<OwnershipWriter>,
  {from, to, resourceAfter}: OwnerChange,
): (claim: Claim) => readonly OwnershipChange[] | BlockedReason {
  const users = textUsers(claims.claims)
  const isMoving = new Set<Claim>(moving)
  const isShared = (text: OwnershipRecord) => (users.get(text) ?? []).some((other) => !isMoving.has(other))
  const blockOf = blockForUnread(input)
  return (claim) => {
    const texts = textsOf(claim.ownershipRecords).filter((text) => text.owner === from)
    const unread = blockOf(texts)
    if (unread !== undefined) return unread
    const resource = resourceAfter(claim)
    const changes = texts
      .filter((text) => !isShared(text))
      .map((text) => rewritten(text, {owner: to, resource, labels: text.labels}, {codec}))
      .map((change) => (to === owner ? change : {...change, owner: to}))
    const decisive = texts.find((text) => text === decidingRecord(claim.ownershipRecords))
    if (decisive === undefined || !isShared(decisive)) return changes
    const location = locations.locationOf(claim.zone, claim.recordSet)
    const block = locationProblem(location, {...claim, owner: to})
    if (block !== undefined) return block
    const ownedHost = {recordSet: claim.recordSet, resource, labels: decisive.labels}
    return [
      ...changes,
      {kind: 'create', zone: location.zone, desired: toOwnershipSet(location, ownedHost, {owner: to, codec})},
    ]
  }
}
