import {groupBy} from '../../dns/group.js'
import type {Claim} from '../../registry/claim.js'
import {type Blocked, type BlockedReason, blockCandidate, blockClaims} from '../blocked.js'
import {phrases} from '../blocked-phrases.js'
import {ownershipPhrases} from '../ownership-phrases.js'
import type {Candidate} from '../plan-input.js'
import {conflict} from './conflict.js'
import {decideRow, type Row} from './decide-row.js'
import type {Intent, NameContext, NameDecision, OwnedClaim, Refusal, RowDecision} from './name-decision.js'
import {contestRow} from './owner-contest.js'
import {resolveConflicts} from './resolve-conflicts.js'

/** All rows of a name together, as Route 53 takes them: what stays keeps its place, new sets must fit beside it. */
export function decideName(context: NameContext): NameDecision {
  if (context.lock !== undefined) return leaveAlone(context, context.lock)
  const claims = groupBy(
    context.claims.filter(({recordSet}) => context.isManaged(recordSet.type)),
    rowOf,
  )
  const candidates = groupBy(context.candidates, rowOf)
  const rows = identifiersOf(context).map((setIdentifier) => {
    const key = setIdentifier ?? ''
    const row = {setIdentifier, claims: claims.get(key) ?? [], candidates: candidates.get(key) ?? []}
    return decideRow(context, contestRow(context, row))
  })
  const {free, held, awaited} = sortUnwanted(context, rows)
  const intents = rows.flatMap((row) => row.intents)
  const {accepted, refused} = resolveConflicts(context, intents, free)
  const refusals = [...rows.flatMap((row) => row.refused), ...refused]
  const {decisions, kept, inTheWay} = disposeUnwanted(context, rows, accepted, free, refusals)
  return {
    rows: context.isPrune ? decisions.map(withoutCandidates) : decisions,
    blocked: [
      ...rows.flatMap((row) => row.blocked),
      ...held,
      ...refused.map(({block}) => block),
      ...kept,
      ...context.claims.flatMap((claim) => (claim.kind === 'owned' ? leftOut(context, claim) : [])),
    ],
    unwanted: rows.flatMap(({unwanted}) => unwanted.filter((claim) => !inTheWay.has(claim) && !awaited.has(claim))),
  }
}

/** Nothing of the name is judged: what is not known of it may bear on all of it. */
function leaveAlone({candidates, claims, isPrune}: NameContext, why: BlockedReason): NameDecision {
  const owned = claims.filter((claim) => claim.kind === 'owned')
  const blocked =
    candidates.length > 0 && !isPrune
      ? candidates.map((candidate) => blockCandidate(candidate, why))
      : [...groupBy(owned, rowOf).values()].map((some) => blockClaims(some, why))
  return {rows: [], blocked, unwanted: []}
}

/** It answers on as it was, whatever becomes of the other types of its host. */
function leftOut(context: NameContext, claim: OwnedClaim): readonly Blocked[] {
  const why = context.leftOutBy(claim)
  return why === undefined ? [] : [blockClaims([claim], why)]
}

interface Unwanted {
  readonly free: readonly OwnedClaim[]
  readonly held: readonly Blocked[]
  /** Of `held`: what answers until another set of the name, which an object asks for, can come. */
  readonly awaited: ReadonlySet<OwnedClaim>
}

/** Leftovers that may go, and those that a hold keeps. */
function sortUnwanted({name, retention, kept}: NameContext, rows: readonly Row[]): Unwanted {
  const free: OwnedClaim[] = []
  const held: Blocked[] = []
  let isAnswered = false
  for (const row of rows) {
    for (const claim of row.unwanted) {
      const {owner} = claim
      const problem = retention.problemAt(name, claim.resource, owner)
      const isPending = retention.pendingFor(name, row.setIdentifier, owner) !== undefined
      isAnswered ||= isPending || problem !== undefined
      if (problem !== undefined) {
        held.push(blockClaims([claim], ownershipPhrases.heldByUnreadable(problem, 'record')))
      } else if (!isPending) free.push(claim)
      // A pending host is said once by the planner, which also knows those without a record.
    }
  }
  const awaiting = retention.awaiting(name)
  const why = awaiting === undefined ? kept : ownershipPhrases.pendingTarget(awaiting, 'cluster', 'kept')
  if (isAnswered || why === undefined) return {free, held, awaited: new Set()}
  const origins = awaiting && [awaiting.origin]
  const staying = [...groupBy(free, rowOf).values()].map((claims) => blockClaims(claims, why, origins))
  return {free: [], held: staying, awaited: new Set(free)}
}

