import type {RecordSet} from '../dns/record-set.js'
import type {Zone} from '../dns/zone.js'
import {type Claims, claimRecordSets} from '../registry/claim.js'
import {checkProposals} from './adopt-proposals.js'
import {assemblePlan, sortZones} from './assemble-plan.js'
import type {Candidate} from './candidate.js'
import type {HostPlan} from './change.js'
import {checkCandidates} from './check-candidates.js'
import {decideName} from './decide-name.js'
import {type Hindsight, learn, NO_HINDSIGHT} from './hindsight.js'
import {type Holds, makeHolds} from './holds.js'
import {type Books, type Draft, makeDraft} from './host-plan.js'
import {makeLedgerBook, settleRows} from './ledger-book.js'
import {nameContexts} from './name-contexts.js'
import type {NameContext} from './name-decision.js'
import {warnOfOrphans} from './orphan-warnings.js'
import {openBooks} from './ownership-change.js'
import {blockPending} from './pending.js'
import {type Blocked, type Plan, PROBLEM_REASONS} from './plan.js'
import type {PlanInput} from './plan-input.js'
import {pruneRows} from './prune-rows.js'
import {pruneTexts} from './prune-texts.js'
import {makeZoneContext, type ZoneContext} from './review.js'
import {checkZones} from './zone-check.js'

/**
 * The whole decision: the same input gives the same plan, whatever the order of its lists. Only of two candidates whose
 * targets rank alike does the first one win, as upstream has it.
 */
export function makePlan(given: PlanInput): Plan {
  const input = {...given, zones: sortZones(given.zones)}
  const {registry, settings} = input
  const claims = claimRecordSets(input.zones, registry, input.ledger)
  const bookkeeping = openBooks(input, claims)
  const book = registry.kind === 'ledger' ? makeLedgerBook(input.ledger ?? [], registry.ownerId) : undefined
  const checked = checkCandidates(input, bookkeeping)
  // What a file cannot tell is not missing.
  const onMissingTarget = input.manifests?.hasLiveStatus === false ? 'hold' : settings.onMissingTarget
  const problems = [...input.problems, ...checked.problems]
  const holds = makeHolds(input, problems, onMissingTarget, registry)
  const books = {bookkeeping, book}
  const zones = makeZoneContext(input, claims)
  const decision = decideHosts({input, claims, candidates: checked.candidates, holds, books, zones})
  const texts = pruneTexts(input, claims, decision.hosts, holds)
  const rows = pruneRows(input, claims, decision.hosts, holds)
  const blocked = [
    ...input.unplaced,
    ...checked.blocked,
    ...decision.blocked,
    ...blockPending(input, holds, decision.contexts),
    ...texts.blocked,
    ...rows.blocked,
  ]
  const hosts = [...decision.hosts, ...texts.hosts, ...rows.hosts]
  const warnings = [...input.warnings, ...warnOfOrphans(input, hosts, zones)]
  return assemblePlan({...input, warnings}, claims, {
    hosts,
    blocked:
      input.wish.kind === 'prune'
        ? blocked.filter(concernsPrune)
        : checkProposals({...input, candidates: checked.candidates, problems}, claims, blocked),
    unchanged: decision.unchanged,
  })
}

interface Desk {
  readonly input: PlanInput
  readonly claims: Claims
  readonly candidates: readonly Candidate[]
  readonly holds: Holds
  readonly books: Books
  readonly zones: ZoneContext
}

interface Decision {
  readonly hosts: readonly HostPlan[]
  readonly blocked: readonly Blocked[]
  readonly contexts: readonly NameContext[]
  readonly unchanged: ReadonlyMap<Zone, number>
}

/** Name by name, then all together; what that teaches about single wishes is put to use by deciding again. */
function decideHosts(desk: Desk, hindsight: Hindsight = NO_HINDSIGHT): Decision {
  const {input, claims, candidates, holds, books} = desk
  const noted = noteLonelyTwins(candidates, hindsight.lonelyTwins)
  const contexts = nameContexts(input, claims, noted, holds, books, hindsight)
  const drafts: Draft[] = []
  const blocked: Blocked[] = []
  const unchanged = new Map<Zone, number>()
  for (const context of contexts) {
    const decision = decideName(context)
    blocked.push(...decision.blocked)
    for (const row of decision.rows) {
      const made = makeDraft(context, row, books)
      blocked.push(...made.blocked)
      if (made.draft !== undefined) drafts.push(made.draft)
      else if (row.intents.length > 0 && made.blocked.length === 0) {
        unchanged.set(context.zone, (unchanged.get(context.zone) ?? 0) + 1)
      }
    }
  }
  const checked = checkZones(drafts, desk.zones)
  const learnt = learn(hindsight, checked, candidates, books.bookkeeping)
  if (learnt !== undefined) return decideHosts(desk, learnt)
  const zones = input.zones.map(({zone}) => zone)
  const hosts = books.book === undefined ? checked.hosts : settleRows(checked.hosts, claims, zones, holds)
  return {hosts, blocked: [...hindsight.hopeless.values(), ...blocked, ...checked.blocked], contexts, unchanged}
}

function noteLonelyTwins(candidates: readonly Candidate[], twins: ReadonlySet<RecordSet>): readonly Candidate[] {
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
