import type {RecordSet} from '../dns/record-set.js'
import {adoptClaim, type Claim, type Claims, effectiveGuard, isRoute53s, type OwnershipTxt} from '../registry/claim.js'
import type {Candidate} from './candidate.js'
import type {Field} from './change.js'
import {contest, dropConflictingCnames, nameOrigin} from './conflict.js'
import {blockCandidate, blockZonesOwn, losesTtl} from './decide-row.js'
import {makeHolds} from './holds.js'
import type {Offer} from './host-part.js'
import {makeDraft} from './host-plan.js'
import {nameContexts} from './name-contexts.js'
import type {Intent, NameContext, RowDecision} from './name-decision.js'
import {otherNaming} from './other-naming.js'
import type {Bookkeeping} from './ownership-change.js'
import type {OwnershipInput} from './ownership-wish.js'
import type {Blocked} from './plan.js'
import type {PlanInput} from './plan-input.js'
import {unreadableText} from './unreadable-text.js'

/**
 * Takes over record sets that nobody owns and that an object asks for, type by type: one that is as wanted gets its
 * text and nothing else, another one is updated in the same batch. What is missing, and what stands there under another
 * type, is left to `apply` and to the user.
 */
export function adoptHosts(
  input: OwnershipInput,
  claims: Claims,
  books: NonNullable<Bookkeeping>,
  takesEqualOnly: boolean,
): Offer {
  const holds = makeHolds(input, input.problems, 'hold', input.registry)
  const written = {bookkeeping: books, book: undefined}
  const asking = {...input, wish: {kind: 'apply'} as const}
  const contexts = nameContexts(asking, claims, input.candidates, holds, written, new Set())
  // Only here, where zones are read whole: a plan must say the same of a part of a zone as of all of it.
  const strangerOf = otherNaming(claims.orphans, books.owner)
  const offers = contexts.flatMap((context) =>
    rowsOf(context).map((candidates): Offer => {
      const decided = candidates.map((candidate) => {
        const one = decide(context, candidate, takesEqualOnly)
        if (one === undefined || !('kind' in one) || one.kind !== 'update') return one
        const stranger = strangerOf(context.zone, one.claim.recordSet)
        return stranger === undefined ? one : blockByOtherName(candidate, stranger)
      })
      const intents = decided.flatMap((one) => (one !== undefined && 'kind' in one ? [one] : []))
      const blocked = decided.flatMap((one) => (one !== undefined && 'reason' in one ? [one] : []))
      const row: RowDecision = {
        setIdentifier: candidates[0]?.recordSet.setIdentifier,
        intents,
        replaced: [],
        removed: [],
        textResource: context.sharesText ? intents[0]?.candidate.resource : undefined,
      }
      const made = makeDraft(context, row, written)
      return {drafts: made.draft === undefined ? [] : [made.draft], blocked: [...blocked, ...made.blocked]}
    }),
  )
  return {drafts: offers.flatMap(({drafts}) => drafts), blocked: offers.flatMap(({blocked}) => blocked)}
}

/** What nobody owns and `adopt --equal-only` would take over, with the wish that it meets already. */
export function findEqualUnowned(input: PlanInput, claims: Claims): ReadonlyMap<RecordSet, Candidate> {
  const holds = makeHolds(input, input.problems, 'hold', input.registry)
  const unwritten = {bookkeeping: undefined, book: undefined}
  const contexts = nameContexts(input, claims, input.candidates, holds, unwritten, new Set())
  const decided = contexts.flatMap((context) =>
    rowsOf(context).flatMap((candidates) => candidates.map((candidate) => decide(context, candidate, true))),
  )
  return new Map(
    decided.flatMap((one) =>
      one !== undefined && 'kind' in one && one.kind === 'update'
        ? [[one.claim.recordSet, one.candidate] as const]
        : [],
    ),
  )
}

