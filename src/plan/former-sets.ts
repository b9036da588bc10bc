import {toStoredName} from '../dns/dns-name.js'
import type {RecordSet} from '../dns/record-set.js'
import {type Claims, type OwnershipTxt, reaches} from '../registry/claim.js'
import type {OwnerId} from '../registry/ownership.js'
import {formerSets} from '../registry/ownership.js'
import {conflict} from './coexistence.js'
import type {PlanInput} from './plan-input.js'
import type {ProviderRules} from './provider-rules.js'
import {textUsers} from './text-users.js'
import type {TxtSlot} from './txt-slots.js'
import {makeUnreadUsers} from './unread-zones.js'

/** Tells the texts that may speak of record sets in another zone than their own, as that of a child zone's apex. */
export function makeIsShared({zones}: Pick<PlanInput, 'zones'>): (text: OwnershipTxt) => boolean {
  const all = zones.map(({zone}) => zone)
  return (text) => all.some((zone) => zone !== text.zone && reaches(text, zone, toStoredName(text.host), all))
}

/** The identifiers of the sets of which a text that is written has to speak besides its own (see `formerSetLabels`). */
export type FormerSetsOf = (slot: TxtSlot, desired: RecordSet, rules: ProviderRules) => readonly string[]

/**
 * A text under another routing policy or identifier makes room for the new one, or Route 53 refuses that. Where record
 * sets of another zone rest on it, they would be nobody's until that zone is written too: the new text speaks of them.
 */
export function makeFormerSetsOf(
  input: Pick<PlanInput, 'zones' | 'unread'>,
  {claims, guards}: Pick<Claims, 'claims' | 'guards'>,
  owner: OwnerId,
): FormerSetsOf {
  const isShared = makeIsShared(input)
  const users = textUsers(claims)
  const unreadUsers = makeUnreadUsers(input)
  const own = new Map<string, OwnershipTxt[]>()
  for (const text of guards) {
    if (text.owner !== owner || text.host === '') continue
    const key = placeOf(text.zone.id, text.recordSet.name)
    own.set(key, [...(own.get(key) ?? []), text])
  }
  return ({zone, name, guard}, desired, rules) => {
    const texts = (own.get(placeOf(zone.id, name)) ?? []).filter(
      (text) => text === guard || conflict(text.recordSet, desired, zone, rules) !== undefined,
    )
    const sets = texts.flatMap((text) => {
      const isUnread = unreadUsers(text).length > 0
      if (!isUnread && !isShared(text)) return []
      const known = (users.get(text) ?? []).map(({recordSet}) => recordSet.setIdentifier ?? '')
      return isUnread ? [...known, text.recordSet.setIdentifier ?? '', ...formerSets(text)] : known
    })
    return [...new Set(sets)].filter((id) => id !== (desired.setIdentifier ?? '')).sort()
  }
}

function placeOf(zoneId: string, name: string): string {
  return `${zoneId} ${name}`
}
