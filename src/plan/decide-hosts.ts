import {namedHosts} from '../dns/host-pattern.js'
import {once} from '../dns/once.js'
import type {RecordSet} from '../dns/record-set.js'
import {claimRecordSets} from '../registry/claim.js'
import {sortZones} from './assemble-plan.js'
import type {Blocked} from './blocked.js'
import type {HostPlan} from './change.js'
import {checkCandidates} from './check/check-candidates.js'
import {type FirstPass, learnFrom, NO_FIRST_PASS} from './check/first-pass.js'
import {makeZoneContext} from './check/review.js'
import {checkZones} from './check/zone-check.js'
import {decideName} from './decide/decide-name.js'
import {nameContexts} from './decide/name-contexts.js'
import type {NameContext} from './decide/name-decision.js'
import {makeRetention} from './decide/retention.js'
import {acceptedDrafts, type WholeDecision} from './narrow-plan.js'
import {type HostDraft, makeHostDraft} from './ownership/host-draft.js'
import {makeLedgerWriter, mergeLedgerChanges} from './ownership/ledger-writer.js'
import {makeOwnershipWriter} from './ownership/ownership-writer.js'
import {withOwners} from './parties.js'
import type {Candidate, PlanInput} from './plan-input.js'
import {leaveOutUnreachable} from './unreachable.js'

export type DecisionInput = Readonly<ReturnType<typeof toDecisionInput>>

export interface Decision extends WholeDecision {
  readonly blocked: readonly Blocked[]
  readonly contexts: readonly NameContext[]
  readonly unchanged: readonly NameContext[]
  readonly unwanted: ReadonlySet<RecordSet>
}

export function toDecisionInput(given: PlanInput) {
  const {input, refused: ofUnreachable} = leaveOutUnreachable(withOwners(overAllHosts(given)))
  const {registry, settings} = input
  const claims = claimRecordSets(input.zones, registry, input.ledger)
  const ownershipWriter = makeOwnershipWriter(input, claims)
  const ledgerWriter = registry.kind === 'ledger' ? makeLedgerWriter(input.ledger ?? [], registry.ownerId) : undefined
  const {candidates, blocked: refused, ...checked} = checkCandidates(input, ownershipWriter)
  const problems = [...input.problems, ...checked.problems]
  // What a file cannot tell is not missing.
  const onMissingTarget = input.manifests?.hasLiveStatus === false ? 'hold' : settings.onMissingTarget
  const retention = makeRetention({...input, candidates}, problems, onMissingTarget)
  const writers = {ownershipWriter, ledgerWriter}
  return {
    /** Of all hosts, whatever `--only` says. */
    input,
    claims,
    candidates,
    /** The other candidates. */
    refused: [...refused, ...ofUnreachable],
    /** Those of refused candidates included. */
    problems,
    retention,
    writers,
    /** Made when it is first asked for: where nothing changes, nothing is checked. */
    zoneContext: once(() => makeZoneContext(input, claims)),
  }
}

/** In the one order in which everything is looked at, and without `--only`, whose hosts are looked at in any case. */
function overAllHosts(given: PlanInput): PlanInput {
  const {settings, zones, lookedAt = []} = given
  const all = {...settings, only: []}
  return {...given, settings: all, lookedAt: [...namedHosts(settings.only), ...lookedAt], zones: sortZones(zones)}
}

/** Name by name, then all side by side; what only that tells of a candidate is put to use by deciding again. */
export function decideHosts(decisionInput: DecisionInput, firstPass: FirstPass = NO_FIRST_PASS): Decision {
  const {input, claims, candidates, retention, writers} = decisionInput
  const noted = noteCompanionsWithoutTarget(candidates, firstPass.companionsWithoutTarget)
  const contexts = nameContexts(input, claims, noted, retention, writers, firstPass)
  const drafts: HostDraft[] = []
  const blocked: Blocked[] = []
  const unchanged: NameContext[] = []
  const unwanted = new Set<RecordSet>()
  for (const context of contexts) {
    const decision = decideName(context)
    blocked.push(...decision.blocked)
    for (const {recordSet} of decision.unwanted) unwanted.add(recordSet)
    for (const row of decision.rows) {
      const made = makeHostDraft(context, row, writers)
      blocked.push(...made.blocked)
      if (made.draft !== undefined) drafts.push(made.draft)
      else if (row.intents.length > 0 && made.blocked.length === 0) unchanged.push(context)
    }
  }
  const checked = checkZones(drafts, decisionInput.zoneContext)
  const all = {...checked, blocked: [...blocked, ...checked.blocked]}
  const next = learnFrom(firstPass, all, contexts, candidates, writers.ownershipWriter)
  if (next !== undefined) return decideHosts(decisionInput, next)
  const finish = (hosts: readonly HostPlan[]) =>
    writers.ledgerWriter === undefined ? hosts : mergeLedgerChanges(hosts, claims, input, retention)
  return {
    drafts: acceptedDrafts(drafts, checked.hosts),
    hosts: finish(checked.hosts),
    finish,
    blocked: [...firstPass.hopeless.values(), ...all.blocked],
    contexts,
    unchanged,
    unwanted,
  }
}

function noteCompanionsWithoutTarget(candidates: readonly Candidate[], twins: ReadonlySet<RecordSet>) {
  if (twins.size === 0) return candidates
  const keyOf = ({name, setIdentifier = ''}: RecordSet) => `${name} ${setIdentifier}`
  const hosts = new Set([...twins].map(keyOf))
  const note = 'no AAAA: the alias target has none'
  return candidates.map((candidate) =>
    hosts.has(keyOf(candidate.recordSet)) ? {...candidate, notes: [...candidate.notes, note]} : candidate,
  )
}
