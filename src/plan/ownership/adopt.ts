import {type RecordSet, recordSetKey} from '../../dns/record-set.js'
import {hostKey} from '../../dns/zone.js'
import {argumentWord, shellWord} from '../../errors/shell-word.js'
import {
  adoptClaim,
  type Claim,
  type Claims,
  decidingRecord,
  isRoute53s,
  isZonesOwn,
  type OwnershipRecord,
} from '../../registry/claim.js'
import type {Field} from '../change.js'
import {NO_FIRST_PASS} from '../check/first-pass.js'
import {clash, competes, contest, dropConflictingCnames, nameOrigin} from '../decide/conflict.js'
import {adoptFix, blockCandidate, fixBeside, losesTtl} from '../decide/decide-row.js'
import {nameContexts} from '../decide/name-contexts.js'
import type {Intent, NameContext, OwnedClaim, RowDecision} from '../decide/name-decision.js'
import {makeRetention} from '../decide/retention.js'
import type {Blocked} from '../plan.js'
import {unreadableText} from '../plan.js'
import type {Candidate, OwnershipInput, PlanInput} from '../plan-input.js'
import {makeHostDraft} from './host-draft.js'
import {otherNaming} from './other-naming.js'
import type {DraftedHosts} from './ownership-step.js'
import type {OwnershipWriter} from './ownership-writer.js'
import {makeIsShared} from './ownership-writer.js'

/** How far an adoption goes. */
export interface AdoptionGoal {
  readonly takesEqualOnly: boolean
  /** By host: why its record sets keep their values and get their text alone. */
  readonly keepsValues: ReadonlyMap<string, string>
  /** A plan must say the same of a part of a zone as of all of it, so it does not look for texts under another prefix. */
  readonly seesOtherNaming: boolean
}

/**
 * Takes over record sets that nobody owns and that an object asks for, type by type: one that is as wanted gets its text
 * and nothing else, another one is updated in the same batch. What is missing is left to `apply`; at a host that is named
 * what stands in the way of a wish gets its text too, so that `apply` can put the wanted set in its place.
 */
export function adoptHosts(
  input: OwnershipInput,
  claims: Claims,
  writers: NonNullable<OwnershipWriter>,
  goal: AdoptionGoal,
): DraftedHosts {
  const retention = makeRetention(input, input.problems, 'hold', input.registry)
  const written = {ownershipWriter: writers, ledgerWriter: undefined}
  // What the former owner has is not taken here: neither may a text of his be, which may speak of another record.
  const registry = input.registry.kind === 'noop' ? input.registry : {...input.registry, migrateFrom: undefined}
  const applying = {...input, registry, goal: {kind: 'apply'} as const}
  const contexts = nameContexts(applying, claims, input.candidates, retention, written, NO_FIRST_PASS)
  const isShared = makeIsShared(input)
  const foreignRecordOf = goal.seesOtherNaming ? otherNaming(claims.orphans, writers.owner) : () => undefined
  const named = new Set<string>(input.settings.only)
  const drafted = contexts.flatMap((context) =>
    rowsOf(context).map(({setIdentifier, winners}): DraftedHosts => {
      const isNamed = named.has(context.name)
      const taking = {...goal, isShared, isNamed, takesConflicting: isNamed && !goal.takesEqualOnly}
      const conflicting = taking.takesConflicting ? takeConflicting(context, setIdentifier) : []
      const decided = [...winners.map((candidate) => decide(context, candidate, taking)), ...conflicting].map((one) => {
        if (one === undefined || !('kind' in one) || one.kind !== 'update') return one
        const foreignRecord = foreignRecordOf(context.zone, one.claim.recordSet)
        return foreignRecord === undefined ? one : blockByOtherName(one.candidate, foreignRecord)
      })
      const intents = decided.flatMap((one) => (one !== undefined && 'kind' in one ? [one] : []))
      const blocked = decided.flatMap((one) => (one !== undefined && 'reason' in one ? [one] : []))
      const row: RowDecision = {
        setIdentifier,
        intents,
        replaced: [],
        removed: [],
        recordedResource: context.sharesOwnershipRecord ? intents[0]?.candidate.resource : undefined,
      }
      const made = makeHostDraft(context, row, written)
      return {drafts: made.draft === undefined ? [] : [made.draft], blocked: [...blocked, ...made.blocked]}
    }),
  )
  return {drafts: drafted.flatMap(({drafts}) => drafts), blocked: drafted.flatMap(({blocked}) => blocked)}
}

