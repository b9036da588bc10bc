import {parseDnsName} from '../dns/dns-name.js'
import type {ObjectProblem} from '../dns/endpoint.js'
import type {Candidate} from './candidate.js'
import {blockCandidate} from './decide-row.js'
import type {Bookkeeping} from './ownership-change.js'
import type {Blocked} from './plan.js'
import type {ProviderRules} from './provider-rules.js'
import {toGuardSet} from './txt-slots.js'

/** Takes out the wishes that the provider would refuse on their own, or whose ownership TXT it would. */
export function checkCandidates(
  candidates: readonly Candidate[],
  rules: ProviderRules,
  bookkeeping: Bookkeeping,
): {
  readonly candidates: readonly Candidate[]
  readonly blocked: readonly Blocked[]
  readonly problems: readonly ObjectProblem[]
} {
  const good: Candidate[] = []
  const blocked: Blocked[] = []
  const problems: ObjectProblem[] = []
  for (const candidate of candidates) {
    const block = checkCandidate(candidate, rules, bookkeeping)
    if (block === undefined) {
      good.push(candidate)
      continue
    }
    blocked.push(block)
    const [origin] = candidate.origins
    if (origin !== undefined) {
      const {resource} = candidate
      problems.push({resource, origin, dnsName: candidate.recordSet.name, problem: block.detail})
    }
  }
  return {candidates: good, blocked, problems}
}

function checkCandidate(candidate: Candidate, rules: ProviderRules, bookkeeping: Bookkeeping): Blocked | undefined {
  const {recordSet, zone} = candidate
  const [broken] = rules.checkRecordSet(recordSet, zone)
  if (broken !== undefined) return blockCandidate(candidate, 'object-problem', broken)
  if (bookkeeping === undefined) return undefined
  const slot = bookkeeping.slots.slotFor(zone, recordSet)
  if (slot === undefined) return undefined
  const name = parseDnsName(slot.name)
  if (!name.ok) return blockCandidate(candidate, 'invalid-name', `its ownership TXT cannot be written: ${name.problem}`)
  const [brokenTxt] = rules.checkRecordSet(toGuardSet(slot, candidate, bookkeeping), slot.zone)
  return brokenTxt === undefined
    ? undefined
    : blockCandidate(candidate, 'object-problem', `its ownership TXT ${slot.name} cannot be written: ${brokenTxt}`)
}
