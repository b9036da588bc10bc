import {countBy} from '../dns/group.js'
import {assemblePlan} from './assemble-plan.js'
import {type Blocked, isProblem} from './blocked.js'
import type {HostPlan} from './change.js'
import {warnOfOrphans} from './check/orphan-warnings.js'
import {nameFilter} from './decide/name-contexts.js'
import {blockPendingHosts} from './decide/pending.js'
import {decideHosts, toDecisionInput} from './decide-hosts.js'
import {narrowHosts, narrowTexts, shownBlocks, shownWarnings} from './narrow-plan.js'
import {checkProposals} from './ownership/adopt-proposals.js'
import type {Plan} from './plan.js'
import type {PlanInput} from './plan-input.js'
import {pruneRows} from './prune/prune-rows.js'
import {pruneTexts} from './prune/prune-texts.js'
import {blockUnreachable} from './unreachable.js'

/**
 * The whole decision, step by step as in docs/deciding.md, which also says what comes out of each case.
 * Everything is decided over all hosts; `--only` narrows what is done and shown of it.
 */
export function makePlan(given: PlanInput): Plan {
  const decisionInput = toDecisionInput(given)
  const {input, claims, candidates, problems, retention, zoneContext} = decisionInput
  const {goal} = input
  const {only} = given.settings
  const decision = decideHosts(decisionInput)

  const textsAfter = (hosts: readonly HostPlan[]) => pruneTexts(input, claims, hosts, retention)
  const rows = pruneRows(input, claims, decision.hosts, retention)

  const narrowed = narrowHosts(decision, zoneContext, {only})
  const texts = narrowTexts(textsAfter(decision.hosts), narrowed.hosts, {only}, textsAfter)
  const isNamed = nameFilter(given.settings)
  const hosts = [...narrowed.hosts, ...texts.hosts, ...rows.hosts.filter(({name}) => isNamed(name))]
  const pending = blockPendingHosts(input, retention, decision.contexts)
  const own = [input.unplaced, decisionInput.refused, decision.blocked, pending, texts.blocked, rows.blocked].flat()
  const all = blockUnreachable(input, claims, own)
  const blocked =
    goal.kind === 'prune' ? all.filter(concernsPrune) : checkProposals({...input, candidates, problems}, claims, all)
  const narrowedInput = {...input, settings: given.settings}
  const warnings = [...shownWarnings(input, {only}), ...warnOfOrphans(narrowedInput, hosts, claims, zoneContext)]
  return assemblePlan({...narrowedInput, warnings}, claims, {
    hosts,
    blocked: [...blocked.filter(shownBlocks({only})), ...narrowed.blocked, ...texts.leftOut],
    unchanged: countBy(
      decision.unchanged.filter(({name}) => isNamed(name)),
      ({zone}) => zone,
    ),
  })
}

/** What keeps an unwanted record: what objects ask for, and `apply` would settle, is not `prune`'s matter. */
function concernsPrune(block: Blocked): boolean {
  const isHeld = block.reason === 'pending-target' || block.reason === 'known-after-deploy'
  const keepsRecord = block.origins.length === 0 || isHeld
  return isProblem(block) || (keepsRecord && block.types.length > 0)
}
