import type {Environment} from '../test/conformance/program.js'
import {type Size, WHOLE_ZONE} from './content.js'
import type {Emulators} from './emulators.js'
import {type Measurement, measureBinary, measureNode, median} from './measure.js'

/** A case for both programs on the same servers, and the highest allowed ratio of their times. */
type Duel = {
  readonly name: string
  readonly size: Size
  readonly latencyMs: number
  readonly command: 'plan' | 'apply'
  /** `done`: the records of the objects exist already. */
  readonly before: 'nothing' | 'done'
  /** Without `--domain-filter`, so that every zone of the account may matter. */
  readonly takesAllZones?: true
  readonly targets: {readonly wall: number; readonly cpu?: number; readonly peakMb?: number; readonly calls?: number}
}

const BIG: Size = {objects: 7000, foreignSets: 20_000}
const FIVE: Size = {objects: 5, foreignSets: 20_000}

const DUELS: readonly Duel[] = [
  {
    name: 'plan, 30 objects',
    size: {objects: 30, foreignSets: 10},
    latencyMs: 80,
    command: 'plan',
    before: 'nothing',
    targets: {wall: 1},
  },
  {
    name: 'plan, 30 objects, 60 further zones',
    size: {objects: 30, foreignSets: 10, furtherZones: 60},
    latencyMs: 80,
    command: 'plan',
    before: 'nothing',
    takesAllZones: true,
    targets: {wall: 0.35},
  },
  {
    name: 'plan, five new hosts beside 20,000 sets',
    size: FIVE,
    latencyMs: 80,
    command: 'plan',
    before: 'nothing',
    targets: {wall: 0.2, calls: 12},
  },
  {
    name: 'plan, five hosts that are there beside 20,000 sets',
    size: FIVE,
    latencyMs: 80,
    command: 'plan',
    before: 'done',
    targets: {wall: 0.2, calls: 17},
  },
  {
    name: 'plan, one zone of 24,000 sets, whole',
    size: WHOLE_ZONE,
    latencyMs: 80,
    command: 'plan',
    before: 'done',
    targets: {wall: 0.3, calls: 89},
  },
  {
    name: 'plan, 7,000 objects beside 20,000 foreign sets, nothing to do',
    size: BIG,
    latencyMs: 0,
    command: 'plan',
    before: 'done',
    targets: {wall: 1.5, cpu: 2.5, peakMb: 250},
  },
  {
    name: 'first apply, 7,000 objects beside 20,000 foreign sets',
    size: BIG,
    latencyMs: 0,
    command: 'apply',
    before: 'nothing',
    targets: {wall: 0.3},
  },
]

export type Ring = {
  readonly emulators: Emulators
  readonly environment: Environment
  readonly goProgram: string
  readonly program: string
  readonly args: readonly string[]
}

/** Runs the programs alternately, so that other load on the machine affects both. @returns a table in Markdown. */
export async function runDuels(ring: Ring, rounds: number, only: string): Promise<string> {
  const rows: string[] = []
  for (const duel of DUELS.filter(({name}) => name.includes(only))) {
    process.stderr.write(`${duel.name}\n`)
    const [ours, theirs]: [Run[], Run[]] = [[], []]
    for (let round = 0; round < rounds; round += 1) {
      ours.push(await runOurs(duel, ring))
      theirs.push(await runTheirs(duel, ring))
    }
    rows.push(renderRow(duel, middle(ours), middle(theirs)))
  }
  return [
    '| both, on the same servers | wall | external-dns | × | target | CPU × | peak memory | calls |',
    '| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |',
    ...rows,
  ].join('\n')
}

type Run = Measurement & {readonly calls: number}

async function prepare({size, latencyMs, before}: Duel, {emulators, environment, program, args}: Ring): Promise<void> {
  await emulators.fill(size, before === 'done' ? 0 : latencyMs)
  if (before === 'done') await measureNode([program, 'apply', '--yes', ...args], environment)
  await emulators.setLatency(latencyMs)
  await emulators.countCalls()
}

function argsOf({takesAllZones}: Duel, {args}: Ring): readonly string[] {
  return takesAllZones === true ? args.filter((arg) => !arg.startsWith('--domain-filter')) : args
}

async function runOurs(duel: Duel, ring: Ring): Promise<Run> {
  await prepare(duel, ring)
  const yes = duel.command === 'apply' ? ['--yes'] : []
  const measured = await measureNode([ring.program, duel.command, ...yes, ...argsOf(duel, ring)], ring.environment)
  return {...measured, calls: await ring.emulators.countCalls()}
}

async function runTheirs(duel: Duel, ring: Ring): Promise<Run> {
  await prepare(duel, ring)
  const flags = [
    '--once',
    '--log-level=error',
    '--metrics-address=127.0.0.1:0',
    `--kubeconfig=${ring.environment.KUBECONFIG ?? ''}`,
    '--annotation-prefix=external-dns.alpha.kubernetes.io/',
    ...(duel.command === 'plan' ? ['--dry-run'] : []),
  ]
  const measured = await measureBinary(ring.goProgram, [...flags, ...argsOf(duel, ring)], ring.environment)
  return {...measured, calls: await ring.emulators.countCalls()}
}

function middle(runs: readonly Run[]): Run {
  const of = (field: keyof Run) => median(runs.map((run) => run[field]))
  return {wallMs: of('wallMs'), cpuMs: of('cpuMs'), peakMb: of('peakMb'), calls: of('calls')}
}

function renderRow({name, latencyMs, targets}: Duel, ours: Run, theirs: Run): string {
  const times = (mine: number, other: number, target?: number) => {
    const ratio = mine / other
    const mark = target !== undefined && ratio > target ? ' (missed)' : ''
    return `${ratio.toFixed(2)}${mark}`
  }
  const isHeavy = targets.peakMb !== undefined && ours.peakMb > targets.peakMb
  const isChatty = targets.calls !== undefined && ours.calls > targets.calls
  const cells = [
    `${name}, ${latencyMs} ms a call`,
    `${(ours.wallMs / 1000).toFixed(2)} s`,
    `${(theirs.wallMs / 1000).toFixed(2)} s`,
    times(ours.wallMs, theirs.wallMs, targets.wall),
    `${targets.wall}`,
    `${times(ours.cpuMs, theirs.cpuMs, targets.cpu)}${targets.cpu === undefined ? '' : `, target ${targets.cpu}`}`,
    `${Math.round(ours.peakMb)} of ${Math.round(theirs.peakMb)} MiB${isHeavy ? ' (missed)' : ''}`,
    `${ours.calls} of ${theirs.calls}${isChatty ? ' (missed)' : ''}`,
  ]
  return `| ${cells.join(' | ')} |`
}
