import type {RecordSet} from '../../dns/record-set.js'
import {blockCandidate, causeOf} from '../blocked.js'
import {phrases} from '../blocked-phrases.js'
import type {Candidate} from '../plan-input.js'
import {type Clashes, competes, conflict, makeClashes} from './conflict.js'
import type {ExistingSet, Intent, NameContext, OwnedClaim, Refusal, Resolved} from './name-decision.js'
import {withinQuota} from './quota.js'

type Refused = Refusal & {readonly intent: Intent}

/** Blocks hosts whose candidates cannot stand beside others, or are too many. @param free leftovers that may go. */
export function resolveConflicts(context: NameContext, intents: readonly Intent[], free: readonly OwnedClaim[]) {
  const resolved = isAlone(context, intents) ? {accepted: intents, refused: []} : resolveKept(context, intents, free)
  return context.isPrune ? resolved : withinQuota(context, resolved, free)
}

/** True where nothing is, or comes, beside the one set. */
function isAlone({claims}: NameContext, [intent, ...others]: readonly Intent[]): boolean {
  if (intent === undefined || others.length > 0) return intent === undefined
  const own = intent.kind === 'create' ? undefined : intent.claim.recordSet
  return claims.every(({recordSet}) => recordSet === own)
}

/** As `resolveWhole`; and what an owner holds and wants otherwise, but cannot have so, goes to no other owner. */
function resolveKept(context: NameContext, intents: readonly Intent[], free: readonly OwnedClaim[]): Resolved {
  const resolved = resolveWhole(context, intents, free)
  const lost = new Map(
    resolved.accepted.flatMap(({candidate}) => {
      const holder = holderBeside(context, candidate, resolved.accepted, free)
      if (holder === undefined) return []
      const why = phrases.ownerContestLost(holder, holder.owner ?? '', undefined, true)
      return [[candidate, {candidate, block: blockCandidate(candidate, why)}] as const]
    }),
  )
  if (lost.size === 0) return resolved
  const left = intents.filter(({candidate}) => !lost.has(candidate))
  const {accepted, refused} = resolveKept(context, left, free)
  return {accepted, refused: [...refused, ...lost.values()]}
}

/** What another owner asks for in place of a set of its own that would give way to the candidate. */
function holderBeside(
  {candidates, zone, rules}: NameContext,
  {owner, recordSet}: Candidate,
  accepted: readonly Intent[],
  free: readonly OwnedClaim[],
): Candidate | undefined {
  const beside = free.filter((claim) => claim.owner !== owner && conflict(recordSet, claim.recordSet, zone, rules))
  const isOf = (claim: OwnedClaim) => (one: Candidate) =>
    one.owner === claim.owner && one.recordSet.setIdentifier === claim.recordSet.setIdentifier
  const kept = beside.filter((claim) => !accepted.some(({candidate}) => isOf(claim)(candidate)))
  return kept.flatMap((claim) => candidates.find(isOf(claim)) ?? [])[0]
}

/** Creates, and updates that change the routing policy, are done for all types of a host or for none. */
function resolveWhole(context: NameContext, intents: readonly Intent[], free: readonly OwnedClaim[]): Resolved {
  const {accepted, refused} = resolveSingly(context, intents, free)
  const refusalOf = new Map([...refused].reverse().map((one) => [one.candidate.recordSet.setIdentifier, one]))
  const halves = accepted.flatMap((intent) => {
    const refusal = isMadeWhole(intent) ? refusalOf.get(intent.candidate.recordSet.setIdentifier) : undefined
    return refusal === undefined ? [] : [{intent, refusal}]
  })
  if (halves.length === 0) return {accepted, refused}
  const parted = new Set(halves.map(({intent}) => intent.candidate.recordSet.setIdentifier))
  const isOut = (intent: Intent) => isMadeWhole(intent) && parted.has(intent.candidate.recordSet.setIdentifier)
  const others = resolveWhole(
    context,
    intents.filter((intent) => !isOut(intent)),
    free,
  )
  return {
    accepted: others.accepted,
    refused: [
      ...others.refused,
      ...refused.filter(({intent}) => isOut(intent)),
      ...halves.map(({intent: {candidate}, refusal: {candidate: half, block}}) => ({
        candidate,
        block: blockCandidate(candidate, phrases.halfMade(half, block)),
      })),
    ],
  }
}

function isMadeWhole(intent: Intent): boolean {
  return (
    intent.kind === 'create' ||
    (intent.kind === 'update' && intent.claim.recordSet.routing.kind !== intent.candidate.recordSet.routing.kind)
  )
}

