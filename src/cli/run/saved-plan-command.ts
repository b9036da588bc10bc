import {plural} from '../../dns/phrase.js'
import {hostKey} from '../../dns/zone.js'
import {refuseDeletes} from '../../plan/limits/delete-limit.js'
import {hasProblems, isEmptyPlan, type Plan} from '../../plan/plan.js'
import type {SavedPlan} from '../../saved/saved-plan.js'
import type {Typed} from '../command-line/argv.js'
import type {CommandLine} from '../command-line/line-command.js'
import {applyExitCode, EXIT_CODES} from '../exit-codes.js'
import {APPLY_FLAGS} from '../flags/own-flags.js'
import {SETTING_FLAGS} from '../flags/setting-flags.js'
import {openRoute53Ports} from '../ports/open-ports.js'
import {renderPlan} from '../reports/render-plan.js'
import {checkFileFlags, type FileSettings, goesWithFile, parseFileSettings} from '../settings/file-flags.js'
import {overLimit} from '../usage-error.js'
import {type FileRun, planFileRun, undoRun} from './file-run.js'
import {PlanningCommand} from './planning-command.js'
import {lookAgain, stalePlan} from './second-look.js'
import {plannedEvents} from './write-plan.js'

/** What `apply` does with a file in place of planning: look again at what it touches, then do what it says. */
export abstract class SavedPlanCommand extends PlanningCommand {
  /** Beside a file, variables and a config file that would plan are left out of account. */
  protected override hears(flag: string, typed: Typed): boolean {
    return (typed.args.length === 0 && !typed.flags.has('undo')) || goesWithFile(flag)
  }

  /** Neither asks nor needs a terminal: the file is the approval. @throws CliError when it is refused or cannot go on. */
  protected async applyFile(line: CommandLine, path: string): Promise<void> {
    checkFileFlags(line.flagOrigins, 'plan file')
    await this.#run(line, await planFileRun(line, path, Date.now()))
  }

  /** The way back of a run is a plan like any other: shown, and asked about. @throws CliError as above */
  protected async undo(line: CommandLine, path: string): Promise<void> {
    checkFileFlags(line.flagOrigins, 'receipt')
    await this.#run(line, await undoRun(path))
  }

  async #run(line: CommandLine, file: FileRun): Promise<void> {
    this.note(file.note)
    const [{checkSavedPlan}, {narrowSavedPlan}, {zonesOfPlan}] = await Promise.all([
      import('../../pipeline/check-saved-plan.js'),
      import('../../saved/undo.js'),
      import('../../saved/saved-plan.js'),
    ])
    const settings = parseFileSettings(line.values(SETTING_FLAGS), line.flagOrigins, zonesOfPlan(file.saved.plan))
    this.limitTime(settings.timeoutMs)
    const ports = await openRoute53Ports(settings.route53, this.environment, this.progress, this.stopping)
    const {saved, freshness} = await checkSavedPlan(file.saved, ports.readPorts.zones, file.doing, file.returning)
    const strayed = new Set(freshness.moved.map(({host}) => hostKey(host)).filter((key) => file.uncertain.has(key)))
    const moved = freshness.moved.filter(({host}) => !strayed.has(hostKey(host)))
    if (moved.length > 0) throw stalePlan(moved, file.doing, file.fix)
    const left = freshness.left.filter((host) => !strayed.has(hostKey(host)))
    const rest = await this.#withBatches(narrowSavedPlan(saved, left), settings)
    const whole = file.isApproved ? saved : rest
    const isDone = left.length === 0
    const refusal = isDone ? undefined : refuseDeletes(whole.plan.zones, settings.deleteLimit, file.findings)
    const shown = {...whole, plan: {...whole.plan, refusal}}
    this.progress.finish()
    const facts = {batches: shown.batches, deleteLimit: settings.deleteLimit}
    await this.publish(shown.plan, facts)
    const isShown = line.values(SETTING_FLAGS)['dry-run'] || (line.output.format !== 'json' && !isDone)
    if (isShown) this.answer(await renderPlan(shown.plan, line.output, facts))
    if (strayed.size > 0)
      this.note(
        `${plural(strayed.size, 'host')} not as that run would have left ${strayed.size === 1 ? 'it' : 'them'}, left alone`,
      )
    const skipped = freshness.applied.length
    if (skipped > 0 && (isShown || !isDone)) this.note(`${plural(skipped, 'host')} ${file.skipped}, left alone`)
    if (line.values(SETTING_FLAGS)['dry-run']) return this.end(applyExitCode({hasProblems: hasProblems(rest.plan)}))
    if (line.output.format === 'json') await this.answerEvents(plannedEvents(rest.plan))
    const done =
      strayed.size === 0 ? file.done : `Nothing is left to do but for ${plural(strayed.size, 'host')} left alone.`
    if (isDone) return this.endDone(line, rest.plan, done, EXIT_CODES.done)
    if (refusal !== undefined) throw overLimit(rest.plan, refusal)
    const isRequested = !file.isApproved && !line.values(APPLY_FLAGS).yes
    if (!file.isApproved) await this.#ask(line, rest.plan, file.doing)
    const approved = isRequested ? await lookAgain(rest, ports, file) : rest
    if (isEmptyPlan(approved.plan)) return this.endDone(line, approved.plan, file.done, EXIT_CODES.done)
    const {route53} = settings
    const run = {line, ports, plan: approved.plan}
    this.end(await this.write(run, {route53, isWatched: isRequested, saved: async () => approved}))
  }

  async #withBatches(saved: SavedPlan, {route53}: FileSettings): Promise<SavedPlan> {
    const [{countBatches}, {batchLimits}] = await Promise.all([
      import('../../pipeline/apply/apply-plan.js'),
      import('../../route53/write/change-batch.js'),
    ])
    return {...saved, batches: countBatches(saved.plan, batchLimits(route53))}
  }

  async #ask(line: CommandLine, plan: Plan, doing: string): Promise<void> {
    const {renderApplyQuestion} = await import('../../render/apply/apply-text.js')
    await this.confirm({text: renderApplyQuestion(plan), doing}, line)
  }
}
