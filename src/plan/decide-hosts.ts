import type {RecordSet} from '../dns/record-set.js'
import type {Claims} from '../registry/claim.js'
import type {Blocked} from './blocked.js'
import type {HostPlan} from './change.js'
import {type FirstPass, learnFrom, NO_FIRST_PASS} from './check/first-pass.js'
import type {ZoneContext} from './check/review.js'
import {checkZones} from './check/zone-check.js'
import {decideName} from './decide/decide-name.js'
import {nameContexts} from './decide/name-contexts.js'
import type {NameContext} from './decide/name-decision.js'
import type {Retention} from './decide/retention.js'
import {acceptedDrafts, type WholeDecision} from './narrow-plan.js'
import {type HostDraft, makeHostDraft, type OwnershipWriters} from './ownership/host-draft.js'
import {mergeLedgerChanges} from './ownership/ledger-writer.js'
import type {Candidate, PlanInput} from './plan-input.js'

export interface DecisionInput {
  readonly input: PlanInput
  readonly claims: Claims
  readonly candidates: readonly Candidate[]
  readonly retention: Retention
  readonly writers: OwnershipWriters
  readonly zones: ZoneContext
}

export interface Decision extends WholeDecision {
  readonly blocked: readonly Blocked[]
  readonly contexts: readonly NameContext[]
  /** Of each host that is as it should be. */
  readonly unchanged: readonly NameContext[]
}

/**
 * Decides each name on its own, then checks all hosts together. What only that check can tell of a single candidate, as that
 * the target of its alias is not there, is put to use by deciding again, until nothing new is learnt.
 */
export function decideHosts(decisionInput: DecisionInput, firstPass: FirstPass = NO_FIRST_PASS): Decision {
  const {input, claims, candidates, retention, writers} = decisionInput
  const noted = noteCompanionsWithoutTarget(candidates, firstPass.companionsWithoutTarget)
  const contexts = nameContexts(input, claims, noted, retention, writers, firstPass)
  const drafts: HostDraft[] = []
  const blocked: Blocked[] = []
  const unchanged: NameContext[] = []
  for (const context of contexts) {
    const decision = decideName(context)
    blocked.push(...decision.blocked)
    for (const row of decision.rows) {
      const made = makeHostDraft(context, row, writers)
      blocked.push(...made.blocked)
      if (made.draft !== undefined) drafts.push(made.draft)
      else if (row.intents.length > 0 && made.blocked.length === 0) unchanged.push(context)
    }
  }
  const checked = checkZones(drafts, decisionInput.zones)
  const next = learnFrom(firstPass, checked, candidates, writers.ownershipWriter)
  if (next !== undefined) return decideHosts(decisionInput, next)
  const finish = (hosts: readonly HostPlan[]) =>
    writers.ledgerWriter === undefined ? hosts : mergeLedgerChanges(hosts, claims, input, retention)
  return {
    drafts: acceptedDrafts(drafts, checked.hosts),
    hosts: finish(checked.hosts),
    finish,
    blocked: [...firstPass.hopeless.values(), ...blocked, ...checked.blocked],
    contexts,
    unchanged,
  }
}

function noteCompanionsWithoutTarget(
  candidates: readonly Candidate[],
  twins: ReadonlySet<RecordSet>,
): readonly Candidate[] {
  if (twins.size === 0) return candidates
  const hosts = new Set([...twins].map((twin) => `${twin.name} ${twin.setIdentifier ?? ''}`))
  const note = 'no AAAA: the alias target has none'
  return candidates.map((candidate) =>
    hosts.has(`${candidate.recordSet.name} ${candidate.recordSet.setIdentifier ?? ''}`)
      ? {...candidate, notes: [...candidate.notes, note]}
      : candidate,
  )
}
