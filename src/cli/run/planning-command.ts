import type {ApplyEvent} from '../../pipeline/apply/apply-events.js'
import type {HostOutcome} from '../../pipeline/apply/apply-plan.js'
import type {ServerAddress} from '../../pipeline/verify-hosts.js'
import {hasProblems, isEmptyPlan, type Plan} from '../../plan/plan.js'
import type {OwnershipGoal, PlanInput} from '../../plan/plan-input.js'
import type {Route53Settings} from '../../route53/route53-settings.js'
import type {SavedPlan} from '../../saved/saved-plan.js'
import type {CommandLine} from '../command-line/line-command.js'
import {applyExitCode, type ExitCode} from '../exit-codes.js'
import {METRICS_FLAGS} from '../flags/metrics-flags.js'
import {APPLY_FLAGS, REPORT_FLAGS} from '../flags/own-flags.js'
import {RECEIPT_FLAGS} from '../flags/saved-flags.js'
import {SETTING_FLAGS} from '../flags/setting-flags.js'
import {VERIFY_FLAGS} from '../flags/verify-flags.js'
import {openPorts} from '../ports/open-ports.js'
import {isGithub, publishToGithub} from '../reports/github.js'
import {openReceipt, updateReceipt} from '../reports/receipt-file.js'
import {type PlanFacts, renderPlan, writeGitlabReport} from '../reports/render-plan.js'
import type {Phase} from '../reports/run-trace.js'
import type {PlannedRun, WritableRun} from '../reports/save-plan.js'
import {checkFileable, toSavedPlan} from '../reports/save-plan.js'
import {callsNote, identityNotes, vpcNotes} from '../reports/verbose-notes.js'
import {wantsTrace} from '../reports/wants-trace.js'
import type {Settings} from '../settings/settings.js'
import {checkAnswer} from '../terminal/streams.js'
import {overLimit} from '../usage-error.js'
import {BaseCommand} from './base-command.js'
import {checkAssertions, type PlanAssertions} from './plan-assertions.js'
import {secondLook} from './second-look.js'
import {parseVerifyServer} from './verify-applied.js'
import {plannedEvents, type WriteStreams, writePlan} from './write-plan.js'

/** How an approved plan is written. */
export interface WriteOptions {
  readonly route53: Route53Settings
  /** Somebody looks on, and would rather wait for the name servers. */
  readonly isWatched: boolean
  /** Told what became of each host, once nothing more is sent. */
  readonly record?: (outcomes: readonly HostOutcome[]) => void
  /** The plan as a receipt keeps it: its hosts are those of the run. */
  readonly saved: () => Promise<SavedPlan>
}

/** What `plan`, `apply` and `prune` share: read, decide, show, ask, write. */
export abstract class PlanningCommand extends BaseCommand {
  #line: CommandLine | undefined
  #measured: Pick<PlannedRun, 'plan' | 'ports'> | undefined
  #outcomes: readonly HostOutcome[] | undefined
  readonly #phases: Phase[] = []

