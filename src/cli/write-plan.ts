import type {Zone} from '../dns/zone.js'
import {CliError} from '../errors/cli-error.js'
import {applyPlan, type HostOutcome} from '../pipeline/apply-plan.js'
import type {BatchEvent} from '../pipeline/ports.js'
import type {ServerAddress} from '../pipeline/verify-hosts.js'
import {hasProblems} from '../plan/plan.js'
import {renderApplyEvent} from '../render/apply-json.js'
import {renderApplyProgress} from '../render/apply-text.js'
import {plural} from '../render/phrase.js'
import {makeTheme} from '../render/theme.js'
import {batchLimits} from '../route53/change-batch.js'
import type {Route53Settings} from '../route53/route53-settings.js'
import {refusalEvents, zoneErrors, zoneFailureEvents} from './apply-report.js'
import {awaitSync} from './await-sync.js'
import {renderError} from './error-text.js'
import {applyExitCode, type ExitCode} from './exit-codes.js'
import type {WritableRun} from './planned-run.js'
import type {Progress} from './progress.js'
import {TIME_IS_UP, timeIsUp} from './time-limit.js'
import {verifyApplied} from './verify-applied.js'

export interface WriteStreams {
  readonly interruption: AbortSignal
  readonly progress: Progress
  readonly answer: (text: string) => void
  /** To stderr. */
  readonly tell: (text: string) => void
  readonly route53: Route53Settings
  /** `--wait`. */
  readonly waitsForSync: boolean
  /** `--verify`: whom to ask; empty for the zones' own name servers. Undefined: nobody. */
  readonly verification: readonly ServerAddress[] | undefined
  /** Told once when nothing more is sent, before anything is waited for. */
  readonly record: (outcomes: readonly HostOutcome[], accepted: readonly AcceptedBatch[]) => void
}

export type AcceptedBatch = Extract<BatchEvent, {readonly kind: 'batch-accepted'}>

const RUN_AGAIN = 'run the same command again: it plans only what is left'

/**
 * Writes an approved plan and tells what became of it: a line a batch on stderr, failures and the count on stdout.
 *
 * @throws CliError what ended the writing for a zone, with the count; for further zones it is told before.
 */
export async function writePlan({line, ports, plan}: WritableRun, streams: WriteStreams): Promise<ExitCode> {
  const {format, columns, colour, isAscii} = line.output
  const isJson = format === 'json'
  const look = {width: columns, theme: makeTheme(colour, isAscii)}
  const submitter = await ports.openSubmitter()
  const accepted: AcceptedBatch[] = []
  const outcomes = await applyPlan(plan, batchLimits(streams.route53), {
    submitter,
    ledger: ports.openLedger?.(),
    zones: ports.reading.zones,
    isStopping: () => streams.interruption.aborted,
    report: (event) => {
      if (event.kind === 'batch-accepted') accepted.push(event)
      if (isJson) streams.answer(renderApplyEvent(event))
      else if (event.kind === 'batch-started') streams.progress.report('writing to Route 53', placeText(event))
      else streams.tell(renderApplyProgress(event, look))
    },
  })
  streams.progress.finish()
  streams.record(outcomes, accepted)
  const failures = isJson ? [...refusalEvents(outcomes), ...zoneFailureEvents(outcomes)] : refusalEvents(outcomes)
  for (const failure of failures) {
    streams.answer(isJson ? renderApplyEvent(failure) : renderApplyProgress(failure, look))
  }
  const counts = countOutcomes(outcomes)
  const errors = zoneErrors(outcomes)
  const isWaiting = streams.waitsForSync && errors.length === 0
  const isAwaited = !isWaiting || (await awaitSync(accepted, await ports.openWatcher(), streams))
  if (isWaiting && isAwaited && streams.verification !== undefined) {
    const hosts = outcomes.flatMap((outcome) => (outcome.kind === 'applied' ? [outcome.host] : []))
    await verifyApplied(hosts, streams.verification, ports, streams, {isJson, text: look})
  }
  // A batch that was no longer tried again counts too.
  const isCut = streams.interruption.aborted && counts.applied < counts.total
  const isInterrupted = isCut || !isAwaited
  const ending = isInterrupted ? undefined : errors[0]
  for (const error of errors) {
    if (error !== ending) streams.tell(renderError(error, {columns: Number.POSITIVE_INFINITY, isDebug: false}))
  }
  if (ending !== undefined) throw withCounts(ending, counts)
  if (isInterrupted && streams.interruption.reason === TIME_IS_UP) throw timeIsUp(countText(counts))
  if (isInterrupted && counts.notStarted > 0) {
    streams.tell(`Note: ${plural(counts.notStarted, 'host')} not started: ${RUN_AGAIN}\n`)
  }
  const code = applyExitCode({isInterrupted, hasProblems: counts.applied < counts.total || hasProblems(plan)})
  const summary = {kind: 'summary' as const, ...counts, blocked: plan.blocked.length, exitCode: code}
  streams.answer(isJson ? renderApplyEvent(summary) : renderApplyProgress(summary, look))
  return code
}

function placeText({index, of, zone}: {readonly index: number; readonly of: number; readonly zone: Zone}): string {
  return `batch ${index} of ${of}, ${zone.name}`
}

interface Counts {
  readonly applied: number
  readonly partly: number
  readonly failed: number
  readonly total: number
  readonly notStarted: number
}

function countOutcomes(outcomes: readonly HostOutcome[]): Counts {
  const count = (kind: HostOutcome['kind']) => outcomes.filter((outcome) => outcome.kind === kind).length
  return {
    applied: count('applied'),
    partly: count('partly'),
    failed: count('failed'),
    total: outcomes.length,
    notStarted: count('not-started'),
  }
}

function countText({applied, partly, total}: Counts): string {
  return `Applied ${applied} of ${plural(total, 'host')}${partly === 0 ? '' : `, ${partly} in part`}.`
}

function withCounts(error: CliError, counts: Counts): CliError {
  const {code, doing, happened, fix, changed, cause} = error
  return new CliError({
    code,
    doing,
    happened,
    fix: fix.some((text) => text.includes('command again')) ? fix : [...fix, RUN_AGAIN],
    changed: counts.applied + counts.partly === 0 ? changed : `${changed} ${countText(counts)}`,
    cause,
  })
}
