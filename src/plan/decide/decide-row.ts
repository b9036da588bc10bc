import type {RecordSet, RecordType} from '../../dns/record-set.js'
import {argumentWord} from '../../errors/shell-word.js'
import {type Claim, decidingRecord, isZonesOwn, migrateClaim} from '../../registry/claim.js'
import type {Field} from '../change.js'
import {hiddenText} from '../ownership/ownership-writer.js'
import type {Blocked} from '../plan.js'
import {unreadableText} from '../plan.js'
import type {Candidate} from '../plan-input.js'
import {clash, contest, dropConflictingCnames, nameOrigin} from './conflict.js'
import type {Intent, NameContext, OwnedClaim, Refusal} from './name-decision.js'

/** What one row (name and set identifier) wants and holds, before names are looked at as a whole. */
export interface Row {
  readonly setIdentifier: string | undefined
  readonly intents: readonly Intent[]
  /** Owned, managed, and wanted by nobody. */
  readonly unwanted: readonly OwnedClaim[]
  readonly blocked: readonly Blocked[]
  /** Wishes that came first for their type and are blocked all the same. */
  readonly refused: readonly Refusal[]
  /** What the one ownership text of all types names; undefined where each type has its own. */
  readonly recordedResource: string | undefined
}

/** Decides per record type: create, update, nothing, or blocked (spec plan-and-registry.md §4.3 to §4.6). */
export function decideRow(
  context: NameContext,
  setIdentifier: string | undefined,
  claims: readonly Claim[],
  candidates: readonly Candidate[],
): Row {
  const {kept, dropped} = dropConflictingCnames(candidates)
  const blocked = dropped.map((candidate) =>
    blockCandidate(candidate, 'conflict-lost', `a CNAME yields to the other types that are wanted for the name`),
  )
  const intents: Intent[] = []
  const unwanted: OwnedClaim[] = []
  const refused: Refusal[] = []
  const takesOver = (claim: Claim) => isMigratable(claim, context) && context.policy !== 'create-only'
  const foreignClaim = claims.find((claim) => claim.kind !== 'owned' && !takesOver(claim))
  const beside = foreignClaim && {
    claim: foreignClaim,
    isWanted: kept.some(({recordSet}) => recordSet.type === foreignClaim.recordSet.type),
  }
  const recordedResource = context.sharesOwnershipRecord ? sharedHolder(context, setIdentifier, kept) : undefined
  for (const type of typesOf(claims, kept)) {
    const claim = claims.find((one) => one.recordSet.type === type)
    const wanted = kept.filter((candidate) => candidate.recordSet.type === type)
    const outcome = contest(wanted, recordedResource ?? currentResource(context, claim, type, setIdentifier))
    for (const {candidate, rule} of outcome?.losers ?? []) {
      blocked.push(blockCandidate(candidate, 'conflict-lost', rule))
    }
    if (outcome === undefined || context.isCompanionWithoutTarget(outcome.winner.recordSet)) {
      if (claim?.kind === 'owned') unwanted.push(claim)
      // The former owner's stays with him: nothing of ours takes its place.
      else if (claim !== undefined && outcome !== undefined && takesOver(claim)) {
        blocked.push(blockByForeign(outcome.winner, {claim, isWanted: true}, context))
      }
      continue
    }
    const decision = decideWinner(context, outcome.winner, claim, beside)
    if ('reason' in decision) {
      blocked.push(decision)
      refused.push({candidate: outcome.winner, block: decision})
    } else intents.push(decision)
  }
  return {setIdentifier, intents, unwanted, blocked, refused, recordedResource}
}

/** Whose name it is: as the stored ownership says, also one that is left over and will be used for a new set. */
function currentResource(
  context: NameContext,
  claim: Claim | undefined,
  type: RecordType,
  setIdentifier: string | undefined,
): string | undefined {
  if (claim === undefined) return context.recordedResource(type, setIdentifier)
  return claim.kind === 'unowned' ? '' : claim.resource
}

/**
 * Where all types have one text, its object comes first for each of them while it wants any of them; else the object
 * that comes first for the first type. Otherwise two objects would take the name from each other on every run.
 */
function sharedHolder(
  context: NameContext,
  setIdentifier: string | undefined,
  candidates: readonly Candidate[],
): string | undefined {
  const stored = context.recordedResource('A', setIdentifier)
  if (stored !== undefined && candidates.some((candidate) => candidate.resource === stored)) return stored
  const [type] = typesOf([], candidates)
  const ofType = candidates.filter((candidate) => candidate.recordSet.type === type)
  return contest(ofType, undefined)?.winner.resource
}

export function blockCandidate(
  candidate: Candidate,
  reason: Blocked['reason'],
  detail: string,
  more: {readonly owner?: string; readonly fix?: string} = {},
): Blocked {
  return {
    reason,
    zone: candidate.zone,
    host: candidate.recordSet.name,
    setIdentifier: candidate.recordSet.setIdentifier,
    types: [candidate.recordSet.type],
    owner: more.owner,
    origins: candidate.origins,
    detail,
    fix: more.fix,
  }
}

