import type {RecordSet} from '../dns/record-set.js'
import {compareZones, type Zone} from '../dns/zone.js'
import type {Claim, Claims, OwnershipTxt} from '../registry/claim.js'
import type {RegistrySettings} from '../registry/registry-settings.js'
import type {Candidate} from './candidate.js'
import type {Holds} from './holds.js'
import type {Bookkeeping} from './host-plan.js'
import type {NameContext} from './name-decision.js'
import type {PlanInput} from './plan-input.js'
import type {PlanSettings} from './plan-settings.js'

/** One context per name and zone that has a wish or a managed record set which the filters let through. */
export function nameContexts(
  input: PlanInput,
  claims: Claims,
  candidates: readonly Candidate[],
  holds: Holds,
  bookkeeping: Bookkeeping,
): readonly NameContext[] {
  const {settings, registry, wish} = input
  const isManaged = (type: string) => settings.managedTypes.includes(type) && !settings.excludedTypes.includes(type)
  const only = new Set<string>(settings.only)
  const passes = (name: string) => (only.size === 0 || only.has(name)) && settings.domainFilter.matches(name)
  const wanted = groupByName(
    candidates,
    (candidate) => candidate.zone,
    (candidate) => candidate.recordSet.name,
  )
  const stored = groupByName(
    claims.claims,
    (claim) => claim.zone,
    (claim) => claim.recordSet.name,
  )
  const guards = groupByName(
    claims.guards,
    (guard) => guard.zone,
    (guard) => guard.recordSet.name,
  )
  const users = usersOfGuards(claims)
  const contexts: NameContext[] = []
  for (const {zone} of [...input.zones].sort((a, b) => compareZones(a.zone, b.zone))) {
    const names = new Set([...(wanted.get(zone)?.keys() ?? []), ...(stored.get(zone)?.keys() ?? [])])
    for (const name of [...names].filter(passes).sort()) {
      const textsHere = guards.get(zone)?.get(name) ?? []
      const mayGo = (guard: OwnershipTxt) =>
        guard.owner === bookkeeping?.owner &&
        (users.get(guard) ?? []).every((claim) => claim.zone === zone && claim.recordSet.name === name)
      contexts.push({
        zone,
        name,
        claims: stored.get(zone)?.get(name) ?? [],
        guardSets: textsHere.filter((guard) => !mayGo(guard)).map((guard) => guard.recordSet),
        ownTexts: textsHere.filter(mayGo),
        candidates: (wanted.get(zone)?.get(name) ?? []).filter((candidate) => isManaged(candidate.recordSet.type)),
        holds,
        policy: wish.kind === 'prune' ? 'sync' : settings.policy,
        isPrune: wish.kind === 'prune',
        migrateFrom: registry.kind === 'txt' && wish.kind === 'apply' ? registry.migrateFrom : undefined,
        deletes: mayDelete(registry, settings),
        rules: input.rules,
        isManaged,
        needsTypedTxt: (claim) =>
          bookkeeping !== undefined &&
          claim.guards.typed === undefined &&
          bookkeeping.slots.hasTypedSlot(claim.zone, claim.recordSet) &&
          !bookkeeping.slots.isTypedNameTaken(claim.recordSet),
      })
    }
  }
  return contexts
}

function usersOfGuards(claims: Claims): ReadonlyMap<OwnershipTxt, readonly Claim[]> {
  const users = new Map<OwnershipTxt, Claim[]>()
  for (const claim of claims.claims) {
    for (const guard of Object.values(claim.guards)) {
      if (guard === undefined) continue
      const known = users.get(guard)
      if (known === undefined) users.set(guard, [claim])
      else known.push(claim)
    }
  }
  return users
}

function mayDelete(registry: RegistrySettings, settings: PlanSettings): NameContext['deletes'] {
  if (registry.kind === 'noop' && !settings.allowsUnownedDeletes) {
    const detail = 'no object asks for it, and with registry noop nobody owns it'
    return {allowed: false, block: {reason: 'unowned', detail, fix: '--allow-unowned-deletes'}}
  }
  if (registry.kind === 'txt' && !registry.ownerIsChosen) {
    const detail = 'no object asks for it any more, and the owner "default" was assumed, not chosen'
    return {allowed: false, block: {reason: 'owner-not-chosen', detail, fix: '--txt-owner-id=default'}}
  }
  return {allowed: true}
}

function groupByName<T>(
  items: readonly T[],
  zoneOf: (item: T) => Zone,
  nameOf: (item: T) => RecordSet['name'],
): Map<Zone, Map<RecordSet['name'], T[]>> {
  const groups = new Map<Zone, Map<RecordSet['name'], T[]>>()
  for (const item of items) {
    const names = groups.get(zoneOf(item)) ?? new Map<RecordSet['name'], T[]>()
    groups.set(zoneOf(item), names)
    const same = names.get(nameOf(item))
    if (same === undefined) names.set(nameOf(item), [item])
    else same.push(item)
  }
  return groups
}
