import type {RecordSet, RecordType} from '../../dns/record-set.js'
import {type Claim, decidingRecord, isZonesOwn, resourceOf, takeOver} from '../../registry/claim.js'
import {type Blocked, type BlockedReason, blockCandidate} from '../blocked.js'
import {phrases} from '../blocked-phrases.js'
import type {Field} from '../change.js'
import {ownershipPhrases} from '../ownership-phrases.js'
import type {Candidate} from '../plan-input.js'
import {contest, dropConflictingCnames} from './conflict.js'
import type {Intent, NameContext, OwnedClaim, Refusal, RowDecision} from './name-decision.js'
import type {ContestedRow} from './owner-contest.js'

/** What one row (name and set identifier) wants and holds, before names are looked at as a whole. */
export interface Row extends Omit<RowDecision, 'replaced' | 'removed'> {
  /** Owned, managed, and wanted by nobody. */
  readonly unwanted: readonly OwnedClaim[]
  readonly blocked: readonly Blocked[]
  /** Candidates that won their type and are blocked all the same. */
  readonly refused: readonly Refusal[]
}

/** Per record type: create, update, nothing, or blocked. A changed set identifier is a create and a delete. */
export function decideRow(context: NameContext, row: ContestedRow): Row {
  const {setIdentifier, owner, claims, candidates} = row
  const {kept, dropped} = dropConflictingCnames(candidates)
  const blocked = [...row.blocked, ...dropped.map((candidate) => blockCandidate(candidate, phrases.cnameYields()))]
  const intents: Intent[] = []
  const unwanted: OwnedClaim[] = []
  const refused: Refusal[] = []
  const takesOver = (claim: Claim) => isMigratable(claim, context) && context.policy !== 'create-only'
  const foreignClaim = claims.find((claim) => claim.kind !== 'owned' && !takesOver(claim))
  const beside = foreignClaim && {
    claim: foreignClaim,
    isWanted: kept.some(({recordSet}) => recordSet.type === foreignClaim.recordSet.type),
  }
  const recordedResource = context.sharesOwnershipRecord ? sharedHolder(context, row, kept) : undefined
  for (const type of typesOf(claims, kept)) {
    const claim = claims.find((one) => one.recordSet.type === type)
    const wanted = kept.filter((candidate) => candidate.recordSet.type === type)
    const outcome = contest(wanted, recordedResource ?? currentResource(context, claim, type, row))
    if (outcome !== undefined) {
      const {winner, losers, isHeld} = outcome
      blocked.push(...losers.map((loser) => blockCandidate(loser, phrases.contestLost(winner, loser, isHeld))))
    }
    if (outcome === undefined || context.isCompanionWithoutTarget(outcome.winner.recordSet)) {
      if (claim?.kind === 'owned') unwanted.push(claim)
      // The former owner's stays with him: nothing of ours takes its place.
      else if (claim !== undefined && outcome !== undefined && takesOver(claim)) {
        blocked.push(blockCandidate(outcome.winner, foreignReason(outcome.winner, {claim, isWanted: true}, context)))
      }
      continue
    }
    const decision = decideWinner(context, outcome.winner, claim, beside)
    if ('reason' in decision) {
      const block = blockCandidate(outcome.winner, decision)
      blocked.push(block)
      refused.push({candidate: outcome.winner, block})
    } else intents.push(decision)
  }
  return {setIdentifier, owner, intents, unwanted, blocked, refused, recordedResource}
}

/** The object that holds the name: as the stored ownership says, also a text left over that a new set will use. */
function currentResource(
  context: NameContext,
  claim: Claim | undefined,
  type: RecordType,
  {setIdentifier, owner}: ContestedRow,
): string | undefined {
  if (claim === undefined) return context.recordedResource(type, setIdentifier, owner)
  return claim.kind === 'owned' && claim.owner !== owner ? undefined : resourceOf(claim)
}

/** Where all types have one text, its object comes first for each: else two would take the name in turn on each run. */
function sharedHolder(
  context: NameContext,
  {setIdentifier, owner}: ContestedRow,
  candidates: readonly Candidate[],
): string | undefined {
  const stored = context.recordedResource('A', setIdentifier, owner)
  if (candidates.some((candidate) => candidate.resource === stored)) return stored
  const [type] = typesOf([], candidates)
  const ofType = candidates.filter((candidate) => candidate.recordSet.type === type)
  return contest(ofType, undefined)?.winner.resource
}

