import type {Claim, Claims} from '../../registry/claim.js'
import {textsOf} from '../../registry/claim.js'
import type {OwnerId} from '../../registry/ownership.js'
import {nameFilter} from '../decide/name-contexts.js'
import type {OwnershipInput} from '../plan-input.js'
import {type DraftedHosts, draftHosts, type OwnershipStep} from './ownership-step.js'
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
  const parts = ownedClaims(input, claims).map((claim): OwnershipStep => {
    const texts = textsOf(claim.ownershipRecords).filter((text) => text.owner === owner)
    const block = blockOf(texts)
    if (block !== undefined) return {claim, origins: [], block}
    return {claim, origins: [], ownership: texts.map(removal)}
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
  const resourceOf = (claim: Claim) => (claim.kind === 'unowned' ? '' : claim.resource)
  const changeOwner = makeOwnerChange(input, claims, owned, writers, {from: writers.owner, to, resourceOf})
  const parts = owned.map((claim): OwnershipStep => {
    const made = changeOwner(claim)
    return 'reason' in made ? {claim, origins: [], block: made} : {claim, origins: [], ownership: made}
  })
  return draftHosts({action: 'transfer', parts, notes: [`handed over to owner ${to}`]})
}

/** What is ours, of every type: a host is given up whole. */
function ownedClaims({settings}: OwnershipInput, {claims}: Claims): readonly Claim[] {
  const passes = nameFilter(settings)
  return claims.filter((claim) => claim.kind === 'owned' && passes(claim.recordSet.name))
}