/** By set identifier, what wins for each type. */
function rowsOf({candidates}: NameContext): readonly (readonly Candidate[])[] {
  const ids = [...new Set(candidates.map(({recordSet}) => recordSet.setIdentifier ?? ''))].sort()
  return ids.map((id) => {
    const {kept} = dropConflictingCnames(candidates.filter(({recordSet}) => (recordSet.setIdentifier ?? '') === id))
    const types = [...new Set(kept.map(({recordSet}) => recordSet.type))].sort()
    return types.flatMap((type) => {
      const ofType = kept.filter(({recordSet}) => recordSet.type === type)
      return contest(ofType, '')?.winner ?? []
    })
  })
}

/** Undefined where there is nothing to adopt: no record set, or one of ours. */
function decide(context: NameContext, candidate: Candidate, takesEqualOnly: boolean): Intent | Blocked | undefined {
  const ofRow = context.claims.filter(
    ({recordSet}) =>
      (recordSet.setIdentifier ?? '') === (candidate.recordSet.setIdentifier ?? '') &&
      context.isManaged(recordSet.type),
  )
  const standsAnyway = blockZonesOwn(candidate)
  if (standsAnyway !== undefined) return standsAnyway
  const claim = ofRow.find(({recordSet}) => recordSet.type === candidate.recordSet.type)
  if (claim === undefined) {
    const other = ofRow.find(({kind}) => kind === 'unowned')
    return other === undefined ? undefined : besideAnother(candidate, other)
  }
  if (claim.kind === 'owned') return undefined
  if (claim.kind === 'foreign') return ofAnother(candidate, claim)
  if (isRoute53s(context.zone, claim.recordSet)) {
    return blockCandidate(candidate, 'unowned', 'a traffic policy of Route 53 made it, and only that can change it')
  }
  const fields = context.rules.differingFields(claim.recordSet, candidate)
  if (fields.length > 0 && takesEqualOnly) {
    const wanted = `wanted by ${nameOrigin(candidate.origins[0])}, other value`
    return blockCandidate(candidate, 'unowned', wanted, {fix: `owners adopt ${candidate.recordSet.name}`})
  }
  const said = fields.length === 0 ? 'nobody owned it, same value' : 'nobody owned it, other value'
  return {
    kind: 'update',
    candidate: {...candidate, notes: [...candidate.notes, said]},
    claim: adoptClaim(claim),
    differs: differing(fields, claim.recordSet, candidate.recordSet),
    isMigration: true,
  }
}

function differing(fields: readonly Field[], stored: RecordSet, desired: RecordSet): readonly [Field, ...Field[]] {
  const [first, ...rest] = fields
  if (first === undefined) return ['ownership']
  const isNewTtl = !fields.includes('ttl') && losesTtl(stored, desired)
  return [first, ...rest, ...(isNewTtl ? (['ttl'] as const) : []), 'ownership']
}

function ofAnother(candidate: Candidate, claim: Claim & {kind: 'foreign'}): Blocked {
  const text = effectiveGuard(claim.guards)
  const wanted = `wanted by ${nameOrigin(candidate.origins[0])}`
  if (text?.isUnreadable === true) {
    const {reason, detail, fix} = unreadableText(text)
    return {...blockCandidate(candidate, reason, `${wanted}; ${detail}`), fix}
  }
  return blockCandidate(candidate, 'owner-mismatch', wanted, {owner: claim.owner})
}

/** Nobody's by the flags of this run, and yet somebody says that it is his. */
function blockByOtherName(candidate: Candidate, {owner, recordSet}: OwnershipTxt): Blocked {
  const said = `TXT ${recordSet.name} says owner ${owner}, under another prefix than ours`
  const detail = `wanted by ${nameOrigin(candidate.origins[0])}; ${said}`
  const fix = `run with the prefix of that TXT, or delete it if owner ${owner} is gone`
  return blockCandidate(candidate, 'owner-mismatch', detail, {owner, fix})
}

function besideAnother(candidate: Candidate, {recordSet}: Claim): Blocked {
  const detail = `wanted by ${nameOrigin(candidate.origins[0])}, beside a record of type ${recordSet.type} without an owner`
  return blockCandidate(candidate, 'unowned', detail, {fix: 'delete that record by hand to have it made here'})
}
