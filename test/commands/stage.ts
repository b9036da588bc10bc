import {mkdtempSync, rmSync} from 'node:fs'
import {devNull, tmpdir} from 'node:os'
import {join} from 'node:path'
import {afterEach, expect, vi} from 'vitest'
import {
  type KubernetesEmulator,
  type KubernetesEmulatorOptions,
  startKubernetesEmulator,
} from '../emulators/kubernetes/emulator.js'
import {type Route53Emulator, type Route53EmulatorOptions, startRoute53Emulator} from '../emulators/route53/emulator.js'
import type {RecordSet} from '../emulators/route53/record-set.js'
import {type CommandName, type CommandRun, type Environment, type RunOptions, runCommand} from './run-command.js'

/** The zone that every stage has. */
export const ZONE_ID = 'Z0EXAMPLE'
/** The flags that most tests want: who we are, so that deletes are allowed, and no notices on stderr. */
export const AS_PROD = '--txt-owner-id=prod'

export interface StageOptions extends Omit<KubernetesEmulatorOptions, 'port'> {
  /** Of the zone example.com. */
  readonly records?: readonly RecordSet[]
  readonly route53?: Omit<Route53EmulatorOptions, 'port'>
}

export interface Stage {
  readonly cluster: KubernetesEmulator
  readonly route53: Route53Emulator
  /** A folder of its own, which is HOME too. */
  readonly folder: string
  readonly environment: Environment
  /** With other variables; an empty text takes one away. */
  with(variables: Readonly<Record<string, string>>): Environment
  run(name: CommandName, ...argv: readonly string[]): Promise<CommandRun>
  runWith(options: Partial<RunOptions>, name: CommandName, ...argv: readonly string[]): Promise<CommandRun>
  /** `[type, name]` of what the zone holds, its NS and SOA left out. */
  names(zoneId?: string): readonly (readonly [type: string, name: string])[]
}

const closers: (() => unknown)[] = []

afterEach(async () => {
  vi.restoreAllMocks()
  await Promise.all(closers.splice(0).map((close) => close()))
})

/** Both emulators for one test, and the environment that leads to them and to nothing else. */
export async function stage({records = [], route53: options = {}, ...rest}: StageOptions = {}): Promise<Stage> {
  const route53 = await startRoute53Emulator({zones: [{name: 'example.com', id: ZONE_ID, records}], ...options})
  const cluster = await startKubernetesEmulator(rest)
  const folder = mkdtempSync(join(tmpdir(), 'external-dns-ts-command-'))
  closers.push(route53.close, cluster.close, () => rmSync(folder, {recursive: true, force: true}))
  const kubeconfig = join(folder, 'kubeconfig')
  await cluster.writeKubeconfig(kubeconfig)
  const environment: Environment = {
    PATH: process.env.PATH ?? '',
    HOME: folder,
    KUBECONFIG: kubeconfig,
    AWS_ENDPOINT_URL: route53.url,
    AWS_ACCESS_KEY_ID: 'emulator',
    AWS_SECRET_ACCESS_KEY: 'emulator',
    AWS_CONFIG_FILE: devNull,
    AWS_SHARED_CREDENTIALS_FILE: devNull,
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  }
  const runWith: Stage['runWith'] = (changes, name, ...argv) => runCommand(name, argv, {environment, ...changes})
  return {
    cluster,
    route53,
    folder,
    environment,
    with(variables) {
      const merged = Object.entries({...environment, ...variables})
      return Object.fromEntries(merged.filter(([, value]) => value !== ''))
    },
    run: (name, ...argv) => runWith({}, name, ...argv),
    runWith,
    names: (zoneId = ZONE_ID) => route53.zone(zoneId).records.map(({Type, Name}) => [Type, Name] as const),
  }
}

/** Tries again at once: the pauses before a new try are random parts of a span. Until the end of the test. */
export function withoutPauses(): void {
  vi.spyOn(Math, 'random').mockReturnValue(0)
}

/** Law 1, and what a run that failed early promises: Route 53 was not even asked to change anything. */
export function expectNoWrite({route53}: Pick<Stage, 'route53'>): void {
  expect(route53.calls.counts().ChangeResourceRecordSets ?? 0).toBe(0)
  expect(route53.acceptedChanges()).toEqual([])
}

/** stderr without the lines that say where the run is: their order is that of the answers. */
export function shown(stderr: string): string {
  return stderr.replace(/^(reading|writing) .*\n/gm, '')
}

/** The lines of a stream of events. */
export function eventsOf(stdout: string): readonly Readonly<Record<string, unknown>>[] {
  expect(stdout).toMatch(/\n$/)
  return stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
}
