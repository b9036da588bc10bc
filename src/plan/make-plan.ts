import type {RecordSet} from '../dns/record-set.js'
import type {Zone} from '../dns/zone.js'
import {type Claims, claimRecordSets} from '../registry/claim.js'
import {checkProposals} from './adopt-proposals.js'
import {assemblePlan, sortZones} from './assemble-plan.js'
import type {Candidate} from './candidate.js'
import type {HostPlan} from './change.js'
import {checkCandidates} from './check-candidates.js'
import {decideName} from './decide-name.js'
import {type Holds, makeHolds} from './holds.js'
import {type Books, type Draft, makeDraft} from './host-plan.js'
import {makeLedgerBook, settleRows} from './ledger-book.js'
import {nameContexts} from './name-contexts.js'
import type {NameContext} from './name-decision.js'
import {openBooks} from './ownership-change.js'
import {blockPending} from './pending.js'
import {type Blocked, type Plan, PROBLEM_REASONS} from './plan.js'
import type {PlanInput} from './plan-input.js'
import {pruneRows} from './prune-rows.js'
import {pruneTexts} from './prune-texts.js'
import {makeTextContext} from './settle-texts.js'
import {checkZones, type ZoneContext} from './zone-check.js'

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
  const decision = decideHosts(input, claims, checked.candidates, holds, {bookkeeping, book})
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
  return assemblePlan(input, claims, {
    hosts: [...decision.hosts, ...texts.hosts, ...rows.hosts],
    blocked:
      input.wish.kind === 'prune'
        ? blocked.filter(concernsPrune)
        : checkProposals({...input, candidates: checked.candidates, problems}, claims, blocked),
    unchanged: decision.unchanged,
  })
}

interface Decision {
  readonly hosts: readonly HostPlan[]
  readonly blocked: readonly Blocked[]
  readonly contexts: readonly NameContext[]
  readonly unchanged: ReadonlyMap<Zone, number>
}

/** Name by name, then all together; the AAAA twin of an alias whose target has none is left out and all decided again. */
function decideHosts(
  input: PlanInput,
  claims: Claims,
  candidates: readonly Candidate[],
  holds: Holds,
  books: Books,
  lonelyTwins: ReadonlySet<RecordSet> = new Set(),
): Decision {
  const contexts = nameContexts(input, claims, candidates, holds, books, lonelyTwins)
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
  const zoneContext: ZoneContext = {
    contents: input.zones,
    claims: claims.claims,
    registry: input.registry,
    texts: makeTextContext(claims, books.bookkeeping?.owner, input.rules),
    rules: input.rules,
  }
  const checked = checkZones(drafts, zoneContext)
  if (checked.lonelyTwins.length > 0) {
    const noted = noteLonelyTwins(candidates, checked.lonelyTwins)
    return decideHosts(input, claims, noted, holds, books, new Set([...lonelyTwins, ...checked.lonelyTwins]))
  }
  const zones = input.zones.map(({zone}) => zone)
  const hosts = books.book === undefined ? checked.hosts : settleRows(checked.hosts, claims, zones, holds)
  return {hosts, blocked: [...blocked, ...checked.blocked], contexts, unchanged}
}

function noteLonelyTwins(candidates: readonly Candidate[], twins: readonly RecordSet[]): readonly Candidate[] {
  const hosts = new Set(twins.map((twin) => `${twin.name} ${twin.setIdentifier ?? ''}`))
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
