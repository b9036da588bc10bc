import {asForeign, type Claim} from '../../registry/claim.js'
import type {OwnerId} from '../../registry/ownership.js'
import {type Blocked, type BlockedReason, blockCandidate} from '../blocked.js'
import {phrases} from '../blocked-phrases.js'
import {ownershipPhrases} from '../ownership-phrases.js'
import type {Candidate} from '../plan-input.js'
import type {NameContext, OwnedClaim} from './name-decision.js'

/** What one owner has and wants at a name and set identifier; a host is never that of two. */
export interface ContestedRow {
  readonly owner: OwnerId | undefined
  readonly setIdentifier: string | undefined
  /** A set of another owner of the run that is still owned may be taken; one that is not to be is foreign. */
  readonly claims: readonly Claim[]
  readonly candidates: readonly Candidate[]
  /** What the others ask for in vain. */
  readonly blocked: readonly Blocked[]
}

/** Whoever has something there and wants or holds it keeps it whole; else the first cluster that wants it gets it. */
export function contestRow(
  context: NameContext,
  row: Pick<ContestedRow, 'setIdentifier' | 'claims' | 'candidates'>,
): ContestedRow {
  const {claims, candidates} = row
  const owned = claims.filter((claim) => claim.kind === 'owned')
  const present = (some: readonly {readonly owner?: OwnerId | undefined}[]) =>
    context.owners.filter((owner) => some.some((one) => one.owner === owner))
  const wanting = present(candidates)
  const holding = present(owned)
  if (new Set([...wanting, ...holding]).size < 2) return {...row, owner: wanting[0] ?? holding[0], blocked: []}
  const holdOf = (owner: OwnerId | undefined) =>
    owned.flatMap((claim) => (claim.owner === owner ? (heldBy(context, claim) ?? []) : []))[0]
  const staying = holding.filter((owner) => wanting.includes(owner) || holdOf(owner) !== undefined)
  // Whoever has another set of the name, and wants this one in its place, is there already; not where that one moves.
  const isNoLongerWanted = ({recordSet}: Claim) =>
    !context.candidates.some((one) => one.recordSet.setIdentifier === recordSet.setIdentifier)
  const elsewhere = context.claims.filter((claim) => claim.kind === 'owned').filter(isNoLongerWanted)
  const beside = holding.length > 0 ? [] : present(elsewhere)
  const keeping = staying.length > 0 ? staying : wanting.filter((each) => beside.includes(each))
  const owner = keeping[0] ?? wanting[0] ?? holding[0]
  const of = (one: Candidate) => one.owner === owner
  const ours = candidates.filter(of)
  const why = (loser: Candidate) =>
    phrases.ownerContestLost(
      ours.find(({recordSet}) => recordSet.type === loser.recordSet.type) ?? ours[0],
      owner ?? '',
      ours.length === 0 ? holdOf(owner)?.detail : undefined,
      keeping.length > 0,
    )
  const lost = candidates.flatMap((one) => (of(one) ? [] : [blockCandidate(one, why(one))]))
  const former = owned.find((claim) => !staying.includes(claim.owner))
  const isKept = ours.length > 0 && former !== undefined && context.policy === 'create-only'
  return {
    ...row,
    owner,
    claims: claims.map((one) =>
      one.kind === 'owned' && one.owner !== owner && (isKept || staying.includes(one.owner)) ? asForeign(one) : one,
    ),
    candidates: isKept ? [] : ours,
    blocked: [
      ...lost,
      ...(isKept ? ours : []).map((one) => blockCandidate(one, phrases.moveNotAllowed(former?.owner))),
    ],
  }
}

/** Why an owned record set that its own owner does not ask for stays with that owner, whatever the policy; undefined: it is free. */
function heldBy({name, retention, holdReason}: NameContext, claim: OwnedClaim): BlockedReason | undefined {
  const {owner, resource, recordSet} = claim
  const problem = retention.problemAt(name, resource, owner)
  if (problem !== undefined) return ownershipPhrases.heldByUnreadable(problem, 'record')
  const pending = retention.pendingFor(name, recordSet.setIdentifier, owner)
  return pending === undefined ? holdReason(claim) : ownershipPhrases.pendingTarget(pending, 'cluster', 'kept')
}
