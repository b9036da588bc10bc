import type {HostOutcome} from '../../pipeline/apply/apply-plan.js'
import type {Plan} from '../../plan/plan.js'
import type {CallStatistics} from '../../route53/calls/client.js'
import type {CommandLine} from '../command-line/read-line.js'
import {METRICS_FLAGS} from '../flags/metrics-flags.js'
import {SETTING_FLAGS} from '../flags/setting-flags.js'
import type {Phase} from '../reports/run-trace.js'
import {wantsTrace} from '../reports/wants-trace.js'
import type {Session} from './session.js'

/** What is known about a run for metrics and traces, filled in as it proceeds. */
export interface RunRecord {
  /** Undefined when the command line was not read. */
  line?: CommandLine
  readonly phases: Phase[]
  plan?: Plan
  calls?: () => CallStatistics
  outcomes?: readonly HostOutcome[]
}

/** Sends metrics and a trace if they were requested. A failure is only a remark. */
export async function sendRecord(session: Session, record: RunRecord): Promise<void> {
  await sendMetrics(session, record)
  await sendRunTrace(session, record)
}

/** Runs a phase and records its time. @returns the result of `run`. */
export async function timed<T>(record: RunRecord, name: string, run: () => Promise<T>): Promise<T> {
  const startMs = Date.now()
  try {
    return await run()
  } finally {
    record.phases.push({name, startMs, endMs: Date.now()})
  }
}

async function sendMetrics(session: Session, {line, plan, calls, outcomes}: RunRecord): Promise<void> {
  const {'metrics-file': file = '', pushgateway = ''} = line?.values(METRICS_FLAGS) ?? {}
  if (line === undefined || (file === '' && pushgateway === '')) return
  const {publishMetrics} = await import('../reports/run-metrics.js')
  const facts = {
    version: session.version,
    exitCode: Number(process.exitCode ?? 0),
    mayWrite: !line.values(SETTING_FLAGS)['dry-run'],
    seconds: performance.now() / 1000,
    nowMs: Date.now(),
    plan,
    calls: calls?.(),
    outcomes,
  }
  for (const remark of await publishMetrics(facts, {file, pushgateway})) session.note(remark)
}

/** Sends a trace if the standard variables of OpenTelemetry ask for it. */
async function sendRunTrace(session: Session, {phases, plan, calls}: RunRecord): Promise<void> {
  if (!wantsTrace(session.environment)) return
  const {sendTrace} = await import('../reports/run-trace.js')
  const failure = await sendTrace(
    {
      command: session.command,
      version: session.version,
      exitCode: Number(process.exitCode ?? 0),
      startMs: Math.round(performance.timeOrigin),
      endMs: Date.now(),
      phases,
      plan,
      calls: calls?.(),
    },
    session.environment,
  )
  if (failure !== undefined) session.note(`no trace was sent: ${failure}`)
}
