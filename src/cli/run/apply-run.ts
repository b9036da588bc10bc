import type {HostOutcome} from '../../pipeline/apply/apply-plan.js'
import {hasProblems, isEmptyPlan, type Plan} from '../../plan/plan.js'
import type {Route53Settings} from '../../route53/route53-settings.js'
import type {SavedPlan} from '../../saved/saved-plan.js'
import type {CommandLine} from '../command-line/read-line.js'
import {applyExitCode, type ExitCode} from '../exit-codes.js'
import {APPLY_FLAGS} from '../flags/own-flags.js'
import {RECEIPT_FLAGS} from '../flags/saved-flags.js'
import {SETTING_FLAGS} from '../flags/setting-flags.js'
import {openReceipt, updateReceipt} from '../reports/receipt-file.js'
import {type PlannedRun, toSavedPlan, type WritableRun} from '../reports/save-plan.js'
import {checkAnswer} from '../terminal/streams.js'
import {overLimit} from '../usage-error.js'
import {timed} from './after-run.js'
import {checkAssertions, NO_ASSERTIONS, type PlanAssertions} from './plan-assertions.js'
import {factsOf, showRun} from './plan-run.js'
import {makeRunView} from './run-view.js'
import {secondLook} from './second-look.js'
import type {Session} from './session.js'
import {verificationOf} from './verify-applied.js'
import {writePlan} from './write-plan.js'

export interface ApplyOptions {
  readonly assertions?: PlanAssertions
  /** Asks for confirmation; the usual question by default. @throws CliError NO_TERMINAL, NOT_CONFIRMED, INTERRUPTED */
  readonly approve?: (run: PlannedRun) => Promise<void>
}

/** Shows the plan and, once approved, applies exactly that. @throws CliError when it is refused or cannot continue */
export async function applyRun(
  session: Session,
  run: PlannedRun,
  {assertions = NO_ASSERTIONS, approve = ({line, plan}) => approvePlan(session, line, plan)}: ApplyOptions = {},
): Promise<void> {
  const {line, settings, plan} = run
  const objection = checkAssertions(plan, assertions)
  const planned = applyExitCode({hasProblems: hasProblems(plan)})
  if (line.values(SETTING_FLAGS)['dry-run']) {
    await showRun(session, run)
    return objection === undefined ? session.end(planned) : session.endAnswered(objection)
  }
  const view = await makeRunView(session, line)
  session.progress.finish()
  await view.plan(plan, factsOf(run))
  if (objection !== undefined) throw objection
  if (isEmptyPlan(plan)) {
    await writeStatuses(session, run)
    view.nothingToDo(plan, planned)
    return session.end(planned)
  }
  if (plan.refusal !== undefined) throw overLimit(plan, plan.refusal)
  await approve(run)
  const isAsked = !line.values(APPLY_FLAGS).yes
  const approved = isAsked ? await secondLook(run, session.version) : run
  if (isEmptyPlan(approved.plan)) {
    session.progress.finish()
    view.nothingToDo(plan, planned, 'Already applied: every host is as planned.')
    return session.end(planned)
  }
  const outcomes: HostOutcome[] = []
  const code = await writeRun(session, approved, {
    route53: settings.route53,
    isWatched: isAsked,
    saved: () => toSavedPlan(approved, session.version),
    record: (some) => outcomes.push(...some),
  }).finally(() => writeEvents(session, run, outcomes))
  if (!session.stopping.aborted) await writeStatuses(session, run)
  session.end(code)
}

/** Asks for confirmation of a plan. @throws CliError NO_TERMINAL, NOT_CONFIRMED, INTERRUPTED */
export async function approvePlan(
  session: Session,
  line: CommandLine,
  plan: Plan,
  doing = 'apply the plan',
): Promise<void> {
  const {renderApplyQuestion} = await import('../../render/apply/apply-text.js')
  await session.confirm({text: renderApplyQuestion(plan), doing}, line)
}

export interface WriteOptions {
  readonly route53: Route53Settings
  /** True when a person has answered a question, and so would rather wait for the name servers. */
  readonly isWatched: boolean
  /** Called with the outcome of each host once nothing more is sent. */
  readonly record?: (outcomes: readonly HostOutcome[]) => void
  /** The plan for the receipt, with the same host objects as the run. */
  readonly saved: () => Promise<SavedPlan>
}

/** Writes an approved plan, and a receipt if one was requested. @throws CliError the error that ended the writing */
export async function writeRun(
  session: Session,
  run: WritableRun,
  {route53, isWatched, saved, record: tellOutcomes}: WriteOptions,
): Promise<ExitCode> {
  await checkAnswer()
  const path = run.line.values(RECEIPT_FLAGS).receipt
  const receipt = path === '' ? undefined : await openReceipt(path, await saved(), run.ports)
  const view = await makeRunView(session, run.line)
  const interruption = session.interruption()
  return timed(session, 'write', () =>
    writePlan(session, run, view, {
      interruption,
      route53,
      waitsForSync: waits(run.line, isWatched),
      verification: verificationOf(run.line),
      record: (outcomes, accepted) => {
        session.record.outcomes = outcomes
        tellOutcomes?.(outcomes)
        if (receipt !== undefined) updateReceipt(receipt, outcomes, accepted, session)
      },
    }),
  )
}

/** Waits by default when a person has answered a question. A script does not wait, unless it verifies the answers. */
function waits(line: CommandLine, isWatched: boolean): boolean {
  if (verificationOf(line) !== undefined) return true
  return line.flagOrigins.has('wait') ? line.values(APPLY_FLAGS).wait : isWatched
}

/** Writes the Kubernetes events of `--events-emit`. A failure is only a remark, given once for a cluster. */
async function writeEvents(
  session: Session,
  {settings, plan, ports, writeBacks}: PlannedRun,
  outcomes: readonly HostOutcome[],
): Promise<void> {
  if (settings.events.size === 0) return
  const {objectEvents} = await import('../../pipeline/object-events.js')
  for (const [index, {findObject}] of writeBacks.entries()) {
    const events = objectEvents(outcomes, findObject, settings.events, plan.owner)
    if (events.length === 0) continue
    const writer = await ports.openObjectWriter(index)
    for (const event of events) {
      const failure = await writer.writeEvent(event)
      if (failure === undefined) continue
      session.warn(`no Events on the objects${placeOf(plan, index)}: ${failure}`)
      break
    }
  }
}

/** Writes the observed generation to the objects. A failure is only a remark, since the records are changed already. */
async function writeStatuses(session: Session, {writeBacks, ports, plan}: PlannedRun): Promise<void> {
  for (const [index, {statusUpdates}] of writeBacks.entries()) {
    if (statusUpdates.length === 0) continue
    const {writeStatuses: write} = await import('../../pipeline/object-events.js')
    for (const warning of await write(statusUpdates, await ports.openObjectWriter(index))) {
      session.warn(`${warning}${placeOf(plan, index)}`)
    }
  }
}

/** ` in eu1`; empty where there is one cluster. */
function placeOf({clusters}: Plan, index: number): string {
  const context = clusters?.[index]?.context
  return context === undefined ? '' : ` in ${context}`
}
