import {readFileSync, statSync} from 'node:fs'
import type {Registry} from 'prom-client'
import {CliError} from '../../errors/cli-error.js'
import {withoutAddressSecrets} from '../../errors/url-secrets.js'
import type {HostOutcome} from '../../pipeline/apply/apply-plan.js'
import {HOST_ACTIONS} from '../../plan/change.js'
import {BLOCK_REASONS, countPlan, ownersOf, type Plan} from '../../plan/plan.js'
import type {CallStatistics} from '../../route53/calls/client.js'
import {EXIT_CODES} from '../exit-codes.js'
import {writeTextFile} from '../text-file.js'

export interface RunFacts {
  readonly version: string
  readonly exitCode: number
  /** True when the command may write, so that its success counts. */
  readonly mayWrite: boolean
  readonly seconds: number
  readonly nowMs: number
  /** Undefined when the run ended before it had a plan. */
  readonly plan: Plan | undefined
  readonly calls: CallStatistics | undefined
  /** The outcome of each host; undefined when nothing was to be written. */
  readonly outcomes: readonly HostOutcome[] | undefined
}

/** Empty where none is wanted. */
export type MetricsPlaces = Readonly<Record<'file' | 'pushgateway', string>>

/** The name that external-dns uses, because the meaning is the same: time of the last fully successful run. */
const LAST_SUCCESS = 'external_dns_controller_last_sync_timestamp_seconds'
const PUSH_TIMEOUT_MS = 5000

/** Writes the metrics file and pushes to the Pushgateway. Never rejects. @returns what went wrong, as phrases */
export async function publishMetrics(facts: RunFacts, {file, pushgateway}: MetricsPlaces): Promise<readonly string[]> {
  // The package is CommonJS; in the bundle its names are only on the default export.
  const {default: prom} = await import('prom-client')
  const remarks: string[] = []
  const isSuccess = facts.exitCode === EXIT_CODES.done && facts.mayWrite
  const at = facts.nowMs / 1000
  if (file !== '') {
    const lastSuccess = isSuccess ? at : formerSuccess(file)
    try {
      writeTextFile(file, await collect(prom, facts, lastSuccess).metrics(), 'the metrics', 'others')
    } catch (error) {
      if (!(error instanceof CliError)) throw error
      remarks.push(`no metrics: ${error.doing}: ${error.phrase}`)
    }
  }
  if (pushgateway !== '' && !isHttpUrl(pushgateway)) {
    const why = `${withoutAddressSecrets(pushgateway)} is not a URL, write http://HOST:9091`
    remarks.push(`the Pushgateway did not accept the metrics: ${why}`)
  } else if (pushgateway !== '') {
    // Added, not replaced: after a failure the gateway keeps the time of the last success.
    const registry = collect(prom, facts, isSuccess ? at : undefined)
    try {
      const gateway = new prom.Pushgateway(pushgateway, {timeout: PUSH_TIMEOUT_MS}, registry)
      const owner = facts.plan === undefined ? '' : ownersOf(facts.plan).join(',')
      await gateway.pushAdd({jobName: 'external-dns-ts', groupings: owner === '' ? {} : {owner}})
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error)
      remarks.push(`the Pushgateway did not accept the metrics: ${why}`)
    }
  }
  return remarks
}

/** Node would connect to port 80 of this machine for anything else. */
function isHttpUrl(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)
}

type Prom = typeof import('prom-client')

function collect({Registry, Gauge}: Prom, facts: RunFacts, lastSuccess: number | undefined): Registry {
  const registry = new Registry()
  const gauge = (name: string, help: string, labelNames: readonly string[] = []) =>
    new Gauge({name, help, labelNames: [...labelNames], registers: [registry]})
  const {plan, calls, outcomes} = facts
  gauge('external_dns_controller_last_reconcile_timestamp_seconds', 'When the last run ended, with any result').set(
    facts.nowMs / 1000,
  )
  if (lastSuccess !== undefined) gauge(LAST_SUCCESS, 'When the last successful run ended').set(lastSuccess)
  gauge('external_dns_ts_build_info', 'Constant 1', ['version']).set({version: facts.version}, 1)
  gauge('external_dns_ts_run_exit_code', 'Exit code of the run').set(facts.exitCode)
  gauge('external_dns_ts_run_duration_seconds', 'From start to end').set(facts.seconds)
  if (plan !== undefined) {
    const counts = countPlan(plan)
    gauge('external_dns_ts_wanted_hosts', 'Distinct hosts that objects ask for').set(plan.wantedHosts)
    gauge('external_dns_ts_owned_hosts', 'Hosts that this owner holds, as far as they were read').set(counts.owned)
    const planned = gauge('external_dns_ts_planned_hosts', 'Hosts that the plan changes', ['action'])
    for (const action of HOST_ACTIONS) planned.set({action}, counts[action])
    const blocked = gauge('external_dns_ts_blocked_hosts', 'What the plan does not change, by reason code', ['reason'])
    for (const reason of BLOCK_REASONS) {
      blocked.set({reason}, plan.blocked.filter((one) => one.reason === reason).length)
    }
    gauge('external_dns_ts_problems', 'Problems, which make a run end with 4').set(counts.problems)
  }
  if (outcomes !== undefined) {
    const written = gauge('external_dns_ts_written_hosts', 'Hosts that were to be changed, by result', ['outcome'])
    for (const outcome of ['applied', 'partly', 'failed', 'not-started'] as const) {
      written.set({outcome}, outcomes.filter(({kind}) => kind === outcome).length)
    }
  }
  if (calls !== undefined) {
    const made = gauge('external_dns_ts_route53_calls', 'Calls of the run', ['operation'])
    for (const [operation, count] of calls.calls) made.set({operation}, count)
    gauge('external_dns_ts_route53_throttles', 'Calls that Route 53 throttled').set(calls.throttles)
  }
  return registry
}

/** The time of the last success. Only regular files are read, since a pipe or a device may never end. */
function formerSuccess(file: string): number | undefined {
  try {
    if (!statSync(file).isFile()) return undefined
    const found = new RegExp(`^${LAST_SUCCESS} (\\d+(?:\\.\\d+)?)$`, 'm').exec(readFileSync(file, 'utf8'))
    return found?.[1] === undefined ? undefined : Number(found[1])
  } catch {
    return undefined
  }
}
