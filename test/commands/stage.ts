import {mkdtempSync, rmSync} from 'node:fs'
import {devNull, tmpdir} from 'node:os'
import {delimiter, join} from 'node:path'
import {afterEach, expect, vi} from 'vitest'
import {
  type KubernetesEmulator,
  type KubernetesEmulatorOptions,
  startKubernetesEmulator,
} from '../emulators/kubernetes/emulator.js'
import type {KubernetesObject} from '../emulators/kubernetes/object-store.js'
import {type Route53Emulator, type Route53EmulatorOptions, startRoute53Emulator} from '../emulators/route53/emulator.js'
import type {RecordSet} from '../emulators/route53/record-set.js'
import {type CommandName, type CommandRun, type Environment, type RunOptions, runCommand} from './run-command.js'

/** The zone of every stage. */
export const ZONE_ID = 'Z0EXAMPLE'
/** The flag that most tests need: an owner id, without which nothing is deleted and notices appear on stderr. */
export const AS_PROD = '--txt-owner-id=prod'

export interface StageOptions extends Omit<KubernetesEmulatorOptions, 'port'> {
  /** The record sets of the zone example.com. */
  readonly records?: readonly RecordSet[]
  readonly route53?: Omit<Route53EmulatorOptions, 'port'>
}

export interface Stage {
  readonly cluster: KubernetesEmulator
  readonly route53: Route53Emulator
  /** A temporary folder, which is also HOME. */
  readonly folder: string
  readonly environment: Environment
  /** The environment with these variables changed; an empty value removes one. */
  with(variables: Readonly<Record<string, string>>): Environment
  run(name: CommandName, ...argv: readonly string[]): Promise<CommandRun>
  runWith(options: Partial<RunOptions>, name: CommandName, ...argv: readonly string[]): Promise<CommandRun>
  /** `[type, name]` of the record sets in a zone, except NS and SOA. */
  names(zoneId?: string): readonly (readonly [type: string, name: string])[]
}

const closers: (() => unknown)[] = []

afterEach(async () => {
  vi.restoreAllMocks()
  await Promise.all(closers.splice(0).map((close) => close()))
})

/** Starts both emulators for one test, with an environment that leads to them only. */
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

/** A stage with several clusters, by the contexts of its kubeconfig. */
export interface Fleet<Context extends string> extends Stage {
  readonly clusters: Readonly<Record<Context, KubernetesEmulator>>
}

export async function fleet<Context extends string>(
  objects: Readonly<Record<Context, readonly KubernetesObject[]>>,
  options: StageOptions = {},
): Promise<Fleet<Context>> {
  const made = await stage(options)
  const contexts = Object.keys(objects) as Context[]
  const started = await Promise.all(
    contexts.map(async (context) => {
      const cluster = await startKubernetesEmulator({objects: objects[context]})
      closers.push(cluster.close)
      await cluster.writeKubeconfig(join(made.folder, context), {context})
      return [context, cluster] as const
    }),
  )
  const paths = contexts.map((context) => join(made.folder, context))
  const environment = made.with({KUBECONFIG: paths.join(delimiter)})
  const runWith: Stage['runWith'] = (changes, name, ...argv) => made.runWith({environment, ...changes}, name, ...argv)
  return {
    ...made,
    environment,
    clusters: Object.fromEntries(started) as Record<Context, KubernetesEmulator>,
    with: (variables) => made.with({KUBECONFIG: environment.KUBECONFIG ?? '', ...variables}),
    run: (name, ...argv) => runWith({}, name, ...argv),
    runWith,
  }
}

/** Removes the random pauses before retries until the end of the test. */
export function withoutPauses(): void {
  vi.spyOn(Math, 'random').mockReturnValue(0)
}

/**
 * Expects that Route 53 was not even asked for a change: a plan cannot write (docs/laws.md#1-a-plan-cannot-write), and
 * neither may a run that failed early.
 */
export function expectNoWrite({route53}: Pick<Stage, 'route53'>): void {
  expect(route53.calls.counts().ChangeResourceRecordSets ?? 0).toBe(0)
  expect(route53.acceptedChanges()).toEqual([])
}

/** stderr without progress lines, whose order depends on the order of answers. */
export function shown(stderr: string): string {
  return stderr.replace(/^(reading|writing) .*\n/gm, '')
}

/** Parses a stream of JSON events. */
export function eventsOf(stdout: string): readonly Readonly<Record<string, unknown>>[] {
  expect(stdout).toMatch(/\n$/)
  return stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
}
