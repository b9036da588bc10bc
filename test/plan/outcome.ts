import type {RecordSet} from '../../src/dns/record-set.js'
import type {Zone} from '../../src/dns/zone.js'
import {applyPlan} from '../../src/pipeline/apply/apply-plan.js'
import type {Plan} from '../../src/plan/plan.js'
import {LIMITS, planFor, planInput, type Situation} from './builders.js'
import {makeStrictAccount, type StrictAccount} from './strict-account.js'

export type Contents = readonly (readonly [Zone, readonly RecordSet[]])[]

/** Plans, and applies the plan to an account that refuses what Route 53 refuses. */
export async function outcomeOf(situation: Situation): Promise<{plan: Plan; account: StrictAccount; after: Situation}> {
  const plan = planFor(situation)
  const account = makeStrictAccount(planInput(situation).zones.map(({zone, recordSets}) => [zone, recordSets]))
  await applyPlan(plan, LIMITS, {submitter: account, zones: account, isStopping: () => false, report: () => {}})
  return {plan, account, after: {...situation, stored: account.contents()}}
}
