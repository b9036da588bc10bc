import {join} from 'node:path'
import type {RecordedCase} from '../conformance/case.js'
import {type Environment, emulatorEnvironment, type RunProgram} from '../conformance/program.js'
import {startKubernetesEmulator} from '../emulators/kubernetes/emulator.js'
import {startRoute53Emulator} from '../emulators/route53/emulator.js'
import type {RunReference} from './reference.js'

/** A run of one program after the other one had finished. */
export type Turn = {
  readonly step: number
  readonly second: 'external-dns' | 'external-dns-ts'
  /** The changes that it made all the same. */
  readonly changes: readonly string[]
}

type Programs = {readonly reference: RunReference; readonly ours: RunProgram; readonly folder: string}

const LIMITS_LIFTED = ['--yes', '--max-deletes=100%']

/**
 * Runs both programs on one zone, alternating which is first. Steps that external-dns cannot finish, and steps after
 * which it finds changes itself, are left out: they never settle.
 */
export async function alternate(story: RecordedCase, {reference, ours, folder}: Programs): Promise<readonly Turn[]> {
  const zones = story.zones.map((zone, index) => ({...zone, id: `Z00000000TURN${index + 1}`}))
  const route53 = await startRoute53Emulator({zones})
  const kubernetes = await startKubernetesEmulator()
  try {
    const kubeconfig = join(folder, `kubeconfig-turns-${process.pid}`)
    await kubernetes.writeKubeconfig(kubeconfig)
    const environment: Environment = emulatorEnvironment(kubeconfig, route53.url)
    const turns: Turn[] = []
    for (const [index, {args, cluster}] of story.steps.entries()) {
      kubernetes.setObjects(cluster)
      const runOurs = async () => (await ours(['apply', ...args, ...LIMITS_LIFTED], environment)).exitCode
      const runReference = async () => (await reference(args, environment)).exitCode
      const order = index % 2 === 0 ? ([runReference, runOurs] as const) : ([runOurs, runReference] as const)
      const [first, second] = order
      const isDone = (await first()) === 0
      const changesOf = async (run: () => Promise<number>) => {
        const before = route53.acceptedChanges().length
        const exitCode = await run()
        const changes = route53.acceptedChanges().slice(before)
        return {exitCode, changes: changes.map((change) => JSON.stringify(change))}
      }
      const {exitCode, changes} = await changesOf(second)
      if (!isDone || exitCode !== 0) continue
      const isRestless = second === runReference && changes.length > 0 && (await changesOf(second)).changes.length > 0
      if (isRestless) continue
      turns.push({step: index + 1, second: second === runOurs ? 'external-dns-ts' : 'external-dns', changes})
    }
    return turns
  } finally {
    await Promise.all([route53.close(), kubernetes.close()])
  }
}
