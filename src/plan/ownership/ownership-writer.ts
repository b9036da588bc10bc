import {toStoredName} from '../../dns/dns-name.js'
import {groupBy} from '../../dns/group.js'
import {once} from '../../dns/once.js'
import {compareText, type RecordSet, valuesOf} from '../../dns/record-set.js'
import {setKey} from '../../dns/zone.js'
import {
  type Claim,
  type Claims,
  decidingRecord,
  type OwnershipRecord,
  reaches,
  textsOf,
  textUsers,
} from '../../registry/claim.js'
import {formerSetLabels, formerSets, type OwnerId} from '../../registry/ownership.js'
import {isOurs} from '../../registry/registry-settings.js'
import type {BlockedReason} from '../blocked.js'
import {phrases} from '../blocked-phrases.js'
import type {OwnershipChange} from '../change.js'
import {conflict} from '../decide/conflict.js'
import {type ChangingIntent, isMove, type NameContext, type RowDecision} from '../decide/name-decision.js'
import {ownershipPhrases} from '../ownership-phrases.js'
import type {Candidate, PlanInput, ProviderRules} from '../plan-input.js'
import {
  makeTxtLocations,
  replaceOwnText,
  rewritten,
  type Signature,
  type TxtLocation,
  toOwnershipSet,
  withoutOwnText,
} from './txt-locations.js'
import {makeUnreadUsers} from './unread-zones.js'

export type OwnershipWriter = Readonly<ReturnType<typeof makeOwnershipWriter>>

/** Undefined where ownership is not kept in TXT. */
export function makeOwnershipWriter(input: Pick<PlanInput, 'registry' | 'zones' | 'unread'>, claims: Claims) {
  const {registry, zones} = input
  if (registry.kind !== 'txt') return undefined
  const {ownerId, codec, createsPtr = false} = registry
  const locations = makeTxtLocations(zones, claims.ownershipRecords, registry)
  const users = once(() => textUsers(claims.claims))
  const usersOf: UsersOf = (text) => users().get(text) ?? []
  const formerSetsOf = makeFormerSetsOf(input, claims, usersOf)
  const unreadUsers = makeUnreadUsers(input)
  /** True for a text of an owner of the run that speaks of no record sets but these, as far as zones were read. */
  const isOnlyOf = (text: OwnershipRecord, sets: ReadonlySet<RecordSet>) =>
    isOurs(registry, text.owner) &&
    unreadUsers(text).length === 0 &&
    usersOf(text).every(({recordSet}) => sets.has(recordSet))
  return {owner: ownerId, codec, createsPtr, locations, formerSetsOf, usersOf, isOnlyOf}
}

/** What is written for a wanted set, and which stored text it relies on as it stands. */
export interface OwnershipEdits {
  readonly changes: readonly OwnershipChange[]
  readonly keeps: OwnershipRecord | undefined
  readonly notes: readonly string[]
}

export const NO_EDITS: OwnershipEdits = {changes: [], keeps: undefined, notes: []}

/** Whether a text that names another owner may come to name ours. */
export type MayTake = (text: OwnershipRecord) => boolean

/** Texts of the owner in `--migrate-from-txt-owner`, and those that speak of nothing but what the row takes over or deletes. */
export function takeableTexts(
  {migrateFrom}: Pick<NameContext, 'migrateFrom'>,
  {intents, replaced, removed}: RowDecision,
  {isOnlyOf}: NonNullable<OwnershipWriter>,
): MayTake {
  const taken = [...intents.flatMap((intent) => (isMove(intent) ? [intent.claim] : [])), ...replaced, ...removed]
  const sets = new Set<RecordSet>(taken.map(({recordSet}) => recordSet))
  return (text) => text.owner === migrateFrom || isOnlyOf(text, sets)
}

/** A stored set keeps its text where a better one cannot be written; a new set is not made without. */
export function ownershipOf(
  intent: ChangingIntent,
  ownershipWriter: NonNullable<OwnershipWriter>,
  mayTake: MayTake,
  {standsAt, rules}: Pick<NameContext, 'standsAt' | 'rules'>,
): OwnershipEdits | BlockedReason {
  const {locations} = ownershipWriter
  const {candidate} = intent
  const {owner = ownershipWriter.owner} = candidate
  const found = locations.locationOf(candidate.zone, candidate.recordSet)
  const location = {...found, stored: standsAt(found)}
  const block = locationProblem(location, {...candidate, owner}, mayTake)
  if (block !== undefined) {
    const present = intent.kind === 'update' ? decidingRecord(intent.claim.ownershipRecords) : undefined
    return present === undefined ? block : stayWith(present, {...ownershipWriter, owner}, mayTake, block)
  }
  const theirs = isMove(intent) ? textsOf(intent.claim.ownershipRecords).filter((text) => text.owner !== owner) : []
  const gone = theirs.filter(mayTake).map(removal)
  const alone = toOwnershipSet(location, candidate, ownershipWriter)
  const former = ownershipWriter.formerSetsOf(location, alone, rules)
  const labels = {...candidate.labels, ...formerSetLabels(former)}
  const desired = former.length === 0 ? alone : toOwnershipSet(location, {...candidate, labels}, ownershipWriter)
  const {ownershipRecord: present, zone} = location
  if (present === undefined) return {...NO_EDITS, changes: [{kind: 'create', zone, desired}, ...gone]}
  // Of a wildcard's namesake, written anew, though it may be the same: that says with whom this host goes (see `groupIntoRequests`).
  const isTakenOver = ownershipWriter.usersOf(present).some((one) => one.recordSet.name !== candidate.recordSet.name)
  // An own text that is left over from an earlier record is used as it stands, as upstream does.
  const isLeftOver = intent.kind === 'create' && present.owner === owner && isSameRouting(present, desired)
  const replaced = replaceOwnText(present.recordSet, desired)
  const isSame = isLeftOver || JSON.stringify(replaced) === JSON.stringify(present.recordSet)
  return isSame && !isTakenOver
    ? {...NO_EDITS, changes: gone, keeps: present}
    : {...NO_EDITS, changes: [{kind: 'update', current: present, zone, desired: replaced}, ...gone]}
}

