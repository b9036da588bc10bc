import {countBy, groupBy} from '../../dns/group.js'
import type {RecordSet} from '../../dns/record-set.js'
import {blockCandidate} from '../blocked.js'
import {phrases} from '../blocked-phrases.js'
import {makeClashes} from './conflict.js'
import type {Intent, NameContext, OwnedClaim, Refusal, Resolved} from './name-decision.js'

/** Refuses new hosts for which a name has no room; the first by set identifier get it, each as a whole. */
export function withinQuota(context: NameContext, resolved: Resolved, free: readonly OwnedClaim[]): Resolved {
  const {rules, name} = context
  const creates = resolved.accepted.filter(({kind}) => kind === 'create')
  if (creates.length === 0) return resolved
  const wanted = countBy(creates, ({candidate}) => candidate.recordSet.type)
  const counted = countBy(setsAfter(context, resolved.accepted, free), ({type}) => type)
  const problems = new Map(
    [...wanted].flatMap(([type, count]) => {
      const problem = rules.checkCount(type, name, (counted.get(type) ?? 0) + count)
      return problem === undefined ? [] : [[type, problem] as const]
    }),
  )
  if (problems.size === 0) return resolved
  const refusals = new Map<Intent, Refusal>()
  for (const intents of bySetIdentifier(creates).values()) {
    const types = intents.map(({candidate}) => candidate.recordSet.type)
    const full = types.find((type) => rules.checkCount(type, name, (counted.get(type) ?? 0) + 1) !== undefined)
    if (full === undefined) {
      for (const type of types) counted.set(type, (counted.get(type) ?? 0) + 1)
      continue
    }
    const why = phrases.objectProblem(problems.get(full) ?? '')
    for (const intent of intents) {
      const {candidate} = intent
      refusals.set(intent, {candidate, block: blockCandidate(candidate, why)})
    }
  }
  return {
    accepted: resolved.accepted.filter((intent) => !refusals.has(intent)),
    refused: [...resolved.refused, ...refusals.values()],
  }
}

function setsAfter(context: NameContext, accepted: readonly Intent[], free: readonly OwnedClaim[]) {
  const coming = makeClashes(accepted.map(({candidate}) => ({set: candidate.recordSet})))
  const goes = (claim: OwnedClaim) =>
    context.keepReason(claim) === undefined || coming.firstBeside(claim.recordSet) !== undefined
  const gone = new Set<RecordSet>(free.filter(goes).map((claim) => claim.recordSet))
  return context.claims.map((claim) => claim.recordSet).filter((set) => !gone.has(set))
}

function bySetIdentifier(intents: readonly Intent[]): ReadonlyMap<string, readonly Intent[]> {
  const groups = groupBy(intents, ({candidate}) => candidate.recordSet.setIdentifier ?? '')
  return new Map([...groups].sort(([a], [b]) => (a < b ? -1 : 1)))
}
