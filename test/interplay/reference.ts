import {spawn} from 'node:child_process'
import {join} from 'node:path'
import {isDeepStrictEqual} from 'node:util'
import {CASE_RESOURCES, type CaseStep, type RecordedCase} from '../conformance/case.js'
import {checkZoneLaws} from '../conformance/laws.js'
import {readOwnershipRules} from '../conformance/ownership.js'
import {type Environment, emulatorEnvironment, type ProgramRun} from '../conformance/program.js'
import {startKubernetesEmulator} from '../emulators/kubernetes/emulator.js'
import type {AcceptedChange} from '../emulators/route53/call.js'
import {startRoute53Emulator} from '../emulators/route53/emulator.js'

/** Further flags of external-dns, which also skip the pause between its batches. */
const REFERENCE_FLAGS = [
  '--once',
  '--aws-batch-change-interval=0s',
  '--metrics-address=127.0.0.1:0',
  '--kube-api-qps=1000',
  '--kube-api-burst=1000',
]
/** The prefix of the annotations in stories; external-dns reads one only. */
const FORMER_PREFIX = ['--annotation-prefix=external-dns.alpha.kubernetes.io/']
/** A run that takes longer hangs; none takes a tenth of it. */
const LONGEST_RUN_MS = 60_000

export type RunReference = (args: readonly string[], environment: Environment) => Promise<ProgramRun>

/** The external-dns binary of EXTERNAL_DNS_BIN. */
export function referenceProgram(binary: string, flags: readonly string[] = FORMER_PREFIX): RunReference {
  return (args, environment) =>
    new Promise((resolve, reject) => {
      const kubeconfig = `--kubeconfig=${environment.KUBECONFIG}`
      const child = spawn(binary, [...REFERENCE_FLAGS, ...flags, kubeconfig, ...args], {
        env: environment,
        stdio: ['ignore', 'ignore', 'pipe'],
        timeout: LONGEST_RUN_MS,
      })
      const stderr: Buffer[] = []
      child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk))
      child.on('error', reject)
      child.on('close', (code) => resolve({exitCode: code ?? 1, stdout: '', stderr: Buffer.concat(stderr).toString()}))
    })
}

/**
 * Plays a story with external-dns and records the outcome. `equal` when it succeeded in every step, kept our laws, and
 * gives the same result each time (of two objects with equal rank it takes the one that its cache lists first);
 * otherwise `laws`, and only the laws are checked.
 */
export async function recordStory(story: RecordedCase, run: RunReference, folder: string): Promise<RecordedCase> {
  const played = await play(story, run, folder)
  const isEqual = played.every(({exitCode, keepsLaws}) => exitCode === 0 && keepsLaws)
  if (!isEqual || !isDeepStrictEqual(outcomesOf(played), outcomesOf(await play(story, run, folder)))) {
    return {...story, kind: 'laws'}
  }
  return {
    ...story,
    kind: 'equal',
    steps: played.map(({args, cluster, zones, calls}) => ({args, cluster, zones, calls})),
  }
}

/** Often enough to see a choice between two objects go both ways. */
const TIMES_IN_DOUBT = 8

/** Whether external-dns ends a story now in one way, now in another. */
export async function endsByChance(story: RecordedCase, run: RunReference, folder: string): Promise<boolean> {
  const first = outcomesOf(await play(story, run, folder))
  for (let time = 1; time < TIMES_IN_DOUBT; time += 1) {
    if (!isDeepStrictEqual(outcomesOf(await play(story, run, folder)), first)) return true
  }
  return false
}

function outcomesOf(played: readonly PlayedStep[]) {
  return played.map(({zones, calls}) => ({zones, calls}))
}

/** One run of external-dns, and what became of the zones. */
export type PlayedStep = Required<CaseStep> & {
  readonly exitCode: number
  readonly stderr: string
  /** As Route 53 accepted them: action, name, type, set identifier. */
  readonly changes: readonly AcceptedChange[]
  readonly keepsLaws: boolean
}

/** Runs external-dns step by step on emulators of its own, whatever its exit codes. */
export async function play(story: RecordedCase, run: RunReference, folder: string): Promise<readonly PlayedStep[]> {
  const zones = story.zones.map((zone, index) => ({...zone, id: zone.id ?? `Z00000000CASE${index + 1}`}))
  const route53 = await startRoute53Emulator({zones})
  const kubernetes = await startKubernetesEmulator({resources: CASE_RESOURCES})
  try {
    const kubeconfig = join(folder, `kubeconfig-reference-${process.pid}`)
    await kubernetes.writeKubeconfig(kubeconfig)
    const environment = emulatorEnvironment(kubeconfig, route53.url)
    const steps: PlayedStep[] = []
    for (const [index, step] of story.steps.entries()) {
      kubernetes.setObjects(step.cluster)
      route53.calls.clear()
      const [before, accepted] = [route53.zones({form: 'stored'}), route53.acceptedChanges().length]
      const {exitCode, stderr} = await run(step.args, environment)
      const after = route53.zones({form: 'stored'})
      const rules = readOwnershipRules(step.args)
      steps.push({
        ...step,
        zones: route53.zones(),
        calls: route53.calls.counts(),
        exitCode,
        stderr,
        changes: route53.acceptedChanges().slice(accepted),
        keepsLaws: checkZoneLaws({step: index + 1, rules, before, after}).length === 0,
      })
    }
    return steps
  } finally {
    await Promise.all([route53.close(), kubernetes.close()])
  }
}