/** Somebody else's record set in a row, and whether an object here asks for its type. */
interface ForeignClaim {
  readonly claim: Claim
  readonly isWanted: boolean
}

function decideWinner(
  context: NameContext,
  winner: Candidate,
  claim: Claim | undefined,
  foreignClaim: ForeignClaim | undefined,
): Intent | Blocked {
  const standsAnyway = blockZonesOwn(winner)
  if (standsAnyway !== undefined) return standsAnyway
  if (claim === undefined) {
    return foreignClaim === undefined
      ? {kind: 'create', candidate: winner}
      : blockByForeign(winner, foreignClaim, context)
  }
  const problem = claim.kind === 'unowned' ? undefined : context.retention.problemOf(claim.resource)
  if (problem !== undefined && claim.kind !== 'unowned' && claim.resource !== winner.resource) {
    const detail = `${nameOrigin(problem.origin)} holds the name and cannot be read; record kept`
    return blockCandidate(winner, 'object-problem', detail)
  }
  const isMigration = isMigratable(claim, context)
  if (claim.kind === 'unowned' || (claim.kind === 'foreign' && !isMigration))
    return blockByForeign(winner, {claim, isWanted: true}, context)
  const owned = claim.kind === 'foreign' ? migrateClaim(claim) : claim
  const fields = context.rules.differingFields(owned.recordSet, winner)
  const needsText = isMigration || context.lacksOwnership(owned)
  const [first, ...rest] = [...fields, ...(needsText ? (['ownership'] as const) : [])]
  if (first === undefined) return {kind: 'same', candidate: winner, claim: owned}
  const differs: [Field, ...Field[]] = [first, ...rest]
  if (!differs.includes('ttl') && losesTtl(owned.recordSet, winner.recordSet)) differs.push('ttl')
  if (context.policy === 'create-only') {
    return blockCandidate(winner, 'policy', 'an update, which policy create-only leaves out', {
      fix: '--policy=upsert-only',
    })
  }
  return {kind: 'update', candidate: winner, claim: owned, differs, isMigration}
}

/** The way to what nobody owns: it answers queries, so nobody is told to delete it. */
export function adoptFix(host: string): string {
  return `owners adopt ${argumentWord(host)}`
}

/** What makes room for a wish beside another record of nobody, of a type for which no object asks. */
export function fixBeside({recordSet}: Candidate, competitor: RecordSet): string {
  const {name} = recordSet
  // `apply` puts a set in the place of one of ours only where the two cannot stand together.
  return clash(recordSet, competitor) === undefined
    ? `--exclude-record-types=${competitor.type}, or let an object ask for it too`
    : adoptFix(name)
}

/** The zone's own NS and SOA are there before anybody wants them. */
function blockZonesOwn(candidate: Candidate): Blocked | undefined {
  const {zone, recordSet, origins} = candidate
  if (!isZonesOwn(zone, recordSet)) return undefined
  const detail = `wanted by ${nameOrigin(origins[0])}; Route 53 itself keeps the ${recordSet.type} record of a zone's own name`
  return blockCandidate(candidate, 'unowned', detail)
}

function blockByForeign(
  candidate: Candidate,
  {claim: foreignClaim, isWanted}: ForeignClaim,
  {rules, hiddenTextOf}: NameContext,
): Blocked {
  const {type} = foreignClaim.recordSet
  const wanted = `wanted by ${nameOrigin(candidate.origins[0])}`
  const isSameType = type === candidate.recordSet.type
  const text = foreignClaim.kind === 'foreign' ? decidingRecord(foreignClaim.ownershipRecords) : undefined
  if (text?.isUnreadable === true) {
    const {reason, detail, fix} = unreadableText(text)
    return {...blockCandidate(candidate, reason, `${wanted}; ${detail}`), fix}
  }
  if (foreignClaim.kind === 'foreign') {
    const detail = isSameType ? wanted : `${wanted}, beside an ${type} record of that owner`
    return blockCandidate(candidate, 'owner-mismatch', detail, {owner: foreignClaim.owner})
  }
  const hidden = hiddenTextOf(foreignClaim.recordSet)
  if (hidden !== undefined) {
    const {reason, detail, fix} = hiddenText(hidden)
    return {...blockCandidate(candidate, reason, `${wanted}; ${detail}`), fix}
  }
  const isEqual = isSameType && rules.differingFields(foreignClaim.recordSet, candidate).length === 0
  const found = isEqual ? 'same value' : isSameType ? 'other value' : `beside a record of type ${type} without an owner`
  const fix = isWanted ? adoptFix(candidate.recordSet.name) : fixBeside(candidate, foreignClaim.recordSet)
  return blockCandidate(candidate, 'unowned', `${wanted}, ${found}`, {fix})
}

function isMigratable(claim: Claim, context: NameContext): boolean {
  return claim.kind === 'foreign' && context.migrateFrom !== undefined && claim.owner === context.migrateFrom
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
