import type {SavedPlan} from '../saved/saved-plan.js'
import type {FileRun} from './file-run.js'
import type {Route53Ports} from './open-ports.js'
import type {PlannedRun} from './planned-run.js'
import {toSavedPlan} from './save-plan.js'
import {stalePlan, staleRows} from './stale-plan.js'

// While a question stands, somebody else may change what the answer is about. Without a question nothing is read again.

const APPROVED: Pick<FileRun, 'doing' | 'fix' | 'returning'> = {
  doing: 'apply the plan that was approved',
  fix: 'run the same command again: it plans anew',
  returning: new Set(),
}

/** What is left to do of a run that was planned here. @throws CliError PLAN_STALE */
export async function secondLook(run: PlannedRun, program: string): Promise<PlannedRun> {
  const saved = await toSavedPlan(run, program)
  const left = await lookAgain(saved, run.ports, APPROVED)
  const {readMovedRows} = await import('../pipeline/look-again.js')
  const hosts = left.plan.zones.flatMap((zone) => zone.hosts)
  const rows = await readMovedRows(hosts, run.rows, run.ports.reading.ledger)
  if (rows.length > 0) throw staleRows(rows, APPROVED.doing, APPROVED.fix)
  return left === saved ? run : {...run, plan: left.plan}
}

/** What is left to do of a plan from a file. @throws CliError PLAN_STALE */
export async function lookAgain(
  saved: SavedPlan,
  {reading}: Pick<Route53Ports, 'reading'>,
  {doing, fix, returning}: Pick<FileRun, 'doing' | 'fix' | 'returning'>,
): Promise<SavedPlan> {
  const [{readStanding}, {narrowSavedPlan}] = await Promise.all([
    import('../pipeline/look-again.js'),
    import('../saved/narrow.js'),
  ])
  const {left, applied, moved} = await readStanding(saved, reading.zones, returning)
  if (moved.length > 0) throw stalePlan(moved, doing, fix)
  return applied.length === 0 ? saved : narrowSavedPlan(saved, left)
}