/** One after another. What was blocked by a candidate that is itself blocked in the end is tried again. */
function resolveSingly(context: NameContext, intents: readonly Intent[], free: readonly OwnedClaim[]) {
  const {accepted, waiting, walls} = admit(inOrder(context, intents), context, free)
  const competitors = makeClashes(accepted.map((intent) => ({set: intent.candidate.recordSet, by: intent})))
  const again: Intent[] = []
  for (let index = 0; index < waiting.length; ) {
    const intent = waiting[index]
    if (intent === undefined || refuse(intent, walls, competitors) !== undefined) {
      index += 1
      continue
    }
    waiting.splice(index, 1)
    competitors.add({set: intent.candidate.recordSet, by: intent})
    again.push(intent)
    if (intent.kind === 'create') continue
    // The stored set that it changes does not stay, so one that it blocked may be possible now: begin anew.
    walls.remove(intent.claim.recordSet)
    index = 0
  }
  return {
    accepted: [...accepted, ...again],
    // Asked again, because what stands in the way may have changed.
    refused: waiting.flatMap((intent) => refuse(intent, walls, competitors) ?? []),
  }
}

/** A refused update leaves its stored set where it is, so then all is looked at again. */
function admit(sorted: readonly Intent[], context: NameContext, free: readonly OwnedClaim[]) {
  const out = new Set<Intent>()
  for (;;) {
    const left = sorted.filter((intent) => !out.has(intent))
    const walls = makeWalls(context, existingSets(context, left, free))
    const competitors: Competitors = makeClashes([])
    const accepted: Intent[] = []
    let isStale = false
    for (const intent of left) {
      if (refuse(intent, walls, competitors) === undefined) {
        competitors.add({set: intent.candidate.recordSet, by: intent})
        accepted.push(intent)
        continue
      }
      out.add(intent)
      if (intent.kind === 'create') continue
      isStale = true
      break
    }
    if (!isStale) return {accepted, waiting: sorted.filter((intent) => out.has(intent)), walls}
  }
}

/** What stands at the name whichever of the candidates are accepted. */
function existingSets({policy, claims}: NameContext, intents: readonly Intent[], free: readonly OwnedClaim[]) {
  const touched = new Set<RecordSet>(
    intents.flatMap((intent) => (intent.kind === 'create' ? [] : [intent.claim.recordSet])),
  )
  const removable = new Set<RecordSet>(free.map((claim) => claim.recordSet))
  return claims.flatMap((claim): ExistingSet[] => {
    const set = claim.recordSet
    if (touched.has(set) || (removable.has(set) && policy !== 'create-only')) return []
    return [{set, ...causeOf(claim, removable.has(set) ? 'policy' : 'conflict-lost')}]
  })
}

type Walls = Pick<Clashes<ExistingSet>, 'firstBeside' | 'remove'>
type Competitors = Clashes<{readonly set: RecordSet; readonly by: Intent}>

/** What only the policy keeps counts by every rule; other sets not by the TTL, which objects can choose. */
function makeWalls({zone, rules}: NameContext, fixed: readonly ExistingSet[]): Walls {
  const clashes = makeClashes(fixed)
  const kept = new Set(fixed)
  return {
    firstBeside: (desired) =>
      clashes.firstBeside(desired) ??
      [...kept].find(({set, reason}) =>
        reason === 'policy' ? conflict(desired, set, zone, rules) !== undefined : competes(desired, set, zone, rules),
      ),
    remove(set) {
      clashes.remove(set)
      for (const one of kept) if (one.set === set) kept.delete(one)
    },
  }
}

function refuse(intent: Intent, walls: Walls, competitors: Competitors): Refused | undefined {
  const {candidate} = intent
  const desired = candidate.recordSet
  const wall = walls.firstBeside(desired)
  const competitor = wall === undefined ? competitors.firstBeside(desired)?.by.candidate : undefined
  const why =
    wall === undefined
      ? competitor && phrases.besideCandidate(candidate, competitor)
      : phrases.besideExisting(candidate, wall)
  return why && {intent, candidate, block: blockCandidate(candidate, why)}
}

/**
 * First what is as wanted, then changes in place, then what is new, then another routing; a CNAME last; else as they
 * come, by set identifier and type. Among several owners what is there comes before what is new, and then the first
 * cluster.
 */
function inOrder({owners, claims}: NameContext, intents: readonly Intent[]): readonly Intent[] {
  const areCompetitors = new Set(intents.map(({candidate}) => candidate.owner)).size > 1
  const holds = ({candidate: {owner, recordSet}}: Intent) =>
    claims.some(
      (claim) =>
        claim.kind === 'owned' && claim.owner === owner && claim.recordSet.setIdentifier === recordSet.setIdentifier,
    )
  const isPresent = (intent: Intent) => intent.kind === 'update' || holds(intent)
  const rankOf = (intent: Intent) => (areCompetitors && isPresent(intent) ? Math.min(rank(intent), 1) : rank(intent))
  const isCname = ({candidate}: Intent) => Number(candidate.recordSet.type === 'CNAME')
  const placeOf = ({candidate}: Intent) => owners.indexOf(candidate.owner)
  return [...intents].sort((a, b) => rankOf(a) - rankOf(b) || placeOf(a) - placeOf(b) || isCname(a) - isCname(b))
}

function rank(intent: Intent): number {
  switch (intent.kind) {
    case 'same':
      return 0
    case 'update':
      return intent.claim.recordSet.routing.kind === intent.candidate.recordSet.routing.kind ? 1 : 3
    case 'create':
      return 2
  }
}
