import {type Claim, effectiveGuard, type Guards, type OwnershipTxt} from '../registry/claim.js'

/** Every text that speaks of one record set, the one that decides first. */
export function textsOf({typed, legacyAlias, untyped}: Guards): readonly OwnershipTxt[] {
  return [typed, legacyAlias, untyped].filter((text) => text !== undefined)
}

/** The record sets of which a text speaks. */
export function textUsers(claims: readonly Claim[]): ReadonlyMap<OwnershipTxt, readonly Claim[]> {
  const users = new Map<OwnershipTxt, Claim[]>()
  for (const claim of claims) {
    for (const text of textsOf(claim.guards)) {
      const same = users.get(text)
      if (same === undefined) users.set(text, [claim])
      else same.push(claim)
    }
  }
  return users
}

/** True when the text decides whose the record set is. */
export function isDecisive(text: OwnershipTxt, claim: Claim): boolean {
  return effectiveGuard(claim.guards) === text
}
