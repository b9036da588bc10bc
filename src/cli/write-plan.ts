import {CliError} from '../errors/cli-error.js'
import {applyPlan, type HostOutcome} from '../pipeline/apply-plan.js'
import {hasProblems} from '../plan/plan.js'
import {renderApplyEvent} from '../render/apply-json.js'
import {renderApplyProgress} from '../render/apply-text.js'
import {plural} from '../render/phrase.js'
import {makeTheme} from '../render/theme.js'
import {batchLimits} from '../route53/change-batch.js'
import type {Route53Settings} from '../route53/route53-settings.js'
import {refusalEvents, zoneErrors, zoneFailureEvents} from './apply-report.js'
import {renderError} from './error-text.js'
import {applyExitCode, type ExitCode} from './exit-codes.js'
import type {PlannedRun} from './planned-run.js'
import type {Progress} from './progress.js'

export interface WriteStreams {
  readonly interruption: AbortSignal
  readonly progress: Progress
  readonly answer: (text: string) => void
  /** To stderr. */
  readonly tell: (text: string) => void
  readonly route53: Route53Settings
}

const RUN_AGAIN = 'run the same command again: it plans only what is left'

/**
 * Writes an approved plan and tells what became of it: a line a batch on stderr, failures and the count on stdout.
 *
 * @throws CliError what ended the writing for a zone, with the count; for further zones it is told before.
 */
export async function writePlan({line, ports, plan}: PlannedRun, streams: WriteStreams): Promise<ExitCode> {
  const {format, columns, colour} = line.output
  const isJson = format === 'json'
  const look = {width: columns, theme: makeTheme(colour)}
  const submitter = await ports.openSubmitter()
  const outcomes = await applyPlan(plan, batchLimits(streams.route53), {
    submitter,
    zones: ports.reading.zones,
    isStopping: () => streams.interruption.aborted,
    report: (event) =>
      isJson ? streams.answer(renderApplyEvent(event)) : streams.tell(renderApplyProgress(event, look)),
  })
  streams.progress.finish()
  const failures = isJson ? [...refusalEvents(outcomes), ...zoneFailureEvents(outcomes)] : refusalEvents(outcomes)
  for (const failure of failures) {
    streams.answer(isJson ? renderApplyEvent(failure) : renderApplyProgress(failure, look))
  }
  const counts = countOutcomes(outcomes)
  const isInterrupted = counts.notStarted > 0
  const errors = zoneErrors(outcomes)
  const ending = isInterrupted ? undefined : errors[0]
  for (const error of errors) {
    if (error !== ending) streams.tell(renderError(error, {columns: Number.POSITIVE_INFINITY, isDebug: false}))
  }
  if (ending !== undefined) throw withCounts(ending, counts)
  if (isInterrupted) streams.tell(`Note: ${plural(counts.notStarted, 'host')} not started: ${RUN_AGAIN}\n`)
  const code = applyExitCode({isInterrupted, hasProblems: counts.failed > 0 || hasProblems(plan)})
  const summary = {kind: 'summary' as const, ...counts, blocked: plan.blocked.length, exitCode: code}
  streams.answer(isJson ? renderApplyEvent(summary) : renderApplyProgress(summary, look))
  return code
}

interface Counts {
  readonly applied: number
  readonly failed: number
  readonly total: number
  readonly notStarted: number
}

function countOutcomes(outcomes: readonly HostOutcome[]): Counts {
  const count = (kind: HostOutcome['kind']) => outcomes.filter((outcome) => outcome.kind === kind).length
  return {applied: count('applied'), failed: count('failed'), total: outcomes.length, notStarted: count('not-started')}
}

function withCounts(error: CliError, {applied, total}: Counts): CliError {
  const {code, doing, happened, fix, changed, cause} = error
  return new CliError({
    code,
    doing,
    happened,
    fix: fix.some((text) => text.includes('command again')) ? fix : [...fix, RUN_AGAIN],
    changed: applied === 0 ? changed : `${changed} Applied ${applied} of ${plural(total, 'host')}.`,
    cause,
  })
}
