import {toStoredName} from '../dns/dns-name.js'
import {type Claim, type Claims, effectiveGuard, type OwnershipTxt} from '../registry/claim.js'
import type {OwnerId} from '../registry/ownership.js'
import type {HostPlan, OwnershipChange} from './change.js'
import {replaceOwnText} from './txt-slots.js'

/** `prune --orphans`: own ownership TXT that speak of no record set there is. */
export function orphanHosts(claims: Claims, owner: OwnerId): readonly HostPlan[] {
  return claims.orphans
    .filter((orphan) => orphan.owner === owner)
    .map((orphan) => txtHost(orphan, 'ownership TXT without a record'))
}

/**
 * `prune --obsolete-txt`: own texts in an older format, where each record set they speak of has a readable text in
 * the current format by the same owner.
 */
export function obsoleteHosts(claims: Claims, owner: OwnerId): readonly HostPlan[] {
  const users = new Map<OwnershipTxt, Claim[]>()
  for (const claim of claims.claims) {
    for (const guard of [claim.guards.legacyAlias, claim.guards.untyped]) {
      if (guard !== undefined) users.set(guard, [...(users.get(guard) ?? []), claim])
    }
  }
  return [...users]
    .filter(([guard, guarded]) => guard.owner === owner && guarded.every((claim) => isCovered(claim, guard, owner)))
    .map(([guard]) => txtHost(guard, 'older format; the record has an ownership TXT in the current one'))
}

function isCovered(claim: Claim, guard: OwnershipTxt, owner: OwnerId): boolean {
  return effectiveGuard(claim.guards) !== guard && claim.guards.typed?.owner === owner
}

function txtHost(guard: OwnershipTxt, note: string): HostPlan {
  const rest = replaceOwnText(guard.recordSet, undefined)
  const change: OwnershipChange =
    rest === undefined
      ? {kind: 'delete', current: guard, zone: guard.zone}
      : {kind: 'update', current: guard, zone: guard.zone, desired: rest}
  return {
    zone: guard.zone,
    name: guard.host === '' ? guard.recordSet.name : toStoredName(guard.host),
    setIdentifier: guard.recordSet.setIdentifier,
    action: 'delete',
    changes: [],
    ownership: [change],
    isGone: false,
    origins: [],
    formerResources: guard.resource === '' ? [] : [guard.resource],
    notes: [note],
  }
}
