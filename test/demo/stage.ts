import {rmSync} from 'node:fs'
import {delimiter, join} from 'node:path'
import {stripVTControlCharacters} from 'node:util'
import {emulatorEnvironment, temporaryFolder} from '../conformance/program.js'
import {nameText} from '../conformance/record-text.js'
import {type KubernetesEmulator, startKubernetesEmulator} from '../emulators/kubernetes/emulator.js'
import {type Route53Emulator, startRoute53Emulator} from '../emulators/route53/emulator.js'

/** The output of a command, stdout and stderr in their original order. */
export type ShownRun = {readonly exitCode: number; readonly output: string}
export type RunShown = (args: readonly string[], environment: Readonly<Record<string, string>>) => Promise<ShownRun>

/** The expected result of a command. Any other result fails the demo. */
export type Expectation = {
  readonly exitCode: number
  /** Texts that must be in the output, regardless of blanks and line breaks. */
  readonly says?: readonly string[]
  readonly saysNot?: readonly string[]
  /** All record sets of the zone afterwards as `name type`, except NS and SOA. */
  readonly zone?: readonly string[]
  /** Whether the command may write; false by default. */
  readonly writes?: boolean
}

export type Stage = {
  readonly cluster: KubernetesEmulator
  readonly otherCluster: KubernetesEmulator
  readonly thirdCluster: KubernetesEmulator
  readonly route53: Route53Emulator
  readonly zoneId: string
  tell(...lines: readonly string[]): void
  /** Prints and runs a command line, and checks the result. */
  run(args: readonly string[], expected: Expectation): Promise<void>
  runInOtherCluster(args: readonly string[], expected: Expectation): Promise<void>
  /** With a kubeconfig that has all contexts. */
  runInFleet(args: readonly string[], expected: Expectation): Promise<void>
  /** Checks a condition about the zone. */
  expect(isTrue: boolean, what: string): void
  problems(): readonly string[]
  close(): Promise<void>
}

/** Starts a Route 53 with an empty zone example.com, and three clusters. */
export async function openStage(
  run: RunShown,
  print: (text: string) => void,
  contexts: readonly [string, string, string] = ['demo', 'other', 'third'],
): Promise<Stage> {
  const zoneId = 'Z0EXAMPLECOM'
  const route53 = await startRoute53Emulator({zones: [{name: 'example.com', id: zoneId}]})
  const folder = temporaryFolder('demo')
  const open = async (context: string) => {
    const cluster = await startKubernetesEmulator()
    const path = join(folder, `kubeconfig-${context}`)
    await cluster.writeKubeconfig(path, {context})
    return {cluster, path}
  }
  const [first, second, third] = [await open(contexts[0]), await open(contexts[1]), await open(contexts[2])]
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
    cluster: first.cluster,
    otherCluster: second.cluster,
    thirdCluster: third.cluster,
    route53,
    zoneId,
    tell: (...lines) => print(`\n${lines.map((line) => `# ${line}\n`).join('')}`),
    run: (args, expected) => runWith(first.path, args, expected),
    runInOtherCluster: (args, expected) => runWith(second.path, args, expected),
    runInFleet: (args, expected) =>
      runWith([first, second, third].map(({path}) => path).join(delimiter), args, expected),
    expect,
    problems: () => problems,
    close: async () => {
      await Promise.all([route53, first.cluster, second.cluster, third.cluster].map((one) => one.close()))
      rmSync(folder, {recursive: true})
    },
  }
}

function plain(text: string): string {
  return stripVTControlCharacters(text).replace(/\s+/g, ' ')
}
