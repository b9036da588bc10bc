import type {Zone} from '../dns/zone.js'
import {assemblePlan} from './assemble-plan.js'
import {type Blocked, isProblem} from './blocked.js'
import type {HostPlan} from './change.js'
import {warnOfOrphans} from './check/orphan-warnings.js'
import {nameFilter} from './decide/name-contexts.js'
import type {NameContext} from './decide/name-decision.js'
import {blockPendingHosts} from './decide/pending.js'
import {decideHosts, toDecisionInput} from './decide-hosts.js'
import {narrowHosts, narrowTexts, shownBlocks, shownWarnings} from './narrow-plan.js'
import {checkProposals} from './ownership/adopt-proposals.js'
import type {Plan} from './plan.js'
import type {PlanInput} from './plan-input.js'
import {pruneRows} from './prune/prune-rows.js'
import {pruneTexts} from './prune/prune-texts.js'

/**
 * The whole decision. The same input gives the same plan, whatever the order of its lists; only of two candidates whose
 * targets rank alike the first one wins, as in external-dns.
 *
 * ```
 * 1 whose is it      record sets, TXT, rows -> claims: ours, another owner's, nobody's    registry/claim
 * 2 can it be        candidates             -> those that Route 53 takes, alone           check/check-candidates
 * 3 what is held     problems, pending      -> what cannot be judged now, and stays       decide/retention
 * 4 name by name     candidates, claims     -> intents by type: create, update, delete    decide/decide-name
 * 5 with ownership   intents                -> draft of each host with its TXT and rows   ownership/host-draft
 * 6 side by side     drafts                 -> hosts that the zones take; else 4 again    check/zone-check
 * 7 what is over     texts, rows            -> ownership that nothing needs any more      prune
 * 8 as asked for     hosts, blocked         -> narrowed by `--only`, sorted, counted      narrow-plan, assemble-plan
 * ```
 *
 * Steps 1 to 6 are in `decide-hosts.ts`. What comes out for a record set of a managed type:
 *
 * ```
 * an object asks      stored     owner       action
 * yes                 no         -           create
 * yes                 the same   us          none; the TXT in the current format where it is missing
 * yes                 otherwise  us          update; with create-only blocked: policy
 * yes                 in its way us          replace, if nobody asks for that set, in one batch
 * yes                 any        another     blocked: owner-mismatch; adopted with --migrate-from-txt-owner
 * yes                 any        nobody      blocked: unowned, with `owners adopt` as the way out
 * yes                 any        unreadable  blocked: unreadable
 * several             any        us, nobody  the object that holds it, else the least by targets; others: conflict-lost
 * without a target    yes        us          kept: pending-target
 * cannot be read      yes        us          kept: object-problem
 * no                  yes        us          delete with sync and prune; otherwise kept: policy
 * no                  yes        not us      none, and nothing is said
 * ```
 *
 * Another owner's or nobody's set of any type blocks what is new at its name and set identifier. With `--registry=noop`
 * everything counts as ours. Everything is decided over all hosts; `--only` narrows what is done and shown of it.
 */
export function makePlan(given: PlanInput): Plan {
  const decisionInput = toDecisionInput(given)
  const {input, claims, candidates, problems, retention, zones} = decisionInput
  const {goal} = input
  const {only} = given.settings
  const decision = decideHosts(decisionInput)

  const textsAfter = (hosts: readonly HostPlan[]) => pruneTexts(input, claims, hosts, retention)
  const rows = pruneRows(input, claims, decision.hosts, retention)

  const narrowed = narrowHosts(decision, zones, {only})
  const texts = narrowTexts(textsAfter(decision.hosts), narrowed.hosts, {only}, textsAfter)
  const isNamed = nameFilter(given.settings)
  const hosts = [...narrowed.hosts, ...texts.hosts, ...rows.hosts.filter(({name}) => isNamed(name))]
  const pending = blockPendingHosts(input, retention, decision.contexts)
  const all = [input.unplaced, decisionInput.refused, decision.blocked, pending, texts.blocked, rows.blocked].flat()
  const blocked =
    goal.kind === 'prune' ? all.filter(concernsPrune) : checkProposals({...input, candidates, problems}, claims, all)
  const narrowedInput = {...input, settings: given.settings}
  const warnings = [...shownWarnings(input, {only}), ...warnOfOrphans(narrowedInput, hosts, zones)]
  return assemblePlan({...narrowedInput, warnings}, claims, {
    hosts,
    blocked: [...blocked.filter(shownBlocks({only})), ...narrowed.blocked, ...texts.leftOut],
    unchanged: countByZone(decision.unchanged.filter(({name}) => isNamed(name))),
  })
}

function countByZone(contexts: readonly NameContext[]): ReadonlyMap<Zone, number> {
  const counts = new Map<Zone, number>()
  for (const {zone} of contexts) counts.set(zone, (counts.get(zone) ?? 0) + 1)
  return counts
}

/** What keeps an unwanted record: what objects ask for, and `apply` would settle, is not `prune`'s matter. */
function concernsPrune(block: Blocked): boolean {
  const isHeld = block.reason === 'pending-target' || block.reason === 'known-after-deploy'
  const keepsRecord = block.origins.length === 0 || isHeld
  return isProblem(block) || (keepsRecord && block.types.length > 0)
}