/** What nobody owns and `adopt --equal-only` would take over, with the wish that it meets already. */
export function findEqualUnowned(input: PlanInput, claims: Claims): ReadonlyMap<RecordSet, Candidate> {
  const retention = makeRetention(input, input.problems, 'hold', input.registry)
  const unwritten = {ownershipWriter: undefined, ledgerWriter: undefined}
  const contexts = nameContexts(input, claims, input.candidates, retention, unwritten, NO_FIRST_PASS)
  const taking = {
    takesEqualOnly: true,
    isNamed: false,
    takesConflicting: false,
    keepsValues: new Map(),
    isShared: () => false,
  }
  const decided = contexts.flatMap((context) =>
    rowsOf(context).flatMap(({winners}) => winners.map((candidate) => decide(context, candidate, taking))),
  )
  return new Map(
    decided.flatMap((one) =>
      one !== undefined && 'kind' in one && one.kind === 'update'
        ? [[one.claim.recordSet, one.candidate] as const]
        : [],
    ),
  )
}

/** By set identifier of what is wanted or stands there, what wins for each type. */
function rowsOf(context: NameContext) {
  const sets = [...context.candidates, ...context.claims]
  const ids = [...new Set(sets.map(({recordSet}) => recordSet.setIdentifier ?? ''))].sort()
  return ids.map((id) => ({setIdentifier: id === '' ? undefined : id, winners: winnersOf(context, id)}))
}

function winnersOf({candidates}: NameContext, id: string): readonly Candidate[] {
  const {kept} = dropConflictingCnames(candidates.filter(({recordSet}) => (recordSet.setIdentifier ?? '') === id))
  const types = [...new Set(kept.map(({recordSet}) => recordSet.type))].sort()
  return types.flatMap(
    (type) =>
      contest(
        kept.filter(({recordSet}) => recordSet.type === type),
        '',
      )?.winner ?? [],
  )
}

interface Taking extends Pick<AdoptionGoal, 'takesEqualOnly' | 'keepsValues'> {
  readonly isNamed: boolean
  readonly takesConflicting: boolean
  readonly isShared: (text: OwnershipRecord) => boolean
}

/** Undefined where there is nothing to adopt: no record set, or one of ours. */
function decide(context: NameContext, candidate: Candidate, taking: Taking): Intent | Blocked | undefined {
  // What the zone has of itself is neither missing nor to be taken over.
  if (isZonesOwn(context.zone, candidate.recordSet)) return undefined
  const claim = context.claims.find(({recordSet}) => recordSetKey(recordSet) === recordSetKey(candidate.recordSet))
  if (claim === undefined) return besideAnother(context, candidate, taking)
  if (claim.kind === 'owned') return finish(context, candidate, claim, taking)
  if (claim.kind === 'foreign') return ofAnother(candidate, claim)
  if (isRoute53s(context.zone, claim.recordSet)) {
    return blockCandidate(candidate, 'unowned', 'a traffic policy of Route 53 made it, and only that can change it')
  }
  const fields = context.rules.differingFields(claim.recordSet, candidate)
  if (fields.length > 0 && taking.takesEqualOnly) {
    const wanted = `wanted by ${nameOrigin(candidate.origins[0])}, other value`
    return blockCandidate(candidate, 'unowned', wanted, {fix: adoptFix(candidate.recordSet.name)})
  }
  const note = fields.length === 0 ? 'nobody owned it, same value' : 'nobody owned it, other value'
  const left =
    fields.length === 0 ? undefined : taking.keepsValues.get(hostKey({zone: candidate.zone, ...candidate.recordSet}))
  if (left !== undefined) return textAlone(candidate, claim, `${note}, which stays for now: ${left}`)
  return {
    kind: 'update',
    candidate: {...candidate, notes: [...candidate.notes, note]},
    claim: adoptClaim(claim),
    differs: differing(fields, claim.recordSet, candidate.recordSet),
    isMigration: true,
  }
}

/**
 * An adoption that was cut between two zones, as of a child zone's apex: the text stands in the one, and in the other the
 * record set has its value of before.
 */
function finish(context: NameContext, candidate: Candidate, claim: OwnedClaim, taking: Taking): Intent | undefined {
  const text = decidingRecord(claim.ownershipRecords)
  const [first, ...rest] = context.rules.differingFields(claim.recordSet, candidate)
  const isCut = text !== undefined && taking.isShared(text) && first !== undefined
  if (
    !isCut ||
    taking.takesEqualOnly ||
    taking.keepsValues.has(hostKey({zone: candidate.zone, ...candidate.recordSet}))
  )
    return undefined
  const notes = [...candidate.notes, 'ours already, other value']
  return {kind: 'update', candidate: {...candidate, notes}, claim, differs: [first, ...rest], isMigration: false}
}

/** The set stays as it is, and its text is that of the object which wants it otherwise. */
function textAlone(candidate: Candidate, claim: Unowned, note: string): Intent {
  return {
    kind: 'update',
    candidate: {...candidate, recordSet: claim.recordSet, notes: [note]},
    claim: adoptClaim(claim),
    differs: ['ownership'],
    isMigration: true,
  }
}

type Unowned = Claim & {readonly kind: 'unowned'}