/** The text stays where it is, and changes only to name its new owner. */
export function stayWith(
  present: OwnershipRecord,
  {owner, codec}: Signature,
  mayTake: MayTake,
  problem: BlockedReason,
): OwnershipEdits | BlockedReason {
  const notes = [`its ownership stays in the TXT ${present.recordSet.name}: ${problem.detail}`]
  if (present.owner === owner) return {...NO_EDITS, keeps: present, notes}
  return mayTake(present) ? {...NO_EDITS, changes: [rewritten(present, {...present, owner}, {codec})], notes} : problem
}

/** Why a text of ours cannot stand there; undefined when the place is free, or holds one that may be used or taken over. */
export function locationProblem(
  location: TxtLocation,
  {recordSet, owner}: Pick<Candidate, 'recordSet'> & {readonly owner: OwnerId},
  mayTake: MayTake = () => false,
): BlockedReason | undefined {
  if (location.stored === undefined) return undefined
  if (location.stored.unknownElements !== undefined) return phrases.unknownElement(location.stored)
  const {ownershipRecord, name} = location
  if (ownershipRecord === undefined) {
    return location.hiddenOwners.includes(owner)
      ? ownershipPhrases.hiddenText(name)
      : ownershipPhrases.txtNotOurs(name, name === recordSet.name)
  }
  if (ownershipRecord.isUnreadable) return ownershipPhrases.unreadableText(ownershipRecord)
  if (ownershipRecord.owner === owner || mayTake(ownershipRecord)) return undefined
  return ownershipPhrases.ownerMismatch(name, ownershipRecord.owner)
}

export function isSameRouting({recordSet}: OwnershipRecord, desired: RecordSet): boolean {
  return JSON.stringify(recordSet.routing) === JSON.stringify(desired.routing)
}

/** Takes our text out of its set, and the set away when nothing else is in it. */
export function removal(current: OwnershipRecord): OwnershipChange {
  const {zone} = current
  const desired = withoutOwnText(current.recordSet)
  return desired === undefined ? {kind: 'delete', current, zone} : {kind: 'update', current, zone, desired}
}

export function isRemoval(change: OwnershipChange): boolean {
  return (
    change.kind === 'delete' ||
    (change.kind === 'update' && valuesOf(change.desired).length < valuesOf(change.current.recordSet).length)
  )
}

export function ownershipKey(change: OwnershipChange): string {
  return setKey(change.zone, change.kind === 'create' ? change.desired : change.current.recordSet)
}

/** One change a stored TXT set: a write wins over a removal of the same text, and a text is written once. */
export function distinctOwnership(changes: readonly OwnershipChange[]): readonly OwnershipChange[] {
  if (changes.length < 2) return changes
  const byKey = new Map<string, OwnershipChange>()
  for (const change of changes) {
    const key = ownershipKey(change)
    const earlier = byKey.get(key)
    if (earlier === undefined || isRemoval(earlier)) byKey.set(key, change)
  }
  return [...byKey.values()].sort((a, b) => compareText(ownershipKey(a), ownershipKey(b)))
}

/** Tells the texts that may speak of record sets in another zone than their own, as that of a child zone's apex. */
export function makeIsShared({zones}: Pick<PlanInput, 'zones'>): (text: OwnershipRecord) => boolean {
  const all = zones.map(({zone}) => zone)
  return (text) => all.some((zone) => zone !== text.zone && reaches(text, zone, toStoredName(text.host), all))
}

type UsersOf = (text: OwnershipRecord) => readonly Pick<Claim, 'recordSet'>[]

/** The identifiers of the sets of which a text that is written has to speak besides its own (see `formerSetLabels`). */
type FormerSetsOf = (location: TxtLocation, desired: RecordSet, rules: ProviderRules) => readonly string[]

/** Sets of another zone whose text is replaced, as by one of another routing policy: else nobody's meanwhile. */
function makeFormerSetsOf(
  input: Pick<PlanInput, 'registry' | 'zones' | 'unread'>,
  {ownershipRecords}: Pick<Claims, 'ownershipRecords'>,
  usersOf: UsersOf,
): FormerSetsOf {
  const isShared = makeIsShared(input)
  const unreadUsers = makeUnreadUsers(input)
  const ours = ownershipRecords.filter((text) => isOurs(input.registry, text.owner))
  const own = groupBy(ours, ({recordSet}) => recordSet.name)
  return ({zone, name, ownershipRecord}, desired, rules) => {
    const isReplaced = (text: OwnershipRecord) =>
      text === ownershipRecord || conflict(text.recordSet, desired, zone, rules) !== undefined
    const texts = (own.get(name) ?? []).filter((text) => text.zone.id === zone.id && isReplaced(text))
    const sets = texts.flatMap((text) => {
      const isUnread = unreadUsers(text).length > 0
      if (!isUnread && !isShared(text)) return []
      const known = usersOf(text).map(({recordSet}) => recordSet.setIdentifier ?? '')
      return isUnread ? [...known, text.recordSet.setIdentifier ?? '', ...formerSets(text)] : known
    })
    return [...new Set(sets)].filter((id) => id !== (desired.setIdentifier ?? '')).sort()
  }
}
