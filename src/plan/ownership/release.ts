import {type Claim, type Claims, resourceOf, textsOf} from '../../registry/claim.js'
import type {OwnerId} from '../../registry/ownership.js'
import {nameFilter} from '../decide/name-contexts.js'
import type {OwnershipInput} from '../plan-input.js'
import {type DraftedHosts, draftHosts, toStep} from './ownership-step.js'
import {type OwnershipWriter, removal} from './ownership-writer.js'
import {makeOwnerChange} from './transfer.js'
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
  const changeOwner = makeOwnerChange(input, claims, owned, writers, {from: writers.owner, to, resourceOf})
  const parts = owned.map((claim) => toStep(claim, changeOwner(claim)))
  return draftHosts({action: 'transfer', parts, notes: [`handed over to owner ${to}`]})
}

/** What is ours, of every type: a host is given up whole. */
function ownedClaims({settings}: OwnershipInput, {claims}: Claims): readonly Claim[] {
  const passes = nameFilter(settings)
  return claims.filter((claim) => claim.kind === 'owned' && passes(claim.recordSet.name))
}
