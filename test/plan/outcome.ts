import type {RecordSet} from '../../src/dns/record-set.js'
import type {Zone} from '../../src/dns/zone.js'
import {applyPlan} from '../../src/pipeline/apply/apply-plan.js'
import type {Plan} from '../../src/plan/plan.js'
import {formatRowKey, type LedgerRow, type LedgerWriter} from '../../src/registry/ledger.js'
import {LIMITS, planFor, planInput, type Situation} from './builders.js'
import {makeStrictAccount, type StrictAccount} from './strict-account.js'

export type Contents = readonly (readonly [Zone, readonly RecordSet[]])[]

/** Plans, and applies the plan to an account that refuses what Route 53 refuses. */
export async function outcomeOf(situation: Situation): Promise<{plan: Plan; account: StrictAccount; after: Situation}> {
  const plan = planFor(situation)
  const account = makeStrictAccount(planInput(situation).zones.map(({zone, recordSets}) => [zone, recordSets]))
  const {ledger, rows} = makeLedger(situation.ledger ?? [])
  await applyPlan(plan, LIMITS, {submitter: account, zones: account, ledger, isStopping: () => false, report: () => {}})
  const stored = account.contents()
  return {plan, account, after: {...situation, stored, ...(situation.ledger === undefined ? {} : {ledger: rows()})}}
}

/** A ledger that nobody else writes to. */
function makeLedger(start: readonly LedgerRow[]): {ledger: LedgerWriter; rows: () => readonly LedgerRow[]} {
  const rows = new Map(start.map((row) => [formatRowKey(row.key), row]))
  const write: LedgerWriter['write'] = async (change) => {
    const key = formatRowKey((change.kind === 'put' ? change.desired : change.current).key)
    const next = change.kind === 'put' ? change.desired : change.rest
    if (next === undefined) rows.delete(key)
    else rows.set(key, next)
    return {kind: 'done'}
  }
  return {ledger: {write}, rows: () => [...rows.values()]}
}