interface ForeignClaim {
  readonly claim: Claim
  readonly isWanted: boolean
}

function decideWinner(
  context: NameContext,
  winner: Candidate,
  claim: Claim | undefined,
  foreignClaim: ForeignClaim | undefined,
): Intent | BlockedReason {
  // The zone's own NS and SOA are there before anybody wants them.
  if (isZonesOwn(winner.zone, winner.recordSet)) return phrases.zonesOwn(winner)
  if (claim === undefined) {
    return foreignClaim ? foreignReason(winner, foreignClaim, context) : {kind: 'create', candidate: winner}
  }
  const isOther = claim.kind !== 'unowned' && claim.resource !== winner.resource
  const problem = isOther ? context.retention.problemOf(claim.resource, winner.owner) : undefined
  if (problem !== undefined) return ownershipPhrases.nameHeldByUnreadable(problem)
  const isMigration = isMigratable(claim, context)
  if (claim.kind === 'unowned' || (claim.kind === 'foreign' && !isMigration))
    return foreignReason(winner, {claim, isWanted: true}, context)
  const owned = claim.kind === 'foreign' ? takeOver(claim, winner.owner) : claim
  const fields = context.rules.differingFields(owned.recordSet, winner)
  const isNew = isMigration || owned.owner !== winner.owner
  const needsText = isNew || context.lacksOwnership(owned)
  const [first, ...rest] = [...fields, ...(needsText ? (['ownership'] as const) : [])]
  if (first === undefined) return {kind: 'same', candidate: winner, claim: owned}
  const differs: [Field, ...Field[]] = [first, ...rest]
  if (!differs.includes('ttl') && losesTtl(owned.recordSet, winner.recordSet)) differs.push('ttl')
  if (context.policy === 'create-only') return phrases.updateNotAllowed()
  return {kind: 'update', candidate: winner, claim: owned, differs, isMigration}
}

/** Why a record set that is not ours keeps a candidate out: another owner has it, nobody has, or nobody can tell. */
function foreignReason(
  candidate: Candidate,
  {claim: foreignClaim, isWanted}: ForeignClaim,
  {rules, hiddenTextOf}: NameContext,
): BlockedReason {
  const {type} = foreignClaim.recordSet
  const isSameType = type === candidate.recordSet.type
  if (foreignClaim.kind === 'foreign') return wantedOfAnother(candidate, foreignClaim, isSameType ? undefined : type)
  const {recordSet} = foreignClaim
  const hidden = hiddenTextOf(recordSet)
  if (hidden !== undefined) return phrases.wantedBut(candidate, ownershipPhrases.hiddenText(hidden))
  return isSameType
    ? phrases.wantedOfNobody(candidate, recordSet, rules.differingFields(recordSet, candidate))
    : phrases.wantedBesideNobodys(candidate, recordSet, isWanted)
}

/** Wanted, and of another owner, whose text may be unreadable. */
export function wantedOfAnother(
  candidate: Candidate,
  {ownershipRecords, owner}: Claim & {kind: 'foreign'},
  besideType?: RecordType,
): BlockedReason {
  const text = decidingRecord(ownershipRecords)
  return text?.isUnreadable === true
    ? phrases.wantedBut(candidate, ownershipPhrases.unreadableText(text))
    : phrases.wantedOfOwner(candidate, owner, besideType)
}

function isMigratable(claim: Claim, context: NameContext): boolean {
  return claim.kind === 'foreign' && claim.owner === context.migrateFrom
}

/** A set that is written anew gets the default TTL where no object asks for one, as upstream does. */
export function losesTtl(current: RecordSet, desired: RecordSet): boolean {
  return (
    current.data.kind === 'values' &&
    desired.data.kind === 'values' &&
    current.data.ttlSeconds !== desired.data.ttlSeconds
  )
}

function typesOf(claims: readonly Claim[], candidates: readonly Candidate[]): readonly RecordType[] {
  return [...new Set([...claims, ...candidates].map(({recordSet}) => recordSet.type))].sort()
}
