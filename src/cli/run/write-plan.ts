import {plural} from '../../dns/phrase.js'
import type {CliError} from '../../errors/cli-error.js'
import {applyPlan, type HostOutcome, reasonOf} from '../../pipeline/apply/apply-plan.js'
import type {BatchEvent} from '../../pipeline/ports.js'
import type {ServerAddress} from '../../pipeline/verify-hosts.js'
import {type HostPlan, touchedByHost} from '../../plan/change.js'
import {addedSets} from '../../plan/ownership/reconcile-texts.js'
import {countPlan, hasProblems} from '../../plan/plan.js'
import {lacksHealthCheck} from '../../route53/records/routing-rules.js'
import type {Route53Settings} from '../../route53/route53-settings.js'
import {batchLimits} from '../../route53/write/change-batch.js'
import {type Rejection, readRejection} from '../../route53/write/rejection.js'
import {applyExitCode, type ExitCode} from '../exit-codes.js'
import {APPLY_FLAGS} from '../flags/own-flags.js'
import {batchComment} from '../reports/batch-comment.js'
import type {WritableRun} from '../reports/save-plan.js'
import {renderError} from '../terminal/error-text.js'
import {TIME_IS_UP, timeIsUp} from '../usage-error.js'
import type {HostFailure, RunView} from './run-view.js'
import type {Session} from './session.js'
import {awaitSync, verifyApplied} from './verify-applied.js'

export interface WriteRequest {
  readonly interruption: AbortSignal
  readonly route53: Route53Settings
  readonly waitsForSync: boolean
  /** The servers for `--verify`; empty for the zones' own name servers, undefined when nothing is verified. */
  readonly verification: readonly ServerAddress[] | undefined
  /** Called once when nothing more is sent, before waiting for anything. */
  readonly record: (outcomes: readonly HostOutcome[], accepted: readonly AcceptedBatch[]) => void
}

export type AcceptedBatch = Extract<BatchEvent, {readonly kind: 'batch-accepted'}>

const RUN_AGAIN = 'run the same command again: it plans only what is left'

/**
 * Writes an approved plan and reports a line per batch, the failures and the counts.
 * @throws CliError the error that ended the writing for a zone, with the counts. Errors of further zones are reported
 * before.
 */
export async function writePlan(
  session: Session,
  {ports, plan, line}: WritableRun,
  view: RunView,
  {interruption, route53, waitsForSync, verification, record}: WriteRequest,
): Promise<ExitCode> {
  const {version, environment} = session
  const text = line.values(APPLY_FLAGS)['batch-comment']
  const submitter = await ports.openSubmitter(batchComment(plan, {version, text, environment}))
  const accepted: AcceptedBatch[] = []
  const outcomes = await applyPlan(plan, batchLimits(route53), {
    submitter,
    ledger: ports.openLedger?.(),
    zones: ports.readPorts.zones,
    isStopping: () => interruption.aborted,
    report: (event) => {
      if (event.kind === 'batch-accepted') accepted.push(event)
      view.batch(event)
    },
  })
  session.progress.finish()
  record(outcomes, accepted)
  const unapplied = outcomes.flatMap((one) => (one.kind === 'failed' || one.kind === 'partly' ? [one] : []))
  const refused = unapplied.filter((outcome) => !failedWithZone(outcome))
  view.failures(
    refused.map((outcome) => toEvent(outcome, reasonOf({...outcome, messages: messagesFor(outcome)}))),
    unapplied.filter(failedWithZone).map((outcome) => toEvent(outcome, reasonOf(outcome))),
  )
  const counts = countOutcomes(outcomes)
  // Each once, in the order of the plan.
  const errors = [...new Set(unapplied.flatMap(({error}) => error ?? []))]
  const isWaiting = waitsForSync && errors.length === 0
  const isAwaited = !isWaiting || (await awaitSync(session, accepted, await ports.openWatcher(), interruption))
  if (isWaiting && isAwaited && verification !== undefined) {
    const hosts = outcomes.flatMap((outcome) => (outcome.kind === 'applied' ? [outcome.host] : []))
    await verifyApplied(session, hosts, verification, ports, {view, interruption})
  }
  // Includes a batch that was not retried because of the interruption.
  const isCut = interruption.aborted && counts.applied < counts.total
  const isInterrupted = isCut || !isAwaited
  const ending = isInterrupted ? undefined : errors[0]
  for (const error of errors) {
    if (error !== ending) session.tell(renderError(error, {columns: Number.POSITIVE_INFINITY, isDebug: false}))
  }
  if (ending !== undefined) throw withCounts(ending, counts)
  if (isInterrupted && interruption.reason === TIME_IS_UP) throw timeIsUp(countText(counts))
  if (isInterrupted && counts.notStarted > 0) {
    session.warn(`${plural(counts.notStarted, 'host')} not started: ${RUN_AGAIN}`)
  }
  const code = applyExitCode({isInterrupted, hasProblems: counts.applied < counts.total || hasProblems(plan)})
  const {blocked, problems} = countPlan(plan)
  view.summary({kind: 'summary', ...counts, blocked, problems, exitCode: code})
  return code
}

type Counts = ReturnType<typeof countOutcomes>

function countOutcomes(outcomes: readonly HostOutcome[]) {
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
  const {changed, fix, advisesRerun} = error
  return error.with({
    fix: advisesRerun ? fix : [...fix, RUN_AGAIN],
    changed: counts.applied + counts.partly === 0 ? changed : `${changed} ${countText(counts)}`,
  })
}

type Unapplied = Extract<HostOutcome, {readonly error: unknown}>

/** True for a host that failed with its whole zone: people see the error of the zone, only programs get its own event. */
function failedWithZone({kind, error}: Unapplied): boolean {
  return kind === 'failed' && error !== undefined
}

/** Hosts of one name are refused together: the one that Route 53 means gets the message, the others a reference. */
function messagesFor({host, messages}: Unapplied): readonly string[] {
  const rejections = messages.map(readRejection)
  const texts = [...new Set(rejections.map(({text}) => text))]
  if (texts.length === 0 || rejections.some((rejection) => mayConcern(rejection, host))) return texts
  return [`it shares a batch with another set of its name, which Route 53 refused: ${texts.join('; ')}`]
}

function mayConcern({kind, setIdentifier}: Rejection, host: HostPlan): boolean {
  if (kind === 'primary-unchecked') return addedSets(host).some(({set}) => lacksHealthCheck(set))
  if (setIdentifier === undefined) return true
  const touched = touchedByHost(host).flatMap(({before, after}) => [before, after])
  return touched.some((set) => set?.setIdentifier === setIdentifier)
}

function toEvent({kind, host, messages, why}: Unapplied, reason: string): HostFailure {
  const {zone, name, setIdentifier, origins} = host
  return {kind: `host-${kind}`, zone, host: name, setIdentifier, origins, code: why?.reason, reason, messages}
}