/** Sets of nobody that no wish is for and beside which Route 53 would not take one: a CNAME, another routing policy, the same region. */
function takeConflicting(context: NameContext, setIdentifier: string | undefined): readonly Intent[] {
  const candidates = rowsOf(context).flatMap(({winners}) => winners)
  return context.claims.flatMap((claim) => {
    const {recordSet} = claim
    if (!isFree(context, claim) || (recordSet.setIdentifier ?? '') !== (setIdentifier ?? '')) return []
    if (candidates.some((candidate) => recordSetKey(candidate.recordSet) === recordSetKey(recordSet))) return []
    const candidate = candidates.find((one) => competes(one.recordSet, recordSet, context.zone, context.rules))
    if (candidate === undefined) return []
    return textAlone(
      candidate,
      claim,
      `nobody owned it; the next apply puts the ${candidate.recordSet.type} record in its place`,
    )
  })
}

/** Nobody's, and of a type that is ours to change. */
function isFree({isManaged, zone}: NameContext, claim: Claim): claim is Unowned {
  return claim.kind === 'unowned' && isManaged(claim.recordSet.type) && !isRoute53s(zone, claim.recordSet)
}

function differing(fields: readonly Field[], stored: RecordSet, desired: RecordSet): readonly [Field, ...Field[]] {
  const [first, ...rest] = fields
  if (first === undefined) return ['ownership']
  const isNewTtl = !fields.includes('ttl') && losesTtl(stored, desired)
  return [first, ...rest, ...(isNewTtl ? (['ttl'] as const) : []), 'ownership']
}

function ofAnother(candidate: Candidate, claim: Claim & {kind: 'foreign'}): Blocked {
  const text = decidingRecord(claim.ownershipRecords)
  const wanted = `wanted by ${nameOrigin(candidate.origins[0])}`
  if (text?.isUnreadable === true) {
    const {reason, detail, fix} = unreadableText(text)
    return {...blockCandidate(candidate, reason, `${wanted}; ${detail}`), fix}
  }
  return blockCandidate(candidate, 'owner-mismatch', wanted, {owner: claim.owner})
}

/** Nobody's by the flags of this run, and yet somebody says that it is his. */
function blockByOtherName(candidate: Candidate, {owner, recordSet}: OwnershipRecord): Blocked {
  const note = `TXT ${recordSet.name} says owner ${owner}, under another prefix than ours`
  const detail = `wanted by ${nameOrigin(candidate.origins[0])}; ${note}`
  const fix = `run with the prefix of that TXT; if owner ${owner} is gone, with it too: owners release ${argumentWord(candidate.recordSet.name)} --txt-owner-id=${shellWord(owner)}`
  return blockCandidate(candidate, 'owner-mismatch', detail, {owner, fix})
}

/** A missing set is left to `apply`, unless one stands there that `apply` would not make it beside and that is not taken over here. */
function besideAnother(context: NameContext, candidate: Candidate, taking: Taking): Blocked | undefined {
  const {setIdentifier} = candidate.recordSet
  const wanted = new Set(winnersOf(context, setIdentifier ?? '').map(({recordSet}) => recordSet.type))
  const competitor = context.claims.find(
    (claim) =>
      isFree(context, claim) &&
      (claim.recordSet.setIdentifier ?? '') === (setIdentifier ?? '') &&
      !wanted.has(claim.recordSet.type) &&
      !(taking.takesConflicting && clash(candidate.recordSet, claim.recordSet) !== undefined),
  )
  if (competitor === undefined) return taking.isNamed ? underAnotherId(context, candidate) : undefined
  const {type} = competitor.recordSet
  const detail = `wanted by ${nameOrigin(candidate.origins[0])}, beside a record of type ${type} without an owner`
  return blockCandidate(candidate, 'unowned', detail, {fix: fixBeside(candidate, competitor.recordSet)})
}

/** Who names a host whose set is there under another identifier learns that, and not that nobody asks for it. */
function underAnotherId(context: NameContext, candidate: Candidate): Blocked | undefined {
  const {type, setIdentifier} = candidate.recordSet
  const isWanted = ({recordSet}: Claim) =>
    context.candidates.some((candidate) => recordSetKey(candidate.recordSet) === recordSetKey(recordSet))
  const other = context.claims.find(
    (claim) =>
      isFree(context, claim) &&
      !isWanted(claim) &&
      claim.recordSet.type === type &&
      // One in the way is taken over instead.
      !competes(candidate.recordSet, claim.recordSet, context.zone, context.rules),
  )
  if (other === undefined) return undefined
  const wanted = `wanted by ${nameOrigin(candidate.origins[0])} with the set identifier "${setIdentifier}"`
  const detail = `${wanted}; the ${type} record without an owner has "${other.recordSet.setIdentifier}"`
  return blockCandidate(candidate, 'unowned', detail, {
    fix: `let the object ask for it as "${other.recordSet.setIdentifier}"`,
  })
}
