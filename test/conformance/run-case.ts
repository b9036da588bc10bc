import {join} from 'node:path'
import {startKubernetesEmulator} from '../emulators/kubernetes/emulator.js'
import {startRoute53Emulator} from '../emulators/route53/emulator.js'
import type {CaseStep, RecordedCase} from './case.js'
import {compareCalls, compareZones} from './compare.js'
import type {Difference} from './difference.js'
import {checkZoneLaws} from './laws.js'
import {type OwnershipRules, readOwnershipRules} from './ownership.js'
import {type PlanAnswer, plannedHosts, problemsOf, readPlanAnswer, unbuiltSource} from './plan-answer.js'
import {emulatorEnvironment, type ProgramRun, type RunProgram} from './program.js'
import {findSilence} from './silence.js'

/** The outcome of one case, before divergences are considered. */
export type CaseOutcome = {
  readonly steps: readonly StepOutcome[]
  readonly differences: readonly Difference[]
  /** The source that the program does not support; nothing was compared then. */
  readonly unbuilt?: string
}

export type StepOutcome = {
  readonly exitCode: number
  /** Route 53 calls of `apply`. */
  readonly calls: number
  readonly recordedCalls?: number
}

/** What the source `unstructured` reads in some cases. */
const MACHINES = {group: 'vm.example.org', versions: ['v1'], kind: 'Machine', plural: 'machines', isNamespaced: true}

/** Small zones are emptied entirely, and `--registry=noop` deletes unowned records: both need these flags. */
const LIMITS_LIFTED = ['--max-deletes', '100%', '--allow-unowned-deletes']

/** AWS requires a health check on a failover record without alias; the Route 53 of the recorded cases did not. */
const FAILOVER_NEEDS_HEALTH_CHECK = false

/** Runs a case step by step on its own emulators, up to the first step that ends with an error. */
export async function runCase(recorded: RecordedCase, run: RunProgram, folder: string): Promise<CaseOutcome> {
  const zones = recorded.zones.map((zone, index) => ({...zone, id: zone.id ?? `Z00000000CASE${index + 1}`}))
  const route53 = await startRoute53Emulator({zones, failoverNeedsHealthCheck: FAILOVER_NEEDS_HEALTH_CHECK})
  const kubernetes = await startKubernetesEmulator({resources: [MACHINES]})
  try {
    const kubeconfig = join(folder, `kubeconfig-${process.pid}`)
    await kubernetes.writeKubeconfig(kubeconfig)
    const environment = emulatorEnvironment(kubeconfig, route53.url)
    const steps: StepOutcome[] = []
    const differences: Difference[] = []
    for (const [index, step] of recorded.steps.entries()) {
      const number = index + 1
      const rules = readOwnershipRules(step.args)
      kubernetes.setObjects(step.cluster)
      const before = route53.zones({form: 'stored'})
      route53.calls.clear()
      const applied = await run(['apply', ...step.args, '--yes', ...LIMITS_LIFTED], environment)
      const unbuilt = unbuiltSource(applied)
      if (unbuilt !== undefined) return {steps, differences: [], unbuilt}
      const calls = route53.calls.counts()
      steps.push({
        exitCode: applied.exitCode,
        calls: route53.calls.total(),
        ...(step.calls && {recordedCalls: Object.values(step.calls).reduce((sum, count) => sum + count, 0)}),
      })
      const after = route53.zones({form: 'stored'})
      const broken = checkZoneLaws({step: number, rules, before, after})
      // Where the outcome is recorded, it determines which ownership TXT are left.
      differences.push(...broken.filter(({kind}) => kind !== 'orphan TXT' || step.zones === undefined))
      if (applied.exitCode !== 0 && applied.exitCode !== 4) {
        differences.push(exitDifference(number, 'apply', applied))
        break
      }
      if (step.zones !== undefined) differences.push(...compareZones(number, step.zones, route53.zones()))
      if (step.calls !== undefined) differences.push(...compareCalls(number, step.calls, calls))
      route53.calls.clear()
      const planned = await run(['plan', ...step.args, ...LIMITS_LIFTED, '--json', '--detailed-exitcode'], environment)
      const writes = route53.calls.counts().ChangeResourceRecordSets ?? 0
      if (writes > 0) differences.push({step: number, kind: 'plan wrote', subject: `${writes} calls`, detail: []})
      differences.push(...checkSecondPlan(number, step, rules, applied, planned, after))
    }
    return {steps, differences}
  } finally {
    await Promise.all([route53.close(), kubernetes.close()])
  }
}

function checkSecondPlan(
  step: number,
  recorded: CaseStep,
  rules: OwnershipRules,
  applied: ProgramRun,
  planned: ProgramRun,
  after: Parameters<typeof findSilence>[3],
): readonly Difference[] {
  const answer = readPlanAnswer(planned)
  if (answer === undefined) return [exitDifference(step, 'plan', planned)]
  const hosts = plannedHosts(answer)
  const isEmpty = hosts.length === 0 && (planned.exitCode === 0 || planned.exitCode === 4)
  const settled: readonly Difference[] = isEmpty
    ? []
    : [
        {
          step,
          kind: 'not settled',
          subject: `${hosts.length} hosts`,
          detail: [`planned again, exit ${planned.exitCode}:`, ...hosts.map((host) => `+ ${host}`)],
        },
      ]
  return [...settled, ...checkReasons(step, applied, answer), ...findSilence(step, recorded, rules, after, answer)]
}

/** An exit code of 4 needs a problem in the plan, and every host left alone needs a reason. */
function checkReasons(step: number, applied: ProgramRun, answer: PlanAnswer): readonly Difference[] {
  const nameless = answer.blocked.filter(({reason, detail}) => reason === '' || detail === '')
  const bare: readonly Difference[] = nameless.map(({host}) => ({
    step,
    kind: 'silent',
    subject: host,
    detail: ['left alone without a reason'],
  }))
  return applied.exitCode === 4 && problemsOf(answer).length === 0
    ? [...bare, exitDifference(step, 'apply', applied)]
    : bare
}

function exitDifference(step: number, command: string, {exitCode, stdout, stderr}: ProgramRun): Difference {
  const tail = (text: string) => text.trimEnd().split('\n').slice(-8)
  return {
    step,
    kind: 'exit code',
    subject: `${command} ended with ${exitCode}`,
    detail: [...tail(stdout), ...tail(stderr)].filter((line) => line !== ''),
  }
}
