import {CliError} from '../errors/cli-error.js'
import {hasProblems, isEmptyPlan, type Plan} from '../plan/plan.js'
import type {PlanInput} from '../plan/plan-input.js'
import {BaseCommand, type CommandLine} from './base-command.js'
import {applyExitCode} from './exit-codes.js'
import {APPLY_FLAGS} from './flags/own-flags.js'
import {SETTING_FLAGS} from './flags/setting-flags.js'
import {openPorts} from './open-ports.js'
import type {PlannedRun} from './planned-run.js'
import {renderPlan} from './render-plan.js'
import type {Settings} from './settings.js'
import {callsNote, identityNotes, vpcNotes} from './verbose-notes.js'
import {writePlan} from './write-plan.js'

/** What `plan`, `apply` and `prune` share: read, decide, show, ask, write. */
export abstract class PlanningCommand extends BaseCommand {
  /** @param check says no to settings with which the command must not run; nothing has been read then. */
  protected async makePlan(
    line: CommandLine,
    wish: PlanInput['wish'],
    check: (settings: Settings) => void = () => {},
  ): Promise<PlannedRun> {
    const settings = await this.settings(line)
    check(settings)
    const ports = await openPorts(settings, this.environment, this.progress, this.stopping)
    for (const notice of ports.notices) this.note(notice)
    if (line.output.isVerbose) this.noteAtEnd(() => callsNote(ports.statistics(), performance.now()))
    const identities = line.output.isVerbose ? ports.identities() : []
    const [{runPlan}, {countBatches}, {batchLimits}] = await Promise.all([
      import('../pipeline/plan-run.js'),
      import('../pipeline/apply-plan.js'),
      import('../route53/change-batch.js'),
    ])
    const readsWholeZones = line.values(SETTING_FLAGS)['full-read']
    const {plan, statusUpdates} = await runPlan({...settings, readsWholeZones}, ports.reading, wish)
    if (line.output.isVerbose) {
      for (const note of identityNotes(await identities)) this.note(note)
      const zones = plan.zones.map(({zone}) => zone)
      for (const note of await vpcNotes(zones, ports.reading.zones)) this.note(note)
    }
    return {line, settings, ports, plan, statusUpdates, batches: countBatches(plan, batchLimits(settings.route53))}
  }

  protected async showPlan({line, settings, plan, batches}: PlannedRun): Promise<void> {
    this.progress.finish()
    const {deleteLimit} = settings.plan
    this.answer(await renderPlan(plan, line.output, {batches, deleteLimit}))
  }

  /** Shows the plan and, once it is approved, does exactly that. @throws CliError when it is refused or cannot go on. */
  protected async applyPlan(run: PlannedRun): Promise<void> {
    const {line, settings, plan} = run
    const isJson = line.output.format === 'json'
    if (!isJson || line.values(SETTING_FLAGS)['dry-run']) await this.showPlan(run)
    if (line.values(SETTING_FLAGS)['dry-run']) return this.end(applyExitCode({hasProblems: hasProblems(plan)}))
    const {renderApplyEvent} = await import('../render/apply-json.js')
    const {plannedEvents} = await import('./apply-report.js')
    if (isJson) for (const event of plannedEvents(plan)) this.answer(renderApplyEvent(event))
    if (isEmptyPlan(plan)) {
      await this.#writeStatuses(run)
      const code = applyExitCode({hasProblems: hasProblems(plan)})
      const blocked = plan.blocked.length
      if (isJson) {
        this.answer(renderApplyEvent({kind: 'summary', applied: 0, failed: 0, total: 0, blocked, exitCode: code}))
      }
      return this.end(code)
    }
    if (plan.refusal !== undefined) throw overLimit(plan, plan.refusal)
    const {renderApplyQuestion} = await import('../render/apply-text.js')
    await this.confirm({text: renderApplyQuestion(plan), doing: 'apply the plan'}, line)
    const interruption = this.interruption()
    const code = await writePlan(run, {
      interruption,
      progress: this.progress,
      answer: (text) => this.answer(text),
      tell: (text) => {
        this.progress.finish()
        process.stderr.write(text)
      },
      route53: settings.route53,
      waitsForSync: this.#waitsForSync(line),
    })
    if (!interruption.aborted) await this.#writeStatuses(run)
    this.end(code)
  }

  /** Somebody who answered the question looks on; a script wants its exit code. */
  #waitsForSync(line: CommandLine): boolean {
    const {wait, yes} = line.values(APPLY_FLAGS)
    return line.given.has('wait') ? wait : !yes
  }

  /** Tells the objects that they were seen; what fails there is a remark, since the records are in. */
  async #writeStatuses({statusUpdates, ports}: PlannedRun): Promise<void> {
    if (statusUpdates.length === 0) return
    const {writeStatuses} = await import('../pipeline/write-statuses.js')
    for (const warning of await writeStatuses(statusUpdates, await ports.openStatusWriter())) this.note(warning)
  }
}

function overLimit(plan: Plan, refusal: NonNullable<Plan['refusal']>): CliError {
  const hosts = `${refusal.deletedHosts} of ${refusal.ownedHosts} hosts`
  const cause = refusal.commonCause === undefined ? '' : ` In common: ${refusal.commonCause}.`
  return new CliError({
    code: 'LIMIT_EXCEEDED',
    doing: `apply the plan${plan.owner === undefined ? '' : ` as ${plan.owner}`}`,
    happened: `It would delete ${hosts}, more than the limit of ${refusal.limit}.${cause}`,
    fix: [`look at the plan, then pass ${refusal.fix} if all of it is meant`],
  })
}
