import {isWithin} from '../dns/dns-name.js'
import {compareText} from '../dns/record-set.js'
import {effectiveGuard, type OwnershipTxt} from '../registry/claim.js'
import type {OwnerId} from '../registry/ownership.js'
import type {Change, HostAction, HostPlan, OwnershipChange} from './change.js'
import {mergeOrigins} from './conflict.js'
import {blockCandidate} from './decide-row.js'
import type {Intent, NameContext, OwnedClaim, RowDecision} from './name-decision.js'
import type {Blocked} from './plan.js'
import {isMarkedOwnName, replaceOwnText, type TxtSlots, toGuardSet} from './txt-slots.js'

/** With registry noop there is nothing to keep. */
export type Bookkeeping = {readonly owner: OwnerId; readonly slots: TxtSlots} | undefined

/** Turns the decision for one host into its changes; a TXT that cannot be written blocks the host as a whole. */
export function makeHostPlan(
  context: NameContext,
  row: RowDecision,
  bookkeeping: Bookkeeping,
): {readonly host: HostPlan | undefined; readonly blocked: readonly Blocked[]} {
  const wanted = row.intents.filter((intent) => intent.kind !== 'same')
  const gone = [...row.replaced, ...row.removed]
  if (wanted.length + gone.length === 0) return {host: undefined, blocked: []}
  const ownership: OwnershipChange[] = []
  const kept = new Set<OwnershipTxt>()
  if (bookkeeping !== undefined) {
    for (const intent of wanted) {
      const outcome = ownershipOf(intent, bookkeeping, context.migrateFrom)
      if ('reason' in outcome) return {host: undefined, blocked: blockHost(wanted, outcome)}
      ownership.push(...outcome.changes)
      if (outcome.keeps !== undefined) kept.add(outcome.keeps)
    }
  }
  if (bookkeeping !== undefined) {
    for (const claim of gone) ownership.push(...ownershipOfGone(claim, kept, bookkeeping.slots))
  }
  ownership.push(...makeRoom(context, wanted))
  const changes = [
    ...wanted.flatMap(toChange),
    ...gone.map((claim): Change => ({kind: 'delete', current: claim.recordSet})),
  ]
  return {
    host: {
      zone: context.zone,
      name: context.name,
      setIdentifier: row.setIdentifier,
      action: context.isPrune ? 'delete' : actionOf(row, wanted),
      changes: changes.sort(compareChanges),
      ownership: distinctOwnership(ownership),
      isGone: context.candidates.length === 0,
      origins: mergeOrigins(row.intents.map((intent) => intent.candidate)),
      formerResources: [...new Set(gone.map((claim) => claim.resource).filter((resource) => resource !== ''))].sort(),
      notes: [...new Set(wanted.flatMap((intent) => intent.candidate.notes))],
    },
    blocked: [],
  }
}

function actionOf(row: RowDecision, wanted: readonly Intent[]): HostAction {
  if (row.intents.length === 0) return 'delete'
  if (row.replaced.length > 0) return 'replace'
  if (wanted.some((intent) => intent.kind === 'update' && intent.isMigration)) return 'adopt'
  const isNew = row.removed.length === 0 && row.intents.every((intent) => intent.kind === 'create')
  return isNew ? 'create' : 'update'
}

function toChange(intent: Intent): Change[] {
  if (intent.kind === 'same') return []
  const desired = intent.candidate.recordSet
  if (intent.kind === 'create') return [{kind: 'create', desired}]
  const [first, ...rest] = intent.differs.filter((field) => field !== 'ownership')
  return first === undefined
    ? []
    : [{kind: 'update', current: intent.claim.recordSet, desired, differs: [first, ...rest]}]
}

type TxtBlock = Pick<Blocked, 'reason' | 'detail' | 'fix' | 'owner'>

