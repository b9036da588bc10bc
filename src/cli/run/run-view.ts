import type {ApplyEvent} from '../../pipeline/apply/apply-events.js'
import type {BatchEvent} from '../../pipeline/ports.js'
import {countPlan, type Plan} from '../../plan/plan.js'
import type {PlanFacts} from '../../render/plan/summary-text.js'
import type {CommandLine} from '../command-line/read-line.js'
import type {ExitCode} from '../exit-codes.js'
import {renderPlan} from '../reports/render-plan.js'
import {lookOf} from '../terminal/look.js'
import type {Session} from './session.js'

export type HostFailure = Extract<ApplyEvent, {kind: 'host-failed' | 'host-partly'}>
export type Verified = Extract<ApplyEvent, {kind: 'verified'}>
export type Summary = Extract<ApplyEvent, {kind: 'summary'}>

/** The output of a run that writes: text for people, or a stream of JSON events for programs. */
export interface RunView {
  plan(plan: Plan, facts: PlanFacts): Promise<void>
  batch(event: BatchEvent): void
  /**
   * Shows the hosts that failed.
   * @param refused hosts that Route 53 refused, or that are done in part.
   * @param withZone hosts that failed with their whole zone; in text only the error of the zone is shown.
   */
  failures(refused: readonly HostFailure[], withZone: readonly HostFailure[]): void
  verified(event: Verified): void
  summary(summary: Summary): void
  /** Says that nothing was left to do. @param sentence undefined when the plan that was shown says so. */
  nothingToDo(plan: Plan, exitCode: ExitCode, sentence?: string): void
}

/** Loads only the renderers of the chosen view. */
export async function makeRunView(session: Session, {output}: CommandLine): Promise<RunView> {
  if (output.format === 'json') return makeJsonView(session)
  const {renderApplyProgress} = await import('../../render/apply/apply-text.js')
  const look = await lookOf(output)
  return {
    plan: async (plan, facts) => session.answer(await renderPlan(plan, output, facts)),
    batch(event) {
      if (event.kind === 'batch-accepted' && session.isQuiet) return
      if (event.kind !== 'batch-started') return session.tell(renderApplyProgress(event, look))
      const {index, of, zone} = event
      session.progress.report('writing to Route 53', `batch ${index} of ${of}, ${zone.name}`)
    },
    failures(refused) {
      for (const failure of refused) session.answer(renderApplyProgress(failure, look))
    },
    verified: (event) => session.tell(renderApplyProgress(event, look)),
    summary: (summary) => session.answer(renderApplyProgress(summary, look)),
    nothingToDo(_plan, _exitCode, sentence) {
      if (sentence !== undefined) session.answer(`${sentence}\n`)
    },
  }
}

async function makeJsonView(session: Session): Promise<RunView> {
  const {renderApplyEvent} = await import('../../render/apply/apply-json.js')
  const write = (event: ApplyEvent) => session.answer(renderApplyEvent(event))
  return {
    async plan(plan) {
      for (const event of plannedEvents(plan)) write(event)
    },
    batch: write,
    failures(refused, withZone) {
      for (const failure of [...refused, ...withZone]) write(failure)
    },
    verified: write,
    summary: write,
    nothingToDo(plan, exitCode) {
      const {blocked, problems} = countPlan(plan)
      write({kind: 'summary', applied: 0, partly: 0, failed: 0, total: 0, blocked, problems, exitCode})
    },
  }
}

function plannedEvents(plan: Plan): readonly ApplyEvent[] {
  return [
    ...plan.doubts.map((text): ApplyEvent => ({kind: 'warning', warning: {text, origin: undefined}})),
    ...plan.zones.flatMap((zone) => zone.hosts).map((host): ApplyEvent => ({kind: 'planned', host})),
    ...plan.blocked.map((blocked): ApplyEvent => ({kind: 'not-changed', blocked})),
    ...plan.unused.map((unused): ApplyEvent => ({kind: 'not-used', unused})),
    ...plan.warnings.map((warning): ApplyEvent => ({kind: 'warning', warning})),
  ]
}
