import {groupBy} from '../../dns/group.js'
import {type RecordSet, recordSetKey} from '../../dns/record-set.js'
import {hostKeyOf} from '../../dns/zone.js'
import {
  type Claim,
  decidingRecord,
  isRoute53s,
  isZonesOwn,
  type OwnershipRecord,
  takeOver,
} from '../../registry/claim.js'
import {type Blocked, type BlockedReason, blockCandidate} from '../blocked.js'
import {phrases} from '../blocked-phrases.js'
import type {Field} from '../change.js'
import {clash, competes, contest, dropConflictingCnames} from '../decide/conflict.js'
import {identifiersOf} from '../decide/decide-name.js'
import {losesTtl, wantedOfAnother} from '../decide/decide-row.js'
import type {NameContext, OwnedClaim, UpdateIntent} from '../decide/name-decision.js'
import {type ContestedRow, contestRow} from '../decide/owner-contest.js'
import type {Candidate} from '../plan-input.js'

/** By set identifier, what wins for each type. */
export function rowsOf(context: NameContext) {
  return identifiersOf(context).map((setIdentifier) => {
    const {owner, blocked} = contestOf(context, setIdentifier ?? '')
    return {setIdentifier, owner, winners: winnersOf(context, setIdentifier ?? ''), blocked}
  })
}

function contestOf(context: NameContext, id: string): ContestedRow {
  const ofRow = ({recordSet}: {readonly recordSet: RecordSet}) => (recordSet.setIdentifier ?? '') === id
  const [claims, candidates] = [context.claims.filter(ofRow), context.candidates.filter(ofRow)]
  return contestRow(context, {setIdentifier: id, claims, candidates})
}

function winnersOf(context: NameContext, id: string): readonly Candidate[] {
  const {kept} = dropConflictingCnames(contestOf(context, id).candidates)
  const byType = [...groupBy(kept, ({recordSet}) => recordSet.type)].sort(([a], [b]) => (a < b ? -1 : 1))
  return byType.flatMap(([, some]) => contest(some, '')?.winner ?? [])
}

export interface Taking {
  readonly takesEqualOnly: boolean
  /** By host: why its record sets keep their values and get their text alone. */
  readonly keepsValues: ReadonlyMap<string, string>
  readonly isNamed?: boolean
  readonly takesConflicting?: boolean
  readonly isShared?: (text: OwnershipRecord) => boolean
}

/** Undefined where there is nothing to adopt: no record set, or one of ours. */
export function decideAdopting(
  context: NameContext,
  candidate: Candidate,
  taking: Taking,
): UpdateIntent | Blocked | undefined {
  const decision = decide(context, candidate, taking)
  return decision !== undefined && 'reason' in decision ? blockCandidate(candidate, decision) : decision
}

function decide(context: NameContext, candidate: Candidate, taking: Taking): UpdateIntent | BlockedReason | undefined {
  // What the zone has of itself is neither missing nor to be taken over.
  if (isZonesOwn(context.zone, candidate.recordSet)) return undefined
  if (context.lock !== undefined) return context.lock
  const claim = context.claims.find(({recordSet}) => recordSetKey(recordSet) === recordSetKey(candidate.recordSet))
  if (claim === undefined) return besideAnother(context, candidate, taking)
  if (claim.kind === 'owned') {
    return claim.owner === candidate.owner ? finish(context, candidate, claim, taking) : undefined
  }
  if (claim.kind === 'foreign') return wantedOfAnother(candidate, claim)
  if (isRoute53s(context.zone, claim.recordSet)) return phrases.trafficPolicy()
  const fields = context.rules.differingFields(claim.recordSet, candidate)
  const isSame = fields.length === 0
  if (!isSame && taking.takesEqualOnly) return phrases.wantedOfNobody(candidate, claim.recordSet, fields)
  const note = isSame ? 'was unowned, same value' : 'was unowned, other value'
  const left = isSame ? undefined : taking.keepsValues.get(hostKeyOf(candidate))
  if (left !== undefined) return textAlone(candidate, claim, `${note}, which stays for now: ${left}`)
  return {
    kind: 'update',
    candidate: {...candidate, notes: [...candidate.notes, note]},
    claim: takeOver(claim, candidate.owner),
    differs: differing(fields, claim.recordSet, candidate.recordSet),
    isMigration: true,
  }
}

/** An adoption that was cut between two zones: the text is written in one, the other still has its old value. */
function finish(
  context: NameContext,
  candidate: Candidate,
  claim: OwnedClaim,
  taking: Taking,
): UpdateIntent | undefined {
  const text = decidingRecord(claim.ownershipRecords)
  const [first, ...rest] = context.rules.differingFields(claim.recordSet, candidate)
  const isCut = text !== undefined && taking.isShared?.(text) && first !== undefined
  if (!isCut || taking.takesEqualOnly || taking.keepsValues.has(hostKeyOf(candidate))) return undefined
  const notes = [...candidate.notes, 'ours already, other value']
  return {kind: 'update', candidate: {...candidate, notes}, claim, differs: [first, ...rest], isMigration: false}
}

/** The set keeps its value, and its text names the object that wants another one. */
function textAlone(candidate: Candidate, claim: Unowned, note: string): UpdateIntent {
  return {
    kind: 'update',
    candidate: {...candidate, recordSet: claim.recordSet, notes: [note]},
    claim: takeOver(claim, candidate.owner),
    differs: ['ownership'],
    isMigration: true,
  }
}

type Unowned = Claim & {readonly kind: 'unowned'}

/** Sets of nobody that no object asks for and that keep a candidate out: a CNAME, another routing policy, the same region. */
export function takeConflicting(context: NameContext, setIdentifier: string | undefined): readonly UpdateIntent[] {
  const candidates = rowsOf(context).flatMap(({winners}) => winners)
  return context.claims.flatMap((claim) => {
    const {recordSet} = claim
    if (!isFree(context, claim) || (recordSet.setIdentifier ?? '') !== (setIdentifier ?? '')) return []
    if (candidates.some((candidate) => recordSetKey(candidate.recordSet) === recordSetKey(recordSet))) return []
    const candidate = candidates.find((one) => competes(one.recordSet, recordSet, context.zone, context.rules))
    if (candidate === undefined) return []
    const note = `was unowned; the next apply puts the ${candidate.recordSet.type} record in its place`
    return textAlone(candidate, claim, note)
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

/** A missing set is left to `apply`, unless a set of nobody stands beside it: `apply` would be blocked by that. */
function besideAnother(context: NameContext, candidate: Candidate, taking: Taking): BlockedReason | undefined {
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
  return phrases.wantedBesideNobodys(candidate, competitor.recordSet, false)
}

/** For a host that was named: its set is there under another identifier, which is not to say that nobody asks for it. */
function underAnotherId(context: NameContext, candidate: Candidate): BlockedReason | undefined {
  const {type} = candidate.recordSet
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
  return other && phrases.wantedUnderAnotherId(candidate, other.recordSet.setIdentifier)
}
