import {findCommonCause} from '../plan/common-cause.js'
import {refuseDeletes} from '../plan/delete-limit.js'
import {hasProblems, isEmptyPlan, type Plan} from '../plan/plan.js'
import {plural} from '../render/phrase.js'
import {plannedEvents} from './apply-report.js'
import type {Typed} from './argv.js'
import type {CommandLine} from './base-command.js'
import {applyExitCode, EXIT_CODES} from './exit-codes.js'
import {checkFileFlags, goesWithFile} from './file-flags.js'
import {PLAN_FILE_FLAGS} from './flags/saved-flags.js'
import {SETTING_FLAGS} from './flags/setting-flags.js'
import {openRoute53Ports} from './open-ports.js'
import {checkDigest, openSavedPlan, originNote} from './open-saved-plan.js'
import {overLimit} from './over-limit.js'
import {parseFileSettings} from './parse-file-settings.js'
import {PlanningCommand} from './planning-command.js'
import {renderPlan} from './render-plan.js'
import {stalePlan} from './stale-plan.js'

/** What `apply` does with a file in place of planning: look again at what it touches, then do what it says. */
export abstract class SavedPlanCommand extends PlanningCommand {
  /** Beside a file, variables and a config file that would plan are left out of account (design §4). */
  protected override hears(flag: string, typed: Typed): boolean {
    return typed.args.length === 0 || goesWithFile(flag)
  }

  /** Neither asks nor needs a terminal: the file is the approval. @throws CliError when it is refused or cannot go on. */
  protected async applyFile(line: CommandLine, path: string): Promise<void> {
    checkFileFlags(line.given, 'plan file')
    const doing = `apply ${path}`
    const file = await openSavedPlan(path, 'apply')
    checkDigest(path, file.digest, line.values(PLAN_FILE_FLAGS)['expect-digest'])
    this.note(originNote(file))
    const [{checkSavedPlan}, {narrowPlan}, {zonesOfPlan}] = await Promise.all([
      import('../pipeline/check-saved-plan.js'),
      import('../saved/standing.js'),
      import('../saved/saved-plan.js'),
    ])
    const values = line.values(SETTING_FLAGS)
    const settings = parseFileSettings(values, line.given, zonesOfPlan(file.content.plan))
    this.limitTime(settings.timeoutMs)
    const ports = await openRoute53Ports(settings.route53, this.environment, this.progress, this.stopping)
    const {saved, standing} = await checkSavedPlan(file.content, ports.reading.zones, doing)
    if (standing.moved.length > 0) throw stalePlan(standing.moved, doing, 'make a new plan: plan --out FILE')
    const isDone = standing.left.length === 0
    const refusal = isDone ? undefined : refuseDeletes(saved.plan.zones, settings.deleteLimit, commonCause(saved.plan))
    this.progress.finish()
    const facts = {batches: saved.batches, deleteLimit: settings.deleteLimit}
    await this.publish({...saved.plan, refusal}, facts)
    const isDryRun = values['dry-run']
    const isJson = line.output.format === 'json'
    if (isDryRun || (!isJson && !isDone)) {
      this.answer(await renderPlan({...saved.plan, refusal}, line.output, facts))
    }
    const skipped = standing.applied.length
    if (skipped > 0 && !isDone) this.note(`${plural(skipped, 'host')} already as planned, left alone`)
    const plan = narrowPlan(saved.plan, standing.left)
    if (isDryRun) {
      if (isDone && skipped > 0) this.note(ALREADY_APPLIED)
      return this.end(applyExitCode({hasProblems: hasProblems(plan)}))
    }
    if (isJson) await this.answerEvents(plannedEvents(plan))
    if (isDone) return this.#endDone(saved.plan, isJson)
    if (refusal !== undefined) throw overLimit(plan, refusal)
    this.end(await this.write({line, ports, plan}, settings.route53, false))
  }

  async #endDone(plan: Plan, isJson: boolean): Promise<void> {
    const blocked = plan.blocked.length
    if (isJson) await this.answerEvents([{kind: 'summary', applied: 0, failed: 0, total: 0, blocked, exitCode: 0}])
    else this.answer(isEmptyPlan(plan) ? 'The plan has no changes.\n' : `${ALREADY_APPLIED}.\n`)
    this.end(EXIT_CODES.done)
  }
}

const ALREADY_APPLIED = 'Already applied: every host is as planned'

/** Found anew: the limit that holds now need not be the one of then. */
function commonCause(plan: Plan): string | undefined {
  return plan.refusal?.commonCause ?? findCommonCause(plan.zones, plan.wantedHosts)
}
