import {join} from 'node:path'
import {stripVTControlCharacters} from 'node:util'
import {emulatorEnvironment, temporaryFolder} from '../conformance/program.js'
import {nameText} from '../conformance/record-text.js'
import {type KubernetesEmulator, startKubernetesEmulator} from '../emulators/kubernetes/emulator.js'
import {type Route53Emulator, startRoute53Emulator} from '../emulators/route53/emulator.js'

/** What the program wrote, stdout and stderr as they came. */
export type ShownRun = {readonly exitCode: number; readonly output: string}
export type RunShown = (args: readonly string[], environment: Readonly<Record<string, string>>) => Promise<ShownRun>

/** What a command has to come to; a step that does not fails the demo. */
export type Expectation = {
  readonly exitCode: number
  /** Each has to be in the output, runs of blanks and line ends counting as one blank. */
  readonly says?: readonly string[]
  readonly saysNot?: readonly string[]
  /** All record sets of the zone afterwards, as `name type`, without NS and SOA. */
  readonly zone?: readonly string[]
  /** Whether anything may have been written; default false. */
  readonly writes?: boolean
}

export type Stage = {
  readonly cluster: KubernetesEmulator
  readonly otherCluster: KubernetesEmulator
  readonly route53: Route53Emulator
  readonly zoneId: string
  tell(...lines: readonly string[]): void
  /** Prints the command line and its output, and checks it. */
  run(args: readonly string[], expected: Expectation): Promise<void>
  runInOtherCluster(args: readonly string[], expected: Expectation): Promise<void>
  /** A check of what stands in the zone. */
  expect(isTrue: boolean, what: string): void
  problems(): readonly string[]
  close(): Promise<void>
}

/** Both emulators on free ports, an empty zone example.com, two clusters, and a program to run. */
export async function openStage(run: RunShown, print: (text: string) => void): Promise<Stage> {
  const zoneId = 'Z0EXAMPLECOM'
  const route53 = await startRoute53Emulator({zones: [{name: 'example.com', id: zoneId}]})
  const cluster = await startKubernetesEmulator()
  const otherCluster = await startKubernetesEmulator()
  const folder = temporaryFolder('demo')
  const kubeconfig = join(folder, 'kubeconfig')
  const otherKubeconfig = join(folder, 'kubeconfig-of-the-other-cluster')
  await cluster.writeKubeconfig(kubeconfig)
  await otherCluster.writeKubeconfig(otherKubeconfig, {context: 'other'})
  const problems: string[] = []

  const expect = (isTrue: boolean, what: string) => {
    if (isTrue) return
    problems.push(what)
    print(`\nTHE DEMO FAILED: ${what}\n`)
  }

  async function runWith(config: string, args: readonly string[], expected: Expectation): Promise<void> {
    const before = JSON.stringify(route53.zones())
    print(`\n$ external-dns-ts ${args.join(' ')}\n`)
    const {exitCode, output} = await run(args, emulatorEnvironment(config, route53.url))
    print(output)
    const phrase = plain(output)
    const command = `\`${args[0]}\``
    expect(exitCode === expected.exitCode, `${command} ended with ${exitCode} instead of ${expected.exitCode}`)
    for (const text of expected.says ?? []) expect(phrase.includes(plain(text)), `${command} did not say "${text}"`)
    for (const text of expected.saysNot ?? []) expect(!phrase.includes(plain(text)), `${command} said "${text}"`)
    const isSame = JSON.stringify(route53.zones()) === before
    expect(isSame !== (expected.writes ?? false), `${command} wrote ${isSame ? 'nothing' : 'to the zone'}`)
    if (expected.zone !== undefined) {
      const found = route53.zone(zoneId).records.map((set) => `${nameText(set.Name).slice(0, -1)} ${set.Type}`)
      const [is, should] = [found.toSorted().join(', '), expected.zone.toSorted().join(', ')]
      expect(is === should, `after ${command} the zone holds ${is} instead of ${should}`)
    }
  }

  return {
    cluster,
    otherCluster,
    route53,
    zoneId,
    tell: (...lines) => print(`\n${lines.map((line) => `# ${line}\n`).join('')}`),
    run: (args, expected) => runWith(kubeconfig, args, expected),
    runInOtherCluster: (args, expected) => runWith(otherKubeconfig, args, expected),
    expect,
    problems: () => problems,
    close: async () => {
      await Promise.all([route53.close(), cluster.close(), otherCluster.close()])
    },
  }
}

function plain(text: string): string {
  return stripVTControlCharacters(text).replace(/\s+/g, ' ')
}