  /** @param check says no to settings with which the command must not run; nothing has been read then. */
  protected async makePlan(
    line: CommandLine,
    goal: PlanInput['goal'] | OwnershipGoal,
    check: (settings: Settings) => void = () => {},
  ): Promise<PlannedRun> {
    this.#line = line
    const settings = await this.settings(line)
    check(settings)
    checkFileable(settings.registry, {receipt: line.values(RECEIPT_FLAGS).receipt})
    verificationOf(line)
    const ports = await openPorts(settings, this.environment, this.progress, this.stopping)
    for (const notice of ports.notices) this.note(notice)
    if (line.output.isVerbose) this.noteAtEnd(() => callsNote(ports.statistics(), performance.now()))
    const identities = line.output.isVerbose ? ports.identities() : []
    const [{runPlan}, {countBatches}, {batchLimits}] = await Promise.all([
      import('../../pipeline/read/plan-run.js'),
      import('../../pipeline/apply/apply-plan.js'),
      import('../../route53/write/change-batch.js'),
    ])
    const readsWholeZones = line.values(SETTING_FLAGS)['full-read']
    const {plan, snapshots, rows, statusUpdates, findObject} = await this.#measure('plan', () =>
      runPlan({...settings, readsWholeZones}, ports.readPorts, goal),
    )
    if (line.output.isVerbose) {
      for (const note of identityNotes(await identities)) this.note(note)
      const zones = plan.zones.map(({zone}) => zone)
      for (const note of await vpcNotes(zones, ports.readPorts.zones)) this.note(note)
    }
    this.#measured = {plan, ports}
    const batches = countBatches(plan, batchLimits(settings.route53))
    await this.publish(plan, {batches, deleteLimit: settings.plan.deleteLimit})
    await writeGitlabReport(plan, line.values(REPORT_FLAGS)['gitlab-report'])
    return {line, settings, ports, plan, snapshots, rows, statusUpdates, findObject, batches}
  }

  protected async showPlan({line, settings, plan, batches}: PlannedRun): Promise<void> {
    this.progress.finish()
    const {deleteLimit} = settings.plan
    this.answer(await renderPlan(plan, line.output, {batches, deleteLimit}))
  }

  /** Tells the CI system what it is asking for in the environment; what fails there is a remark. */
  protected async publish(plan: Plan, facts: PlanFacts): Promise<void> {
    if (!isGithub(this.environment)) return
    this.progress.finish()
    // The one text that a runner is to obey.
    const command = (text: string) => process.stderr.write(text)
    for (const remark of await publishToGithub(plan, facts, this.environment, command)) this.note(remark)
  }

  /** Shows the plan and, once it is approved, does exactly that. @throws CliError when it is refused or cannot go on. */
  protected async applyPlan(run: PlannedRun, assertions: PlanAssertions): Promise<void> {
    const {line, settings, plan} = run
    const isJson = line.output.format === 'json'
    const isDryRun = line.values(SETTING_FLAGS)['dry-run']
    if (!isJson || isDryRun) await this.showPlan(run)
    const objection = checkAssertions(plan, assertions)
    if (isDryRun) {
      if (objection !== undefined) return this.endAnswered(objection)
      return this.end(applyExitCode({hasProblems: hasProblems(plan)}))
    }
    if (isJson) await this.answerEvents(plannedEvents(plan))
    if (objection !== undefined) throw objection
    if (isEmptyPlan(plan)) {
      await this.#writeStatuses(run)
      const code = applyExitCode({hasProblems: hasProblems(plan)})
      if (isJson) await this.answerEvents([emptySummary(plan.blocked.length, code)])
      return this.end(code)
    }
    if (plan.refusal !== undefined) throw overLimit(plan, plan.refusal)
    await this.approve(run)
    const isRequested = !line.values(APPLY_FLAGS).yes
    const approved = isRequested ? await secondLook(run, this.config.version) : run
    if (isEmptyPlan(approved.plan)) {
      const done = 'Already applied: every host is as planned.'
      return this.endDone(line, plan, done, applyExitCode({hasProblems: hasProblems(plan)}))
    }
    const outcomes: HostOutcome[] = []
    const code = await this.write(approved, {
      route53: settings.route53,
      isWatched: isRequested,
      saved: () => toSavedPlan(approved, this.config.version),
      record: (some) => outcomes.push(...some),
    }).finally(() => this.#writeEvents(run, outcomes))
    if (!this.stopping.aborted) await this.#writeStatuses(run)
    this.end(code)
  }

  /** Nothing was left to do. */
  protected async endDone(line: CommandLine, {blocked}: Plan, summary: string, code: ExitCode): Promise<void> {
    this.progress.finish()
    if (line.output.format !== 'json') this.answer(`${summary}\n`)
    else await this.answerEvents([emptySummary(blocked.length, code)])
    this.end(code)
  }

  /** Asks. @throws CliError NO_TERMINAL, NOT_CONFIRMED, INTERRUPTED */
  protected async approve({line, plan}: PlannedRun): Promise<void> {
    const {renderApplyQuestion} = await import('../../render/apply/apply-text.js')
    await this.confirm({text: renderApplyQuestion(plan), doing: 'apply the plan'}, line)
  }

  /** The lines of a stream of JSON. */
  protected async answerEvents(events: readonly ApplyEvent[]): Promise<void> {
    const {renderApplyEvent} = await import('../../render/apply/apply-json.js')
    for (const event of events) this.answer(renderApplyEvent(event))
  }

  /** Writes a plan that was approved, and the receipt where one is asked for. */
  protected async write(run: WritableRun, {route53, isWatched, saved, record}: WriteOptions): Promise<ExitCode> {
    await checkAnswer()
    const path = run.line.values(RECEIPT_FLAGS).receipt
    const receipt = path === '' ? undefined : await openReceipt(path, await saved(), run.ports)
    const streams: WriteStreams = {
      record: (outcomes, accepted) => {
        this.#outcomes = outcomes
        record?.(outcomes)
        if (receipt !== undefined) this.note(updateReceipt(receipt, outcomes, accepted))
      },
      interruption: this.interruption(),
      progress: this.progress,
      answer: (text) => this.answer(text),
      tell: (text) => this.tell(text),
      route53,
      waitsForSync: waits(run.line, isWatched),
      verification: verificationOf(run.line),
    }
    return this.#measure('write', () => writePlan(run, streams))
  }

  async #measure<T>(name: string, run: () => Promise<T>): Promise<T> {
    const startMs = Date.now()
    try {
      return await run()
    } finally {
      this.#phases.push({name, startMs, endMs: Date.now()})
    }
  }

  /** Only where the standard variables of OpenTelemetry ask for it. */
  async #trace(): Promise<void> {
    if (!wantsTrace(this.environment)) return
    const {sendTrace} = await import('../reports/run-trace.js')
    const failure = await sendTrace(
      {
        command: (this.id ?? '').replaceAll(':', ' '),
        version: this.config.version,
        exitCode: Number(process.exitCode ?? 0),
        startMs: Math.round(performance.timeOrigin),
        endMs: Date.now(),
        phases: this.#phases,
        plan: this.#measured?.plan,
        calls: this.#measured?.ports.statistics(),
      },
      this.environment,
    )
    if (failure !== undefined) this.note(`no trace was sent: ${failure}`)
  }

  /** However the run ended: that is what somebody watches. */
  protected override async finally(): Promise<void> {
    await this.endAnswer()
    const line = this.#line
    const {'metrics-file': file = '', pushgateway = ''} = line?.values(METRICS_FLAGS) ?? {}
    if (line !== undefined && (file !== '' || pushgateway !== '')) {
      const {publishMetrics} = await import('../reports/run-metrics.js')
      const facts = {
        version: this.config.version,
        exitCode: Number(process.exitCode ?? 0),
        mayWrite: !line.values(SETTING_FLAGS)['dry-run'],
        seconds: performance.now() / 1000,
        nowMs: Date.now(),
        plan: this.#measured?.plan,
        calls: this.#measured?.ports.statistics(),
        outcomes: this.#outcomes,
      }
      for (const remark of await publishMetrics(facts, {file, pushgateway})) this.note(remark)
    }
    await this.#trace()
    await super.finally()
  }

  /** `--events-emit`; what fails there is a remark, told once. */
  async #writeEvents({settings, plan, ports, findObject}: PlannedRun, outcomes: readonly HostOutcome[]): Promise<void> {
    if (settings.events.size === 0) return
    const {objectEvents} = await import('../../pipeline/object-events.js')
    const events = objectEvents(outcomes, findObject, settings.events, plan.owner)
    if (events.length === 0) return
    const writer = await ports.openEventWriter()
    for (const event of events) {
      const failure = await writer.writeEvent(event)
      if (failure !== undefined) return this.note(`no Events on the objects: ${failure}`)
    }
  }

  /** Tells the objects that they were seen; what fails there is a remark, since the records are in. */
  async #writeStatuses({statusUpdates, ports}: PlannedRun): Promise<void> {
    if (statusUpdates.length === 0) return
    const {writeStatuses} = await import('../../pipeline/object-events.js')
    for (const warning of await writeStatuses(statusUpdates, await ports.openStatusWriter())) this.note(warning)
  }
}

function emptySummary(blocked: number, exitCode: ExitCode): ApplyEvent {
  return {kind: 'summary', applied: 0, partly: 0, failed: 0, total: 0, blocked, exitCode}
}

/** `--verify`: whom to ask. @throws CliError USAGE */
function verificationOf(line: CommandLine): readonly ServerAddress[] | undefined {
  const values = line.values(VERIFY_FLAGS)
  const servers = values['verify-server'].map(parseVerifyServer)
  return values.verify || servers.length > 0 ? servers : undefined
}

/** Somebody who answered the question looks on; a script wants its exit code, unless it wants to know what is answered. */
function waits(line: CommandLine, isWatched: boolean): boolean {
  if (verificationOf(line) !== undefined) return true
  return line.flagOrigins.has('wait') ? line.values(APPLY_FLAGS).wait : isWatched
}
