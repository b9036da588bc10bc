import {refuseDeletes} from '../plan/delete-limit.js'
import {hasProblems, type Plan} from '../plan/plan.js'
import {plural} from '../render/phrase.js'
import type {SavedPlan} from '../saved/saved-plan.js'
import {plannedEvents} from './apply-report.js'
import type {Typed} from './argv.js'
import {applyExitCode, EXIT_CODES} from './exit-codes.js'
import {checkFileFlags, goesWithFile} from './file-flags.js'
import {type FileRun, planFileRun, undoRun} from './file-run.js'
import {APPLY_FLAGS} from './flags/own-flags.js'
import {SETTING_FLAGS} from './flags/setting-flags.js'
import type {CommandLine} from './line-command.js'
import {openRoute53Ports} from './open-ports.js'
import {overLimit} from './over-limit.js'
import {type FileSettings, parseFileSettings} from './parse-file-settings.js'
import {PlanningCommand} from './planning-command.js'
import {renderPlan} from './render-plan.js'
import {stalePlan} from './stale-plan.js'

/** What `apply` does with a file in place of planning: look again at what it touches, then do what it says. */
export abstract class SavedPlanCommand extends PlanningCommand {
  /** Beside a file, variables and a config file that would plan are left out of account (design §4). */
  protected override hears(flag: string, typed: Typed): boolean {
    return (typed.args.length === 0 && !typed.flags.has('undo')) || goesWithFile(flag)
  }

  /** Neither asks nor needs a terminal: the file is the approval. @throws CliError when it is refused or cannot go on. */
  protected async applyFile(line: CommandLine, path: string): Promise<void> {
    checkFileFlags(line.given, 'plan file')
    await this.#run(line, await planFileRun(line, path))
  }

  /** The way back of a run is a plan like any other: shown, and asked about. @throws CliError as above */
  protected async undo(line: CommandLine, path: string): Promise<void> {
    checkFileFlags(line.given, 'receipt')
    await this.#run(line, await undoRun(path))
  }

  async #run(line: CommandLine, file: FileRun): Promise<void> {
    this.note(file.note)
    const [{checkSavedPlan}, {narrowSavedPlan}, {hostKey}, {zonesOfPlan}] = await Promise.all([
      import('../pipeline/check-saved-plan.js'),
      import('../saved/narrow.js'),
      import('../saved/fingerprint.js'),
      import('../saved/saved-plan.js'),
    ])
    const settings = parseFileSettings(line.values(SETTING_FLAGS), line.given, zonesOfPlan(file.saved.plan))
    this.limitTime(settings.timeoutMs)
    const ports = await openRoute53Ports(settings.route53, this.environment, this.progress, this.stopping)
    const {saved, standing} = await checkSavedPlan(file.saved, ports.reading.zones, file.doing)
    const strayed = new Set(standing.moved.map(({host}) => hostKey(host)).filter((key) => file.uncertain.has(key)))
    const moved = standing.moved.filter(({host}) => !strayed.has(hostKey(host)))
    if (moved.length > 0) throw stalePlan(moved, file.doing, file.fix)
    const left = standing.left.filter((host) => !strayed.has(hostKey(host)))
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
    if (strayed.size > 0) this.note(`${plural(strayed.size, 'host')} not written by that run, left alone`)
    const skipped = standing.applied.length
    if (skipped > 0 && (isShown || !isDone)) this.note(`${plural(skipped, 'host')} ${file.skipped}, left alone`)
    if (line.values(SETTING_FLAGS)['dry-run']) return this.end(applyExitCode({hasProblems: hasProblems(rest.plan)}))
    if (line.output.format === 'json') await this.answerEvents(plannedEvents(rest.plan))
    if (isDone) return this.#endDone(line, rest.plan, file.done)
    if (refusal !== undefined) throw overLimit(rest.plan, refusal)
    if (!file.isApproved) await this.#ask(line, rest.plan, file.doing)
    const isWatched = !file.isApproved && !line.values(APPLY_FLAGS).yes
    const {route53} = settings
    this.end(await this.write({line, ports, plan: rest.plan}, {route53, isWatched, saved: async () => rest}))
  }

  async #withBatches(saved: SavedPlan, {route53}: FileSettings): Promise<SavedPlan> {
    const [{countBatches}, {batchLimits}] = await Promise.all([
      import('../pipeline/apply-plan.js'),
      import('../route53/change-batch.js'),
    ])
    return {...saved, batches: countBatches(saved.plan, batchLimits(route53))}
  }

  async #ask(line: CommandLine, plan: Plan, doing: string): Promise<void> {
    const {renderApplyQuestion} = await import('../render/apply-text.js')
    await this.confirm({text: renderApplyQuestion(plan), doing}, line)
  }

  async #endDone(line: CommandLine, plan: Plan, said: string): Promise<void> {
    this.progress.finish()
    const blocked = plan.blocked.length
    if (line.output.format !== 'json') this.answer(`${said}\n`)
    else await this.answerEvents([{kind: 'summary', applied: 0, failed: 0, total: 0, blocked, exitCode: 0}])
    this.end(EXIT_CODES.done)
  }
}