/** Leftovers in the way of a new set go with it, of a blocked one stay; the others go when the policy deletes. */
function disposeUnwanted(
  context: NameContext,
  rows: readonly Row[],
  accepted: readonly Intent[],
  free: readonly OwnedClaim[],
  refusals: readonly Refusal[],
) {
  const kept: Blocked[] = []
  const inTheWay = new Set<OwnedClaim>()
  const intents: ReadonlyMap<string, readonly Intent[]> = groupBy(accepted, ({candidate}) => rowOf(candidate))
  const decisions = rows.map(({setIdentifier, owner, recordedResource}) => ({
    setIdentifier,
    owner,
    recordedResource,
    intents: intents.get(setIdentifier ?? '') ?? [],
    replaced: [] as OwnedClaim[],
    removed: [] as OwnedClaim[],
  }))
  // In the order of the rows, not of the clusters that ask for them.
  const changes = decisions.flatMap((row) => row.intents).filter((intent) => intent.kind !== 'same')
  // `prune` leaves to `apply` what answers alone until that has made what is wanted.
  const isLeftToApply = context.isPrune && accepted.length > 0 && accepted.every(({kind}) => kind === 'create')
  for (const claim of free) {
    if (isLeftToApply) {
      inTheWay.add(claim)
      continue
    }
    // A host is moved whole, whatever of it the new owner wants.
    const isLeft = ({owner, recordSet}: Candidate) =>
      owner !== claim.owner && recordSet.setIdentifier === claim.recordSet.setIdentifier
    const isInTheWay = ({candidate}: Intent | Refusal) =>
      isLeft(candidate) || conflict(candidate.recordSet, claim.recordSet, context.zone, context.rules) !== undefined
    const causes = changes.filter(isInTheWay)
    const cause = causes.find(({candidate}) => candidate.owner === claim.owner) ?? causes[0]
    const isServed = accepted.some(({candidate}) => candidate.owner === claim.owner)
    const isSuccessor = ({candidate}: Refusal) => candidate.owner === claim.owner || !isServed
    const successor = refusals.find((one) => isSuccessor(one) && isInTheWay(one))
    if (cause !== undefined || successor !== undefined) inTheWay.add(claim)
    if (cause !== undefined) {
      const row = decisions.find((one) => one.intents.includes(cause))
      if (!context.isPrune) row?.replaced.push(claim)
      continue
    }
    const why =
      successor === undefined
        ? context.keepReason(claim)
        : phrases.successorBlocked(successor.candidate, successor.block)
    if (why !== undefined) kept.push(blockClaims([claim], why))
    else decisions.find(({setIdentifier = ''}) => rowOf(claim) === setIdentifier)?.removed.push(claim)
  }
  return {decisions, kept, inTheWay}
}

/** `prune` leaves creates and updates to `apply`. */
function withoutCandidates(row: RowDecision): RowDecision {
  return {...row, intents: row.intents.filter((intent) => intent.kind === 'same')}
}

/** Of what is wanted or stands there. */
export function identifiersOf({claims, candidates}: NameContext): readonly (string | undefined)[] {
  return [...new Set([...claims, ...candidates].map(rowOf))].sort().map((id) => (id === '' ? undefined : id))
}

function rowOf({recordSet}: {readonly recordSet: Pick<Claim['recordSet'], 'setIdentifier'>}): string {
  return recordSet.setIdentifier ?? ''
}
