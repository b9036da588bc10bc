import type {RecordSet} from '../dns/record-set.js'
import type {Zone} from '../dns/zone.js'
import {type Claims, claimRecordSets} from '../registry/claim.js'
import {assemblePlan, sortZones} from './assemble-plan.js'
import {type Blocked, PROBLEM_REASONS} from './blocked.js'
import type {HostPlan} from './change.js'
import {checkCandidates} from './check/check-candidates.js'
import {type FirstPass, learnFrom, NO_FIRST_PASS} from './check/first-pass.js'
import {warnOfOrphans} from './check/orphan-warnings.js'
import {makeZoneContext, type ZoneContext} from './check/review.js'
import {checkZones} from './check/zone-check.js'
import {decideName} from './decide/decide-name.js'
import {nameContexts, nameFilter} from './decide/name-contexts.js'
import type {NameContext} from './decide/name-decision.js'
import {blockPendingHosts} from './decide/pending.js'
import {makeRetention, type Retention} from './decide/retention.js'
import {
  acceptedDrafts,
  narrowHosts,
  narrowTexts,
  shownBlocks,
  shownWarnings,
  type WholeDecision,
} from './narrow-plan.js'
import {checkProposals} from './ownership/adopt-proposals.js'
import {type HostDraft, makeHostDraft, type OwnershipWriters} from './ownership/host-draft.js'
import {makeLedgerWriter, mergeLedgerChanges} from './ownership/ledger-writer.js'
import {makeOwnershipWriter} from './ownership/ownership-writer.js'
import type {Plan} from './plan.js'
import type {Candidate, PlanInput} from './plan-input.js'
import {pruneRows} from './prune/prune-rows.js'
import {pruneTexts} from './prune/prune-texts.js'

/**
 * The whole decision: the same input gives the same plan, whatever the order of its lists. Only of two candidates whose
 * targets rank alike does the first one win, as upstream has it. Everything is decided over all hosts; `--only` narrows what
 * is done and shown of it.
 */
export function makePlan(unsorted: PlanInput): Plan {
  const {registry, settings: typed} = unsorted
  const settings = {...typed, only: []}
  const lookedAt = [...typed.only, ...(unsorted.lookedAt ?? [])]
  const input = {...unsorted, settings, lookedAt, zones: sortZones(unsorted.zones)}
  const claims = claimRecordSets(input.zones, registry, input.ledger)
  const ownershipWriter = makeOwnershipWriter(input, claims)
  const ledgerWriter = registry.kind === 'ledger' ? makeLedgerWriter(input.ledger ?? [], registry.ownerId) : undefined
  const checked = checkCandidates(input, ownershipWriter)
  // What a file cannot tell is not missing.
  const onMissingTarget = input.manifests?.hasLiveStatus === false ? 'hold' : settings.onMissingTarget
  const problems = [...input.problems, ...checked.problems]
  const retention = makeRetention(input, problems, onMissingTarget, registry)
  const writers = {ownershipWriter, ledgerWriter}
  const zones = makeZoneContext(input, claims)
  const decision = decideHosts({input, claims, candidates: checked.candidates, retention, writers, zones})
  const narrowed = narrowHosts(decision, zones, typed)
  const textsAfter = (hosts: readonly HostPlan[]) => pruneTexts(input, claims, hosts, retention)
  const texts = narrowTexts(textsAfter(decision.hosts), narrowed.hosts, typed, textsAfter)
  const rows = pruneRows(input, claims, decision.hosts, retention)
  const isNamed = nameFilter(typed)
  const all = [
    ...input.unplaced,
    ...checked.blocked,
    ...decision.blocked,
    ...blockPendingHosts(input, retention, decision.contexts),
    ...texts.blocked,
    ...rows.blocked,
  ]
  const blocked =
    input.goal.kind === 'prune'
      ? all.filter(concernsPrune)
      : checkProposals({...input, candidates: checked.candidates, problems}, claims, all)
  const hosts = [...narrowed.hosts, ...texts.hosts, ...rows.hosts.filter(({name}) => isNamed(name))]
  const warnings = [...shownWarnings(input, typed), ...warnOfOrphans({...input, settings: typed}, hosts, zones)]
  return assemblePlan({...input, settings: typed, warnings}, claims, {
    hosts,
    blocked: [...blocked.filter(shownBlocks(typed)), ...narrowed.blocked, ...texts.leftOut],
    unchanged: countByZone(decision.unchanged.filter(({name}) => isNamed(name))),
  })
}

interface DecisionInput {
  readonly input: PlanInput
  readonly claims: Claims
  readonly candidates: readonly Candidate[]
  readonly retention: Retention
  readonly writers: OwnershipWriters
  readonly zones: ZoneContext
}

interface Decision extends WholeDecision {
  readonly blocked: readonly Blocked[]
  readonly contexts: readonly NameContext[]
  /** Of each host that is as it should be. */
  readonly unchanged: readonly NameContext[]
}

/** Name by name, then all together; what that teaches about single wishes is put to use by deciding again. */
function decideHosts(decisionInput: DecisionInput, firstPass: FirstPass = NO_FIRST_PASS): Decision {
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

function countByZone(contexts: readonly NameContext[]): ReadonlyMap<Zone, number> {
  const counts = new Map<Zone, number>()
  for (const {zone} of contexts) counts.set(zone, (counts.get(zone) ?? 0) + 1)
  return counts
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

/** What keeps an unwanted record: wishes that `apply` would settle are not `prune`'s matter. */
function concernsPrune(block: Blocked): boolean {
  const isHeld = block.reason === 'pending-target' || block.reason === 'known-after-deploy'
  const keepsRecord = block.origins.length === 0 || isHeld
  return PROBLEM_REASONS.has(block.reason) || (keepsRecord && block.types.length > 0)
}
