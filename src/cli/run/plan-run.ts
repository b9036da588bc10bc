import {patternText} from '../../dns/host-pattern.js'
import {shellWord} from '../../errors/shell-word.js'
import type {UnmatchedPattern} from '../../pipeline/read/unmatched-patterns.js'
import type {Plan} from '../../plan/plan.js'
import type {OwnershipGoal, PlanInput} from '../../plan/plan-input.js'
import type {PlanFacts} from '../../render/plan/summary-text.js'
import type {CommandLine} from '../command-line/read-line.js'
import {REPORT_FLAGS} from '../flags/own-flags.js'
import {RECEIPT_FLAGS} from '../flags/saved-flags.js'
import {SETTING_FLAGS} from '../flags/setting-flags.js'
import {type OpenedPorts, openPorts} from '../ports/open-ports.js'
import {isGithub, publishToGithub} from '../reports/github.js'
import {renderPlan, writeGitlabReport} from '../reports/render-plan.js'
import {checkFileable, type PlannedRun} from '../reports/save-plan.js'
import {callsNote, identityNotes, vpcNotes} from '../reports/verbose-notes.js'
import type {Settings} from '../settings/settings.js'
import {usageError} from '../usage-error.js'
import {timed} from './after-run.js'
import {readSettings, type Session} from './session.js'
import {verificationOf} from './verify-applied.js'

export interface PlanRequest {
  readonly goal: PlanInput['goal'] | OwnershipGoal
  /** Adapts the settings, before anything is read. */
  readonly adjust?: (settings: Settings) => Settings
  /** @throws CliError when the command does not allow the adapted settings */
  readonly check?: (settings: Settings) => void
  /** Told of a host that `--only` names and that is nowhere. Undefined: that is an error, as for a pattern. */
  readonly noteAbsent?: (text: string) => void
}

/** Reads the cluster and the zones and makes the plan. @throws CliError when no plan can be made */
export async function planRun(
  session: Session,
  line: CommandLine,
  {goal, adjust = (settings) => settings, check, noteAbsent}: PlanRequest,
): Promise<PlannedRun> {
  session.record.line = line
  const settings = adjust(await readSettings(session, line))
  check?.(settings)
  checkFileable(settings.registry, {receipt: line.values(RECEIPT_FLAGS).receipt})
  verificationOf(line)
  const ports = await openRun(session, line, settings)
  const {isVerbose} = line.output
  const identities = isVerbose ? ports.identities() : []
  const [{runPlan}, {countBatches}, {batchLimits}] = await Promise.all([
    import('../../pipeline/read/plan-run.js'),
    import('../../pipeline/apply/apply-plan.js'),
    import('../../route53/write/change-batch.js'),
  ])
  const readsWholeZones = line.values(SETTING_FLAGS)['full-read']
  const {unmatched, unknownProtections, ...made} = await timed(session, 'plan', () =>
    runPlan({...settings, readsWholeZones}, ports.readPorts, goal),
  )
  for (const one of unmatched) checkUnmatched(one, noteAbsent)
  if (isVerbose) {
    const zones = made.plan.zones.map(({zone}) => zone)
    const notes = [...identityNotes(await identities), ...unknownProtections]
    for (const note of [...notes, ...(await vpcNotes(zones, ports.readPorts.zones))]) session.note(note)
  }
  session.record.plan = made.plan
  session.record.calls = () => ports.statistics()
  const batches = countBatches(made.plan, batchLimits(settings.route53))
  return {line, goal, settings, ports, ...made, batches}
}

/** Opens what is to be read, with remarks on it and, at the end, on the calls. @throws CliError as `openPorts` */
export async function openRun(session: Session, line: CommandLine, settings: Settings): Promise<OpenedPorts> {
  const ports = await openPorts(settings, session)
  for (const notice of ports.notices) session.note(notice)
  if (line.output.isVerbose) session.atEnd(async () => session.note(callsNote(ports.statistics(), performance.now())))
  return ports
}

/** @throws CliError USAGE */
function checkUnmatched({pattern, nearest}: UnmatchedPattern, noteAbsent: PlanRequest['noteAbsent']): void {
  const [only, near] = [pattern, nearest].map((one) => one && `--only=${shellWord(patternText(one))}`)
  const happened = `${only} matches nothing: no object names such a host, and no zone that was read holds one`
  if (pattern.isBelow || noteAbsent === undefined) {
    const check = 'check the name, the filters and the namespace'
    throw usageError(`${happened}.`, [near === undefined ? check : `did you mean ${near}?`])
  }
  noteAbsent(near === undefined ? happened : `${happened}; did you mean ${near}?`)
}

/** Publishes the plan for the CI system found, and as `--gitlab-report`. @throws CliError FILE_NOT_WRITTEN */
export async function publishRun(session: Session, run: PlannedRun): Promise<void> {
  await publishPlan(session, run.plan, factsOf(run))
  await writeGitlabReport(run.plan, run.line.values(REPORT_FLAGS)['gitlab-report'])
}

/** Publishes the plan for the CI system of the environment. A failure is only a remark. */
export async function publishPlan(session: Session, plan: Plan, facts: PlanFacts): Promise<void> {
  if (!isGithub(session.environment)) return
  session.progress.finish()
  // Not escaped like other output: the runner must execute this text as commands.
  const command = (text: string) => process.stderr.write(text)
  for (const remark of await publishToGithub(plan, facts, session.environment, command)) session.warn(remark)
}

export async function showRun(session: Session, run: PlannedRun): Promise<void> {
  session.progress.finish()
  session.answer(await renderPlan(run.plan, run.line.output, factsOf(run)))
}

export function factsOf({batches, goal}: PlannedRun): PlanFacts {
  return {batches, heedsPolicy: goal.kind === 'apply'}
}
