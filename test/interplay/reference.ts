import {spawn} from 'node:child_process'
import {join} from 'node:path'
import {isDeepStrictEqual} from 'node:util'
import type {CaseStep, RecordedCase} from '../conformance/case.js'
import {checkZoneLaws} from '../conformance/laws.js'
import {readOwnershipRules} from '../conformance/ownership.js'
import {type Environment, emulatorEnvironment, type ProgramRun} from '../conformance/program.js'
import {startKubernetesEmulator} from '../emulators/kubernetes/emulator.js'
import {startRoute53Emulator} from '../emulators/route53/emulator.js'

/** Further flags of external-dns, which also skip the pause between its batches. */
const REFERENCE_FLAGS = [
  '--once',
  '--annotation-prefix=external-dns.alpha.kubernetes.io/',
  '--aws-batch-change-interval=0s',
  '--metrics-address=127.0.0.1:0',
  '--kube-api-qps=1000',
  '--kube-api-burst=1000',
]
/** A run that takes longer hangs; none takes a tenth of it. */
const LONGEST_RUN_MS = 60_000

export type RunReference = (args: readonly string[], environment: Environment) => Promise<ProgramRun>

/** The external-dns binary of EXTERNAL_DNS_BIN. */
export function referenceProgram(binary: string): RunReference {
  return (args, environment) =>
    new Promise((resolve, reject) => {
      const kubeconfig = `--kubeconfig=${environment.KUBECONFIG}`
      const child = spawn(binary, [...REFERENCE_FLAGS, kubeconfig, ...args], {
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
 * gives the same result once more (of two objects with equal rank it takes the one that its cache lists first);
 * otherwise `laws`, and only the laws are checked.
 */
export async function recordStory(story: RecordedCase, run: RunReference, folder: string): Promise<RecordedCase> {
  const recorded = await play(story, run, folder)
  if (recorded.kind === 'laws') return recorded
  const again = await play(story, run, folder)
  return isDeepStrictEqual(again, recorded) ? recorded : {...story, kind: 'laws'}
}

async function play(story: RecordedCase, run: RunReference, folder: string): Promise<RecordedCase> {
  const zones = story.zones.map((zone, index) => ({...zone, id: zone.id ?? `Z00000000CASE${index + 1}`}))
  const route53 = await startRoute53Emulator({zones, failoverNeedsHealthCheck: false})
  const kubernetes = await startKubernetesEmulator()
  try {
    const kubeconfig = join(folder, `kubeconfig-reference-${process.pid}`)
    await kubernetes.writeKubeconfig(kubeconfig)
    const environment = emulatorEnvironment(kubeconfig, route53.url)
    const steps: CaseStep[] = []
    let isEqual = true
    for (const [index, step] of story.steps.entries()) {
      kubernetes.setObjects(step.cluster)
      route53.calls.clear()
      const before = route53.zones({form: 'stored'})
      const {exitCode} = await run(step.args, environment)
      const after = route53.zones({form: 'stored'})
      const rules = readOwnershipRules(step.args)
      if (exitCode !== 0 || checkZoneLaws({step: index + 1, rules, before, after}).length > 0) isEqual = false
      steps.push({...step, zones: route53.zones(), calls: route53.calls.counts()})
    }
    return isEqual ? {...story, kind: 'equal', steps} : {...story, kind: 'laws'}
  } finally {
    await Promise.all([route53.close(), kubernetes.close()])
  }
}
