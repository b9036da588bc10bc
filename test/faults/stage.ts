import {join} from 'node:path'
import type {IdentifiedZone} from '../conformance/ownership.js'
import {type Environment, emulatorEnvironment, type RunProgram} from '../conformance/program.js'
import {type KubernetesEmulator, startKubernetesEmulator} from '../emulators/kubernetes/emulator.js'
import {type Route53Emulator, startRoute53Emulator} from '../emulators/route53/emulator.js'
import type {ZoneInput} from '../emulators/route53/zone.js'
import type {Scenario} from './scenarios.js'

/** How to run the program, and where its files are. */
export type Workplace = {readonly run: RunProgram; readonly packageFolder: string; readonly folder: string}

export type Stage = {
  readonly route53: Route53Emulator
  readonly cluster: KubernetesEmulator
  readonly environment: Environment
  zones(): readonly IdentifiedZone[]
  close(): Promise<void>
}

/** The outcome of an undisturbed scenario, which every disturbed run must reach in the end. */
export type Reference = {
  readonly before: readonly ZoneInput[]
  readonly wanted: readonly IdentifiedZone[]
  readonly changes: ReadonlyMap<string, number>
  /** The output of `plan` afterwards, which must always be the same (law 6 of docs/laws.md). */
  readonly finalPlan: string
}

let stages = 0

export async function openStage(
  {folder}: Workplace,
  zones: readonly ZoneInput[],
  objects: Scenario['objects'],
): Promise<Stage> {
  const route53 = await startRoute53Emulator({zones})
  const cluster = await startKubernetesEmulator({objects})
  const kubeconfig = join(folder, `kubeconfig-${process.pid}-${stages++}`)
  await cluster.writeKubeconfig(kubeconfig)
  return {
    route53,
    cluster,
    environment: {
      ...emulatorEnvironment(kubeconfig, route53.url),
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    },
    zones: () => route53.zones({form: 'stored'}),
    close: async () => {
      await Promise.all([route53.close(), cluster.close()])
    },
  }
}

/** @throws Error when even an undisturbed run fails. */
export async function makeReference(scenario: Scenario, workplace: Workplace): Promise<Reference> {
  const before = await zonesBefore(scenario, workplace)
  const stage = await openStage(workplace, before, scenario.objects)
  try {
    const applied = await workplace.run(['apply', '--yes', ...scenario.args], stage.environment)
    if (applied.exitCode !== 0) throw failure(scenario, 'apply', applied)
    const changes = countChanges(stage.route53)
    if (changes.size === 0) throw new Error(`the scenario "${scenario.name}" changes nothing`)
    stage.route53.mark()
    const planned = await workplace.run(['plan', ...scenario.args], stage.environment)
    if (planned.exitCode !== 0 || stage.route53.acceptedChanges().length > 0) throw failure(scenario, 'plan', planned)
    return {before, wanted: stage.zones(), changes, finalPlan: planned.stdout}
  } finally {
    await stage.close()
  }
}

async function zonesBefore(scenario: Scenario, workplace: Workplace): Promise<readonly ZoneInput[]> {
  if (scenario.setup === undefined) return scenario.zones
  const stage = await openStage(workplace, scenario.zones, scenario.setup.objects)
  try {
    const applied = await workplace.run(['apply', '--yes', ...scenario.setup.args], stage.environment)
    if (applied.exitCode !== 0) throw failure(scenario, 'setup', applied)
    return scenario.zones.map((zone) => ({...zone, records: stage.route53.zone(zone.id ?? '').records}))
  } finally {
    await stage.close()
  }
}

/** How often each change was accepted. */
export function countChanges(route53: Route53Emulator): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const change of route53.acceptedChanges()) {
    const key = change.join(' ')
    counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  return counts
}

function failure({name, seed}: Scenario, step: string, run: {readonly stdout: string; readonly stderr: string}): Error {
  return new Error(`scenario "${name}", seed ${seed}: ${step} did not go well\n${run.stdout}${run.stderr}`)
}
