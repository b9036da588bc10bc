import {phrases, plural} from '../../dns/phrase.js'
import type {Environment} from '../../errors/environment.js'
import {BLOCK_REASONS, isEmptyPlan, isProblem} from '../../plan/plan.js'
import {EXIT_CODES} from '../exit-codes.js'
import {METRICS_FLAGS} from '../flags/metrics-flags.js'
import {SETTING_FLAGS} from '../flags/setting-flags.js'
import type {Session} from './session.js'

/** Sends metrics and a trace if they were requested. A failure is only a remark. */
export async function sendRecord(session: Session): Promise<void> {
  const {line, phases, plan, calls, outcomes} = session.record
  const facts = {version: session.version, exitCode: Number(process.exitCode ?? 0), plan, calls: calls?.()}
  const {'metrics-file': file = '', pushgateway = ''} = line?.values(METRICS_FLAGS) ?? {}
  if (line !== undefined && (file !== '' || pushgateway !== '')) {
    const {publishMetrics} = await import('../reports/run-metrics.js')
    const mayWrite = !line.values(SETTING_FLAGS)['dry-run']
    const run = {...facts, mayWrite, seconds: performance.now() / 1000, nowMs: Date.now(), outcomes}
    for (const failure of await publishMetrics(run, {file, pushgateway})) session.warn(failure)
  }
  if (!wantsTrace(session.environment)) return
  const {sendTrace} = await import('../reports/run-trace.js')
  const times = {startMs: Math.round(performance.timeOrigin), endMs: Date.now(), phases}
  const failure = await sendTrace({...facts, command: session.command, ...times}, session.environment)
  if (failure !== undefined) session.warn(`no trace was sent: ${failure}`)
}

export async function timed<T>({record}: Session, name: string, run: () => Promise<T>): Promise<T> {
  const startMs = Date.now()
  try {
    return await run()
  } finally {
    record.phases.push({name, startMs, endMs: Date.now()})
  }
}

const MOST_NAMED = 3

/** Why a run ends with 4, on one line; undefined for a run that ends otherwise. */
export function exitSentence({record: {plan, outcomes}}: Session): string | undefined {
  if (process.exitCode !== EXIT_CODES.partly || plan === undefined) return undefined
  const written = outcomes ?? []
  const failed = written.filter(({kind}) => kind !== 'applied').map(({host}) => host.name)
  const problems = plan.blocked.filter(isProblem)
  const reasons = BLOCK_REASONS.filter((code) => problems.some(({reason}) => reason === code))
  const hasOthers = outcomes === undefined ? !isEmptyPlan(plan) : failed.length < written.length
  const sentences = phrases(
    failed.length > 0 && `${failed.length} of ${plural(written.length, 'host')} failed in Route 53: ${named(failed)}.`,
    problems.length > 0 &&
      `${plural(problems.length, 'problem')} (${reasons.join(', ')}): ${named(problems.map(({host}) => host))}.`,
    hasOthers && `The other hosts ${outcomes === undefined ? 'can be' : 'were'} applied.`,
    failed.length === 0 && `With ${reasons.map((code) => `--tolerate=${code}`).join(' ')} the run ends with 0.`,
  )
  return `Exit 4: ${sentences.join(' ')}`
}

/** An object may ask for a host of any length. */
function named(hosts: readonly string[]): string {
  const all = [...new Set(hosts)].map((host) => (host.length > 80 ? `${host.slice(0, 80)}…` : host))
  const rest = all.length - MOST_NAMED
  return rest <= 0 ? all.join(', ') : `${all.slice(0, MOST_NAMED).join(', ')} and ${rest} more`
}

/** True when one of OpenTelemetry's standard variables names an endpoint. */
function wantsTrace(environment: Environment): boolean {
  const {OTEL_SDK_DISABLED: isOff, OTEL_TRACES_EXPORTER: exporter} = environment
  const endpoint = environment.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT ?? environment.OTEL_EXPORTER_OTLP_ENDPOINT ?? ''
  return endpoint !== '' && isOff?.toLowerCase() !== 'true' && exporter !== 'none'
}
