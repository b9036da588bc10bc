import {readFileSync, writeFileSync} from 'node:fs'
import {cpus, totalmem} from 'node:os'
import {fileURLToPath} from 'node:url'
import {parseArgs} from 'node:util'
import {CASES} from './cases.js'
import {startChild} from './child.js'
import {openCluster} from './cluster.js'
import {betweenMarks} from './pages.js'
import {openExternalDns, openOurs} from './programs.js'
import type {Route53Server} from './route53-server.js'
import {type Result, runCase} from './run-cases.js'
import {runSmoke} from './smoke.js'
import {renderResults, renderSummary} from './table.js'

const HELP = `npm run bench -- [--rounds N] [--only TEXT] [--program DIR] [--against DIR]... [--docs]
npm run bench -- --smoke [--accept]

Measures whole processes on the same servers, each server in a process of its own, all programs in turn in every round.
The first round is a warm-up; the results are medians.

  --rounds N      measured rounds of each case (default 3)
  --only TEXT     the cases whose name contains TEXT; repeatable
  --program DIR   the checkout of our program, built (default: this one)
  --against DIR   another checkout, measured in turn with it
  --docs          writes the tables into docs/speed.md and README.md too
  --smoke         counts calls, octets and allocations, and compares them with bench/smoke.json
  --accept        writes what was counted into bench/smoke.json

EXTERNAL_DNS_BIN   binaries of external-dns, separated by ':', each a path or VERSION=PATH
KUBECONFIG_BENCH   an API server in place of the emulator, with DISPOSABLE_CLUSTER=1, since the objects are created there
`
const ROOT = fileURLToPath(new URL('..', import.meta.url))

const {values} = parseArgs({
  options: {
    rounds: {type: 'string', default: '3'},
    only: {type: 'string', multiple: true, default: []},
    program: {type: 'string', default: ROOT},
    against: {type: 'string', multiple: true, default: []},
    docs: {type: 'boolean', default: false},
    smoke: {type: 'boolean', default: false},
    accept: {type: 'boolean', default: false},
    help: {type: 'boolean', default: false},
  },
})

if (values.docs && (values.only.length > 0 || !process.env.EXTERNAL_DNS_BIN)) {
  throw new Error('--docs takes all cases and EXTERNAL_DNS_BIN: the pages would lose the others.')
}
if (values.help) process.stdout.write(HELP)
else if (values.smoke) process.exitCode = await runSmoke(values.program, values.accept)
else await runAll()

async function runAll(): Promise<void> {
  const binaries = (process.env.EXTERNAL_DNS_BIN ?? '').split(':').filter((entry) => entry !== '')
  const programs = [values.program, ...values.against].map(openOurs).concat(binaries.map(openExternalDns))
  const columns = programs.map(({name, isOurs}, index) => ({name: values.against[index - 1] ?? name, isOurs}))
  // A real cluster is filled up from case to case.
  const cases = CASES.filter(({name}) => isChosen(name)).toSorted((a, b) => a.size.objects - b.size.objects)
  const stage = {
    cluster: await openCluster(),
    route53: startChild<Route53Server>(new URL('./route53-server.ts', import.meta.url)),
  }
  const results = new Map<string, Result>()
  const failures: string[] = []
  try {
    for (const work of cases) {
      process.stderr.write(`${work.name}\n`)
      try {
        results.set(work.name, await runCase(work, programs, stage, Number(values.rounds)))
      } catch (error) {
        failures.push(`${work.name}: ${String(error)}`)
      }
    }
  } finally {
    await stage.cluster.end()
    stage.route53.end()
  }
  const inOrder = CASES.flatMap(({name}) => results.get(name) ?? [])
  const measuredOn = describe(stage.cluster.name)
  const table = `${measuredOn}\n\n${renderResults(inOrder, columns)}`
  console.log(table)
  for (const failure of failures) console.error(`\nFAILED ${failure}`)
  if (failures.length > 0) process.exitCode = 1
  if (!values.docs || failures.length > 0) return
  write('docs/speed.md', table)
  write('README.md', renderSummary(inOrder, columns))
}

function isChosen(name: string): boolean {
  return values.only.length === 0 || values.only.some((text) => name.includes(text))
}

function describe(cluster: string): string {
  const [{model = 'unknown CPU'} = {}] = cpus()
  const memory = Math.round(totalmem() / 2 ** 30)
  return `Measured on ${new Date().toISOString().slice(0, 10)} with Node ${process.versions.node} on ${process.platform} ${process.arch}, ${cpus().length} cores (${model}), ${memory} GiB:
${cluster} and an emulated Route 53, each in a process of its own; all programs in turn, medians of ${values.rounds} round(s) after a
warm-up, but for the two cases of a first plan: one round.`
}

function write(file: string, text: string): void {
  const path = `${ROOT}${file}`
  writeFileSync(path, betweenMarks(readFileSync(path, 'utf8'), text))
}
