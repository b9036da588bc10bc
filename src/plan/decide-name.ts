import {compareText, type RecordSet} from '../dns/record-set.js'
import type {Claim} from '../registry/claim.js'
import {clash, clashPhrase} from './coexistence.js'
import {nameOrigin} from './conflict.js'
import {blockCandidate, decideRow, type Row} from './decide-row.js'
import type {FixedSet, Intent, NameContext, NameDecision, OwnedClaim, RowDecision} from './name-decision.js'
import type {Blocked} from './plan.js'

/**
 * Decides a name as a whole: all its rows (set identifiers) together, because Route 53 takes or refuses them together.
 * What stays keeps its place; of what is wanted anew, only what can stand beside it is let through.
 */
export function decideName(context: NameContext): NameDecision {
  const rows = identifiersOf(context).map((setIdentifier) =>
    decideRow(
      context,
      setIdentifier,
      context.claims.filter((claim) => isRowOf(claim, setIdentifier) && context.isManaged(claim.recordSet.type)),
      context.candidates.filter((candidate) => isRowOf(candidate, setIdentifier)),
    ),
  )
  const blocked: Blocked[] = rows.flatMap((row) => row.blocked)
  const {free, held} = sortLeftovers(context, rows)
  blocked.push(...held)
  const settled = settle(context, rows, free)
  blocked.push(...settled.blocked)
  const {decisions, kept} = disposeLeftovers(context, settled.rows, free)
  const rowsToDo = context.isPrune ? decisions.map(withoutWishes) : decisions
  return {rows: rowsToDo, blocked: [...blocked, ...kept]}
}

/** Leftovers that may go, and those that a hold keeps. */
function sortLeftovers(context: NameContext, rows: readonly Row[]): {free: OwnedClaim[]; held: Blocked[]} {
  const free: OwnedClaim[] = []
  const held: Blocked[] = []
  for (const row of rows) {
    const isWanted = row.intents.length > 0
    const pending = isWanted ? undefined : context.holds.pendingFor(context.name, row.setIdentifier)
    for (const claim of row.leftovers) {
      const problem = context.holds.problemOf(claim.resource)
      if (problem !== undefined) {
        held.push(keep(claim, 'object-problem', `${nameOrigin(problem.origin)} cannot be read; record kept`))
      } else if (pending !== undefined) {
        // Said once for the host by the planner, which also knows hosts without a record.
      } else free.push(claim)
    }
  }
  return {free, held}
}

interface Settled {
  readonly rows: readonly {readonly setIdentifier: string | undefined; readonly intents: readonly Intent[]}[]
  readonly blocked: readonly Blocked[]
}

/** Blocks, one after another, the wishes that cannot stand beside what stays or beside a wish with an older right. */
function settle(context: NameContext, rows: readonly Row[], free: readonly OwnedClaim[]): Settled {
  const blocked: Blocked[] = []
  let intents = rows.flatMap((row) => row.intents).sort(compareIntents)
  for (;;) {
    const fixed = fixedSets(context, intents, free)
    const refused = firstRefused(intents, fixed)
    if (refused === undefined) break
    blocked.push(refused.block)
    intents = intents.filter((intent) => intent !== refused.intent)
  }
  return {
    rows: rows.map((row) => ({
      setIdentifier: row.setIdentifier,
      intents: intents.filter((intent) => isRowOf(intent.candidate, row.setIdentifier)),
    })),
    blocked,
  }
}

function fixedSets(context: NameContext, intents: readonly Intent[], free: readonly OwnedClaim[]): readonly FixedSet[] {
  const touched = new Set<RecordSet>(
    intents.flatMap((intent) => (intent.kind === 'create' ? [] : [intent.claim.recordSet])),
  )
  const removable = new Set<RecordSet>(free.map((claim) => claim.recordSet))
  const isCreateOnly = context.policy === 'create-only'
  const fixed: FixedSet[] = context.guardSets.map((set) => ({set, reason: 'cname-conflict', owner: undefined}))
  for (const claim of context.claims) {
    const set = claim.recordSet
    if (touched.has(set) || (removable.has(set) && !isCreateOnly)) continue
    if (claim.kind === 'foreign') fixed.push({set, reason: 'owner-mismatch', owner: claim.owner})
    else if (claim.kind === 'unowned') fixed.push({set, reason: 'unowned', owner: undefined})
    else fixed.push({set, reason: removable.has(set) ? 'policy' : 'cname-conflict', owner: undefined})
  }
  return fixed
}