function ownershipOf(
  intent: Exclude<Intent, {kind: 'same'}>,
  {owner, slots}: NonNullable<Bookkeeping>,
  migrateFrom: string | undefined,
): {readonly changes: readonly OwnershipChange[]; readonly keeps?: OwnershipTxt} | TxtBlock {
  const {candidate} = intent
  const slot = slots.slotFor(candidate.zone, candidate.recordSet)
  if (slot === undefined) {
    return {
      reason: 'no-txt-zone',
      detail: 'no selected zone holds a name for its ownership TXT',
      fix: '--txt-prefix=%{record_type}-txt.',
      owner: undefined,
    }
  }
  const desired = toGuardSet(slot, candidate, owner)
  if (slot.stored === undefined) return {changes: [{kind: 'create', zone: slot.zone, desired}]}
  const {guard} = slot
  if (guard === undefined) {
    return {
      reason: slot.name === candidate.recordSet.name ? 'no-txt-zone' : 'unowned',
      detail: `the TXT record ${slot.name}, where its ownership belongs, is not ours`,
      fix:
        slot.name === candidate.recordSet.name
          ? '--txt-prefix=%{record_type}-txt.'
          : `remove the TXT record ${slot.name}, or choose a --txt-prefix`,
      owner: undefined,
    }
  }
  if (guard.owner !== owner && (migrateFrom === undefined || guard.owner !== migrateFrom)) {
    const detail = `the ownership TXT ${slot.name} names owner ${guard.owner}`
    return {reason: 'owner-mismatch', detail, fix: undefined, owner: guard.owner}
  }
  // An own text that is left over from an earlier record is used as it stands, and so is one in the old format.
  const isUsable =
    intent.kind === 'create' ? isSameSlotRouting(guard, desired) : slot.isOwnName && !isMarkedOwnName(guard)
  if (guard.owner === owner && isUsable) return {changes: [], keeps: guard}
  const replaced = replaceOwnText(slot.stored, desired)
  if (replaced === undefined || JSON.stringify(replaced) === JSON.stringify(slot.stored)) {
    return {changes: [], keeps: guard}
  }
  return {changes: [{kind: 'update', current: guard, zone: slot.zone, desired: replaced}]}
}

function isSameSlotRouting(guard: OwnershipTxt, desired: {readonly routing: unknown}): boolean {
  return JSON.stringify(guard.recordSet.routing) === JSON.stringify(desired.routing)
}

/**
 * The text that speaks for a deleted record set goes with it; where a typed one stands, an older format stays for
 * `prune --obsolete-txt`. At an apex whose typed TXT has no zone a text in the old format stays too, as upstream leaves it,
 * unless it is marked as ours (`prune --orphans` takes it).
 * A text whose name lies outside its zone was never writable. What other sets still need `keepSharedGuards` keeps.
 */
function ownershipOfGone(
  claim: OwnedClaim,
  kept: ReadonlySet<OwnershipTxt>,
  slots: TxtSlots,
): readonly OwnershipChange[] {
  const guard = effectiveGuard(claim.guards)
  if (guard === undefined || kept.has(guard) || !isWithin(guard.recordSet.name, guard.zone.name)) return []
  const isOwnName = guard.type === undefined && !slots.hasTypedSlot(claim.zone, claim.recordSet)
  if (isOwnName && !isMarkedOwnName(guard)) return []
  return [removal(guard)]
}

/** Takes our text out of its set, and the set away when nothing else is in it. */
function removal(guard: OwnershipTxt): OwnershipChange {
  const rest = replaceOwnText(guard.recordSet, undefined)
  return rest === undefined
    ? {kind: 'delete', current: guard, zone: guard.zone}
    : {kind: 'update', current: guard, zone: guard.zone, desired: rest}
}

/** Own texts that stand at the name and speak for nothing else make room for a CNAME, which must stand alone. */
function makeRoom(context: NameContext, wanted: readonly Intent[]): readonly OwnershipChange[] {
  const needsRoom = wanted.some((intent) => intent.kind === 'create' && intent.candidate.recordSet.type === 'CNAME')
  return needsRoom ? context.ownTexts.map(removal) : []
}

/** One change a stored TXT set: a write wins over a delete of the same set, and a set is written once. */
function distinctOwnership(changes: readonly OwnershipChange[]): readonly OwnershipChange[] {
  const byKey = new Map<string, OwnershipChange>()
  for (const change of changes) {
    const set = change.kind === 'create' ? change.desired : change.current.recordSet
    const key = `${change.zone.id} ${set.name} ${set.setIdentifier ?? ''}`
    const earlier = byKey.get(key)
    if (earlier === undefined || earlier.kind === 'delete') byKey.set(key, change)
  }
  return [...byKey.values()].sort((a, b) => compareText(nameOf(a), nameOf(b)))
}

function blockHost(wanted: readonly Intent[], block: TxtBlock): readonly Blocked[] {
  const [first, ...rest] = wanted
  if (first === undefined) return []
  const whole = blockCandidate(first.candidate, block.reason, block.detail, {
    ...(block.owner === undefined ? {} : {owner: block.owner}),
    ...(block.fix === undefined ? {} : {fix: block.fix}),
  })
  const types = [first, ...rest].map((intent) => intent.candidate.recordSet.type)
  return [{...whole, types, origins: mergeOrigins(wanted.map((intent) => intent.candidate))}]
}

function compareChanges(a: Change, b: Change): number {
  const left = a.kind === 'delete' ? a.current : a.desired
  const right = b.kind === 'delete' ? b.current : b.desired
  return compareText(left.type, right.type) || compareText(a.kind, b.kind)
}

function nameOf(change: OwnershipChange): string {
  return change.kind === 'create' ? change.desired.name : change.current.recordSet.name
}
