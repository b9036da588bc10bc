import {existsSync} from 'node:fs'
import {cpus} from 'node:os'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {parseArgs} from 'node:util'
import {type Environment, emulatorEnvironment} from '../test/conformance/program.js'
import {GROWTH, SIZES, type Size} from './content.js'
import {runDuels} from './duels.js'
import {type Emulators, startEmulators} from './emulators.js'
import {measureNode} from './measure.js'
import {openSeriesTable, type SeriesTable} from './series.js'
import {measureWholeZone} from './whole-zone.js'

// npm run bench -- [--rounds N] [--sizes 1,300] [--latencies 0,80] [--program DIR]
//
// Every round runs every case once, so that other load on the machine affects all of them alike. The first round is a
// warm-up and is discarded. The results are medians; each run is a process of its own, measured from start to end.
// `--growth` measures only how cost grows with the amount of data. With EXTERNAL_DNS_BIN, external-dns also runs the
// duels of `duels.ts`, on the same servers. `--whole-zone` measures only how a large zone is read, in turn with the
// programs of other checkouts: `--against DIR`, repeatable.

const {values} = parseArgs({
  options: {
    rounds: {type: 'string', default: '5'},
    sizes: {type: 'string', default: SIZES.map((size) => size.objects).join(',')},
    latencies: {type: 'string', default: '0,80'},
    program: {type: 'string', default: fileURLToPath(new URL('..', import.meta.url))},
    duels: {type: 'string', default: ''},
    'only-duels': {type: 'boolean', default: false},
    growth: {type: 'boolean', default: false},
    'whole-zone': {type: 'boolean', default: false},
    against: {type: 'string', multiple: true, default: []},
  },
})
const rounds = Number(values.rounds)
const sizes = SIZES.filter((size) => values.sizes.split(',').includes(String(size.objects)))
const latencies = values.latencies.split(',').map(Number)
const program = join(values.program, 'bin', 'run.js')
const goProgram = process.env.EXTERNAL_DNS_BIN
const ARGS = [
  '--source=service',
  '--source=ingress',
  '--domain-filter=example.com',
  '--provider=aws',
  '--policy=upsert-only',
  '--registry=txt',
  '--txt-owner-id=bench',
]

if (!existsSync(join(values.program, 'dist', 'program.cjs'))) {
  console.error('There is no built program: run "npm run build" first.')
  process.exit(1)
}
const emulators = await startEmulators()
try {
  if (values.growth) {
    console.log(await measureGrowth(emulators))
    emulators.close()
    process.exit()
  }
  const environment = emulatorEnvironment(emulators.kubeconfig, emulators.route53Url)
  if (values['whole-zone']) {
    const folders = [values.program, ...values.against]
    console.log(await measureWholeZone(emulators, environment, folders, rounds, ARGS))
    emulators.close()
    process.exit()
  }
  const table = openSeriesTable()
  for (let round = 0; round <= rounds && !values['only-duels']; round += 1) {
    process.stderr.write(round === 0 ? 'warming up\n' : `round ${round} of ${rounds}\n`)
    await runRound(round === 0 ? openSeriesTable() : table, emulators, environment)
  }
  console.log(
    `Node ${process.versions.node}, ${process.platform} ${process.arch}, ${cpus().length} cores, ${describe()}\n`,
  )
  if (!values['only-duels']) console.log(table.render())
  if (goProgram === undefined) console.log('\nThe duels were left out: they take external-dns in EXTERNAL_DNS_BIN.')
  else
    console.log(`\n${await runDuels({emulators, environment, goProgram, program, args: ARGS}, rounds, values.duels)}`)
} finally {
  emulators.close()
}

/** `plan --full-read` without latency, once per size and round. */
async function measureGrowth(emulators: Emulators): Promise<string> {
  const environment = emulatorEnvironment(emulators.kubeconfig, emulators.route53Url)
  const table = openSeriesTable()
  for (let round = 0; round < rounds; round += 1) {
    table.add('`node -e 0`', await measureNode(['-e', '0'], environment))
    for (const size of GROWTH) {
      await emulators.fill(size, 0)
      const measured = await measureNode([program, 'plan', '--full-read', ...ARGS], environment)
      table.add(`\`plan --full-read\`, ${sizeText(size)}`, measured, await emulators.countCalls())
    }
  }
  return table.render()
}

async function runRound(table: SeriesTable, emulators: Emulators, environment: Environment): Promise<void> {
  table.add('`node -e 0`', await measureNode(['-e', '0'], environment))
  for (const flag of ['--version', '--help']) {
    table.add(`\`${flag}\``, await measureNode([program, flag], environment))
  }
  for (const size of sizes) {
    for (const latencyMs of latencies) {
      await emulators.fill(size, latencyMs)
      const name = (what: string) => `${what}, ${sizeText(size)}, ${latencyMs} ms a call`
      const run = async (what: string, args: readonly string[]) => {
        const measured = await measureNode([program, ...args, ...ARGS], environment)
        table.add(name(what), measured, await emulators.countCalls())
      }
      await run('`plan`', ['plan'])
      await run('`apply --yes`', ['apply', '--yes'])
      await run('`apply`, nothing to do', ['apply', '--yes'])
    }
  }
}

function sizeText({objects, foreignSets}: Size): string {
  return `${objects} ${objects === 1 ? 'object' : 'objects'}, ${foreignSets} foreign sets`
}

function describe(): string {
  return `medians of ${rounds} ${rounds === 1 ? 'round' : 'rounds'}; × is the ratio to \`node -e 0\``
}
