import {plural} from '../../dns/phrase.js'
import {CliError} from '../../errors/cli-error.js'
import type {MovedRow} from '../../pipeline/check-saved-plan.js'
import {recordSetPhrase} from '../../render/plan/record-set-text.js'
import type {MovedSet} from '../../saved/plan-freshness.js'
import type {SavedPlan} from '../../saved/saved-plan.js'
import type {Route53Ports} from '../ports/open-ports.js'
import {type PlannedRun, toSavedPlan} from '../reports/save-plan.js'
import type {FileRun} from './file-run.js'

// Reads the touched record sets again after a question, since they may have changed while it was waiting for an answer.
// Without a question nothing is read again.

const APPROVED: Pick<FileRun, 'doing' | 'fix' | 'returning'> = {
  doing: 'apply the plan that was approved',
  fix: 'run the same command again: it makes a new plan',
  returning: new Set(),
}

/** The part of a new plan that is still to be done. @throws CliError PLAN_STALE */
export async function secondLook(run: PlannedRun, program: string): Promise<PlannedRun> {
  const saved = await toSavedPlan(run, program)
  const left = await lookAgain(saved, run.ports, APPROVED)
  const {readMovedRows} = await import('../../pipeline/check-saved-plan.js')
  const hosts = left.plan.zones.flatMap((zone) => zone.hosts)
  const rows = await readMovedRows(hosts, run.rows, run.ports.readPorts.ledger)
  if (rows.length > 0) throw staleRows(rows, APPROVED.doing, APPROVED.fix)
  return left === saved ? run : {...run, plan: left.plan}
}

/** The part of a plan from a file that is still to be done. @throws CliError PLAN_STALE */
export async function lookAgain(
  saved: SavedPlan,
  {readPorts}: Pick<Route53Ports, 'readPorts'>,
  {doing, fix, returning}: Pick<FileRun, 'doing' | 'fix' | 'returning'>,
): Promise<SavedPlan> {
  const [{readFreshness}, {narrowSavedPlan}] = await Promise.all([
    import('../../pipeline/check-saved-plan.js'),
    import('../../saved/undo.js'),
  ])
  const {left, applied, moved} = await readFreshness(saved, readPorts.zones, returning)
  if (moved.length > 0) throw stalePlan(moved, doing, fix)
  return applied.length === 0 ? saved : narrowSavedPlan(saved, left)
}

const MOST_SHOWN = 10

/** The error for stored record sets that differ from the plan (exit code 5). @param fix what to do instead. */
export function stalePlan(moved: readonly MovedSet[], doing: string, fix: string): CliError {
  return stale('record set', moved.map(movedText), doing, fix)
}

function staleRows(moved: readonly MovedRow[], doing: string, fix: string): CliError {
  const owner = (row: MovedRow['found']) => (row === undefined ? 'none' : `owner ${row.owner}`)
  const rows = moved.map(({key, before, found}) => `${key} was ${owner(before)}, is ${owner(found)}`)
  return stale('ledger row', rows, doing, fix)
}

/** The same for other things. @param what they are, as `ledger row` @param moved phrases */
export function stale(what: string, moved: readonly string[], doing: string, fix: string): CliError {
  const rest = moved.length - MOST_SHOWN
  const more = rest <= 0 ? '' : ` And ${rest} more.`
  const happened = `${plural(moved.length, what)} changed since: ${moved.slice(0, MOST_SHOWN).join('; ')}.${more}`
  return new CliError({code: 'PLAN_STALE', doing, happened, fix: [fix]})
}

function movedText({host, zone, set, before, found}: MovedSet): string {
  const id = set.setIdentifier === undefined ? '' : ` "${set.setIdentifier}"`
  const whose = set.name === host.name ? '' : `, for host ${host.name}`
  const now = found === undefined ? 'none' : recordSetPhrase(found)
  const was = before === 'none' ? 'was none' : before === 'rested-on' ? 'was other' : `was ${recordSetPhrase(before)}`
  return `${set.type} ${set.name}${id} in zone ${zone.name} (${zone.id}${whose}) ${was}, is ${now}`
}
