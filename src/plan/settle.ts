import {compareText, type RecordSet} from '../dns/record-set.js'
import {effectiveGuard} from '../registry/claim.js'
import type {Candidate} from './candidate.js'
import {clash, clashPhrase} from './coexistence.js'
import {nameOrigin} from './conflict.js'
import {adoptFix, blockCandidate} from './decide-row.js'
import type {FixedSet, Intent, NameContext, OwnedClaim, Refusal} from './name-decision.js'
import type {Blocked} from './plan.js'

type Refused = Refusal & {readonly intent: Intent}

export interface Settled {
  readonly accepted: readonly Intent[]
  readonly refused: readonly Refusal[]
}

/**
 * Blocks, one after another, the wishes of a name that cannot stand beside what stays or beside a wish with an older
 * right; what was blocked for the sake of a wish that is itself blocked gets a second chance.
 *
 * @param free leftovers that may go to make room.
 */
export function settle(context: NameContext, intents: readonly Intent[], free: readonly OwnedClaim[]): Settled {
  const refusedAmong = (some: readonly Intent[]) => firstRefused(some, fixedSets(context, some, free))
  let accepted = [...intents].sort(compareIntents)
  let refused: Refused[] = []
  for (let one = refusedAmong(accepted); one !== undefined; one = refusedAmong(accepted)) {
    const {intent} = one
    refused.push(one)
    accepted = accepted.filter((other) => other !== intent)
  }
  for (const one of [...refused].sort((a, b) => compareIntents(a.intent, b.intent))) {
    const trial = [...accepted, one.intent]
    if (refusedAmong(trial) !== undefined) continue
    accepted = trial
    refused = refused.filter((other) => other !== one)
  }
  return wholeHosts(accepted, refused)
}

/** Of a host that is new, all types are made or none. */
function wholeHosts(accepted: readonly Intent[], refused: readonly Refusal[]): Settled {
  const refusalOf = ({kind, candidate}: Intent) =>
    kind !== 'create'
      ? undefined
      : refused.find((one) => one.candidate.recordSet.setIdentifier === candidate.recordSet.setIdentifier)
  const parted = accepted.flatMap((intent) => {
    const refusal = refusalOf(intent)
    return refusal === undefined ? [] : [{intent, refusal}]
  })
  const out = new Set(parted.map(({intent}) => intent))
  return {
    accepted: accepted.filter((intent) => !out.has(intent)),
    refused: [...refused, ...parted.map(({intent, refusal}) => blockWith(intent.candidate, refusal))],
  }
}

function blockWith(candidate: Candidate, {candidate: refused, block}: Refusal): Refusal {
  const detail = `the ${refused.recordSet.type} record of the host is blocked, so it would be half made`
  return {candidate, block: {...blockCandidate(candidate, block.reason, detail), owner: block.owner}}
}

/** What stands at the name whatever becomes of the wishes. */
function fixedSets(context: NameContext, intents: readonly Intent[], free: readonly OwnedClaim[]): readonly FixedSet[] {
  const touched = new Set<RecordSet>(
    intents.flatMap((intent) => (intent.kind === 'create' ? [] : [intent.claim.recordSet])),
  )
  const removable = new Set<RecordSet>(free.map((claim) => claim.recordSet))
  const isCreateOnly = context.policy === 'create-only'
  const fixed: FixedSet[] = []
  for (const claim of context.claims) {
    const set = claim.recordSet
    if (touched.has(set) || (removable.has(set) && !isCreateOnly)) continue
    if (effectiveGuard(claim.guards)?.isUnreadable === true) {
      fixed.push({set, reason: 'unreadable', owner: undefined})
    } else if (claim.kind === 'foreign') fixed.push({set, reason: 'owner-mismatch', owner: claim.owner})
    else if (claim.kind === 'unowned') fixed.push({set, reason: 'unowned', owner: undefined})
    else fixed.push({set, reason: removable.has(set) ? 'policy' : 'conflict-lost', owner: undefined})
  }
  return fixed
}

function firstRefused(intents: readonly Intent[], fixed: readonly FixedSet[]): Refused | undefined {
  const accepted: Intent[] = []
  for (const intent of intents) {
    const {candidate} = intent
    const desired = candidate.recordSet
    const wall = fixed.find(({set}) => clash(desired, set) !== undefined)
    if (wall !== undefined) return {intent, candidate, block: blockByWall(intent, wall)}
    const rival = accepted.find((other) => clash(desired, other.candidate.recordSet) !== undefined)
    if (rival !== undefined) {
      const phrase = clashPhrase(desired, rival.candidate.recordSet)
      const detail = `${phrase}, which ${nameOrigin(rival.candidate.origins[0])} asks for`
      return {intent, candidate, block: blockCandidate(candidate, 'conflict-lost', detail)}
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
  if (reason === 'unreadable') {
    return blockCandidate(intent.candidate, reason, `${phrase}, whose ownership TXT no key that was given opens`)
  }
  if (reason === 'policy') {
    return blockCandidate(intent.candidate, 'policy', `${phrase}, and policy create-only removes nothing`, {
      fix: '--policy=upsert-only',
    })
  }
  const isCname = clash(intent.candidate.recordSet, set) === 'cname'
  const fix = reason === 'unowned' ? {fix: adoptFix(set.name)} : {}
  return blockCandidate(intent.candidate, isCname ? 'cname-conflict' : reason, phrase, fix)
}

/**
 * What is stored as wanted first, then what changes in its place, then what is new, and last what changes its routing
 * policy; among equals a CNAME last, then by identifier and type.
 */
function compareIntents(a: Intent, b: Intent): number {
  const left = a.candidate.recordSet
  const right = b.candidate.recordSet
  return (
    rank(a) - rank(b) ||
    Number(left.type === 'CNAME') - Number(right.type === 'CNAME') ||
    compareText(left.setIdentifier ?? '', right.setIdentifier ?? '') ||
    compareText(left.type, right.type)
  )
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
