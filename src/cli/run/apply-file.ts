import {passedOverProfile} from '../../aws/sign-in/credential-source.js'
import {plural} from '../../dns/phrase.js'
import {hostKey} from '../../dns/zone.js'
import {refuseDeletes} from '../../plan/limits/delete-limit.js'
import {hasProblems, isEmptyPlan, tolerate} from '../../plan/plan.js'
import type {Route53Settings} from '../../route53/route53-settings.js'
import type {SavedPlan} from '../../saved/saved-plan.js'
import type {Typed} from '../command-line/argv.js'
import type {CommandLine} from '../command-line/read-line.js'
import {applyExitCode, EXIT_CODES} from '../exit-codes.js'
import {APPLY_FLAGS} from '../flags/own-flags.js'
import {SETTING_FLAGS} from '../flags/setting-flags.js'
import {openRoute53Ports} from '../ports/open-ports.js'
import {renderPlan} from '../reports/render-plan.js'
import {checkFileFlags, parseFileSettings} from '../settings/file-flags.js'
import {overLimit} from '../usage-error.js'
import {approvePlan, writeRun} from './apply-run.js'
import {type FileRun, planFileRun, undoRun} from './file-run.js'
import {publishPlan} from './plan-run.js'
import {makeRunView} from './run-view.js'
import {lookAgain, stale, stalePlan} from './second-look.js'
import type {Session} from './session.js'

/** True for a plan file or a receipt: variables and config files with settings for planning are ignored then. */
export function isFileRun({args, flags}: Typed): boolean {
  return args.length > 0 || flags.has('undo')
}

/** Asks nothing, needs no terminal: the file is the approval. @throws CliError when refused or unable to continue */
export async function applyFile(session: Session, line: CommandLine, path: string): Promise<void> {
  checkFileFlags(line, 'plan file')
  await runFile(session, line, await planFileRun(line, path, Date.now()))
}

/** Undoes a run: shown and confirmed like a new plan. @throws CliError when it is refused or cannot continue */
export async function applyUndo(session: Session, line: CommandLine, path: string): Promise<void> {
  checkFileFlags(line, 'receipt')
  await runFile(session, line, await undoRun(path))
}

/** Reads again the record sets that the file touches, then applies the rest of the plan. */
async function runFile(session: Session, line: CommandLine, file: FileRun): Promise<void> {
  session.note(file.note)
  const [{checkSavedPlan}, {narrowSavedPlan}, {zonesOfPlan}] = await Promise.all([
    import('../../pipeline/check-saved-plan.js'),
    import('../../saved/undo.js'),
    import('../../saved/saved-plan.js'),
  ])
  const settings = parseFileSettings(line.values(SETTING_FLAGS), line.flagOrigins, zonesOfPlan(file.saved.plan))
  const passedOver = settings.route53.profiles.length === 0 ? passedOverProfile(session.environment) : undefined
  if (passedOver !== undefined) session.warn(passedOver)
  session.limitTime(settings.timeoutMs)
  const ports = await openRoute53Ports(settings.route53, session)
  session.record.calls = () => ports.statistics()
  const checked = await checkSavedPlan(file.saved, ports.readPorts.zones, file.doing, file.returning)
  const {freshness} = checked
  const {plan} = checked.saved
  const saved = {...checked.saved, plan: {...plan, blocked: tolerate(plan.blocked, settings.plan.tolerated)}}
  session.record.plan = saved.plan
  const strayed = new Set(freshness.moved.map(({host}) => hostKey(host)).filter((key) => file.uncertain.has(key)))
  const moved = freshness.moved.filter(({host}) => !strayed.has(hostKey(host)))
  if (moved.length > 0) throw stalePlan(moved, file.doing, file.fix)
  if (checked.locks.length > 0) throw stale('host', checked.locks, file.doing, file.fix)
  const left = freshness.left.filter((host) => !strayed.has(hostKey(host)))
  const rest = await withBatches(narrowSavedPlan(saved, left), settings.route53)
  const whole = file.isApproved ? saved : rest
  const isDone = left.length === 0
  const refusal = isDone ? undefined : refuseDeletes(whole.plan.zones, settings.plan.deleteLimit, file.findings)
  const shown = {...whole, plan: {...whole.plan, refusal}}
  session.progress.finish()
  const facts = {batches: shown.batches}
  await publishPlan(session, shown.plan, facts)
  const isDryRun = line.values(SETTING_FLAGS)['dry-run']
  const isShown = isDryRun || (line.output.format !== 'json' && !isDone)
  if (isShown) session.answer(await renderPlan(shown.plan, line.output, facts))
  if (strayed.size > 0) {
    const them = strayed.size === 1 ? 'it' : 'them'
    session.warn(`${plural(strayed.size, 'host')} not as that run would have left ${them}, left alone`)
  }
  const skipped = isShown || !isDone ? freshness.applied.length : 0
  if (skipped > 0) session.note(`${plural(skipped, 'host')} ${file.skipped}, left alone`)
  if (isDryRun) return session.end(applyExitCode({hasProblems: hasProblems(rest.plan)}))
  const view = await makeRunView(session, line)
  if (line.output.format === 'json') await view.plan(rest.plan, facts)
  if (isDone) {
    const rested = `Nothing is left to do, except for ${plural(strayed.size, 'host')} left alone.`
    view.nothingToDo(rest.plan, EXIT_CODES.done, strayed.size === 0 ? file.done : rested)
    return session.end(EXIT_CODES.done)
  }
  if (refusal !== undefined) throw overLimit(rest.plan, refusal)
  const isAsked = !file.isApproved && !line.values(APPLY_FLAGS).yes
  if (!file.isApproved) await approvePlan(session, line, rest.plan, file.doing)
  const approved = isAsked ? await lookAgain(rest, ports, file) : rest
  if (isEmptyPlan(approved.plan)) {
    session.progress.finish()
    view.nothingToDo(approved.plan, EXIT_CODES.done, file.done)
    return session.end(EXIT_CODES.done)
  }
  const run = {line, ports, plan: approved.plan}
  const options = {route53: settings.route53, isWatched: isAsked, saved: async () => approved}
  session.end(await writeRun(session, run, options))
}

async function withBatches(saved: SavedPlan, route53: Route53Settings): Promise<SavedPlan> {
  const [{countBatches}, {batchLimits}] = await Promise.all([
    import('../../pipeline/apply/apply-plan.js'),
    import('../../route53/write/change-batch.js'),
  ])
  return {...saved, batches: countBatches(saved.plan, batchLimits(route53))}
}