function firstRefused(
  intents: readonly Intent[],
  fixed: readonly FixedSet[],
): {intent: Intent; block: Blocked} | undefined {
  const accepted: Intent[] = []
  for (const intent of intents) {
    const desired = intent.candidate.recordSet
    const wall = fixed.find(({set}) => clash(desired, set) !== undefined)
    if (wall !== undefined) return {intent, block: blockByWall(intent, wall)}
    const rival = accepted.find((other) => clash(desired, other.candidate.recordSet) !== undefined)
    if (rival !== undefined) {
      const phrase = clashPhrase(desired, rival.candidate.recordSet)
      const detail = `${phrase}, which ${nameOrigin(rival.candidate.origins[0])} asks for`
      return {intent, block: blockCandidate(intent.candidate, 'conflict-lost', detail)}
    }
    accepted.push(intent)
  }
  return undefined
}

function blockByWall(intent: Intent, {set, reason, owner}: FixedSet): Blocked {
  const phrase = clashPhrase(intent.candidate.recordSet, set)
  if (reason === 'owner-mismatch') {
    return blockCandidate(intent.candidate, 'owner-mismatch', `${phrase}, which belongs to owner ${owner ?? ''}`, {
      owner: owner ?? '',
    })
  }
  if (reason === 'policy') {
    return blockCandidate(intent.candidate, 'policy', `${phrase}, and policy create-only removes nothing`, {
      fix: '--policy=upsert-only',
    })
  }
  const isCname = clash(intent.candidate.recordSet, set) === 'cname'
  return blockCandidate(intent.candidate, isCname ? 'cname-conflict' : 'unowned', phrase)
}

/** Stored first, then what changes, then what is new; among equals a CNAME last, then by identifier and type. */
function compareIntents(a: Intent, b: Intent): number {
  const rank = (intent: Intent) => ['same', 'update', 'create'].indexOf(intent.kind)
  const left = a.candidate.recordSet
  const right = b.candidate.recordSet
  return (
    rank(a) - rank(b) ||
    Number(left.type === 'CNAME') - Number(right.type === 'CNAME') ||
    compareText(left.setIdentifier ?? '', right.setIdentifier ?? '') ||
    compareText(left.type, right.type)
  )
}

/** Leftovers in the way of a new set go with it; the others go when the policy deletes, else they are shown as kept. */
function disposeLeftovers(
  context: NameContext,
  rows: Settled['rows'],
  free: readonly OwnedClaim[],
): {decisions: readonly RowDecision[]; kept: readonly Blocked[]} {
  const changes = rows.flatMap((row) => row.intents).filter((intent) => intent.kind !== 'same')
  const kept: Blocked[] = []
  const decisions = rows.map((row) => ({...row, replaced: [] as OwnedClaim[], removed: [] as OwnedClaim[]}))
  for (const claim of free) {
    const cause = changes.find((intent) => clash(intent.candidate.recordSet, claim.recordSet) !== undefined)
    if (cause !== undefined) {
      const row = decisions.find((one) => one.intents.includes(cause))
      if (!context.isPrune) row?.replaced.push(claim)
      continue
    }
    const block = keptBy(context, claim)
    if (block !== undefined) kept.push(block)
    else decisions.find((row) => isRowOf(claim, row.setIdentifier))?.removed.push(claim)
  }
  return {decisions, kept}
}

/** `prune` leaves creates and updates to `apply`. */
function withoutWishes(row: RowDecision): RowDecision {
  return {...row, intents: row.intents.filter((intent) => intent.kind === 'same')}
}

function keptBy(context: NameContext, claim: OwnedClaim): Blocked | undefined {
  if (context.policy !== 'sync') {
    return keep(
      claim,
      'policy',
      `no object asks for it any more; policy ${context.policy} keeps it`,
      'external-dns-ts prune',
    )
  }
  if (context.deletes.allowed) return undefined
  const {reason, detail, fix} = context.deletes.block
  return keep(claim, reason, detail, fix)
}

function keep(claim: OwnedClaim, reason: Blocked['reason'], detail: string, fix?: string): Blocked {
  return {
    reason,
    zone: claim.zone,
    host: claim.recordSet.name,
    setIdentifier: claim.recordSet.setIdentifier,
    types: [claim.recordSet.type],
    owner: undefined,
    origins: [],
    detail,
    fix,
  }
}

function identifiersOf(context: NameContext): readonly (string | undefined)[] {
  const sets: readonly (Claim | NameContext['candidates'][number])[] = [...context.claims, ...context.candidates]
  return [...new Set(sets.map(({recordSet}) => recordSet.setIdentifier ?? ''))]
    .sort()
    .map((id) => (id === '' ? undefined : id))
}

function isRowOf(part: {readonly recordSet: RecordSet}, setIdentifier: string | undefined): boolean {
  return (part.recordSet.setIdentifier ?? '') === (setIdentifier ?? '')
}
