import type {Claim, Claims} from '../../registry/claim.js'
import {textsOf} from '../../registry/claim.js'
import type {OwnerId} from '../../registry/ownership.js'
import {nameFilter} from '../decide/name-contexts.js'
import type {OwnershipInput} from '../plan-input.js'
import {type HostPart, type Offer, offerHosts} from './host-part.js'
import {type Bookkeeping, removal} from './ownership-change.js'
import {makeHandOver} from './transfer.js'
import {blockForUnread} from './unread-zones.js'

/** Takes away our texts and leaves the records: they are nobody's then. */
export function releaseHosts(input: OwnershipInput, claims: Claims, {owner}: NonNullable<Bookkeeping>): Offer {
  const blockOf = blockForUnread(input)
  const parts = ownedClaims(input, claims).map((claim): HostPart => {
    const texts = textsOf(claim.guards).filter((text) => text.owner === owner)
    const block = blockOf(texts)
    if (block !== undefined) return {claim, origins: [], block}
    return {claim, origins: [], ownership: texts.map(removal)}
  })
  return offerHosts({action: 'release', parts, notes: ['the record stays, without an owner']})
}

/** Names another owner in our texts, each host in one batch, so that it is never without one. */
export function transferHosts(
  input: OwnershipInput,
  claims: Claims,
  books: NonNullable<Bookkeeping>,
  to: OwnerId,
): Offer {
  const given = ownedClaims(input, claims)
  const resourceOf = (claim: Claim) => (claim.kind === 'unowned' ? '' : claim.resource)
  const handOver = makeHandOver(input, claims, given, books, {from: books.owner, to, resourceOf})
  const parts = given.map((claim): HostPart => {
    const made = handOver(claim)
    return 'reason' in made ? {claim, origins: [], block: made} : {claim, origins: [], ownership: made}
  })
  return offerHosts({action: 'transfer', parts, notes: [`handed over to owner ${to}`]})
}

/** What is ours, of every type: a host is given up whole. */
function ownedClaims({settings}: OwnershipInput, {claims}: Claims): readonly Claim[] {
  const passes = nameFilter(settings)
  return claims.filter((claim) => claim.kind === 'owned' && passes(claim.recordSet.name))
}
