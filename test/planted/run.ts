import {spawn} from 'node:child_process'
import {cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync} from 'node:fs'
import {availableParallelism, tmpdir} from 'node:os'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {parseArgs} from 'node:util'
import {PLANTED, type PlantedFault} from './faults.js'
import {plant} from './plant.js'

// `npm run planted`: each fault of faults.ts alone, in a copy of the repository; the tests of its room must find it.
// `--only=PART OF ITS NAME`, `--workers=2`, `--part=1/7` (every seventh fault, from the first), `--seed=1`.

const {values} = parseArgs({
  options: {
    only: {type: 'string', default: ''},
    part: {type: 'string', default: '1/1'},
    seed: {type: 'string', default: '1'},
    workers: {type: 'string', default: String(Math.min(2, availableParallelism()))},
  },
})

const root = fileURLToPath(new URL('../..', import.meta.url))
/** What the tests of the rooms read besides the packages. */
const COPIED = ['bin', 'deploy', 'docs', 'package.json', 'schema', 'src', 'test', 'tsconfig.json', 'vitest.config.ts']

interface Finding {
  readonly fault: PlantedFault
  /** The test that failed; undefined: none did. */
  readonly foundBy: string | undefined
  readonly output: string
}

interface TestReport {
  readonly testResults: readonly {
    readonly name: string
    readonly assertionResults: readonly {readonly status: string; readonly fullName: string}[]
  }[]
}

const [nth = 1, of = 1] = values.part.split('/').map(Number)
const queue = PLANTED.filter((fault, index) => fault.name.includes(values.only) && index % of === nth - 1)
const total = queue.length
const startedAt = performance.now()
const findings: Finding[] = []
await Promise.all(Array.from({length: Math.max(1, Number(values.workers))}, work))
const missed = findings.filter(({foundBy}) => foundBy === undefined)
for (const {fault, output} of missed) console.error(`\nNOT FOUND: ${fault.name} (${fault.file})\n${output}`)
const seconds = Math.round((performance.now() - startedAt) / 1000)
console.log(`\nfaults planted ${total}, found ${total - missed.length} (${seconds} s)`)
process.exitCode = total > 0 && missed.length === 0 && findings.length === total ? 0 : 1

/** Takes faults from the queue, in a copy of its own. */
async function work(): Promise<void> {
  if (queue.length === 0) return
  const copy = mkdtempSync(join(tmpdir(), 'planted-'))
  try {
    for (const each of COPIED) cpSync(join(root, each), join(copy, each), {recursive: true})
    symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'), 'junction')
    for (let fault = queue.shift(); fault !== undefined; fault = queue.shift()) {
      const finding = await tryFault(fault, copy)
      findings.push(finding)
      console.log(`${finding.foundBy === undefined ? 'NOT FOUND' : 'found'}: ${fault.name}\n  ${finding.foundBy ?? ''}`)
    }
  } finally {
    rmSync(copy, {recursive: true, force: true})
  }
}

async function tryFault(fault: PlantedFault, copy: string): Promise<Finding> {
  const path = join(copy, fault.file)
  const sound = readFileSync(path, 'utf8')
  const report = join(copy, 'report.json')
  rmSync(report, {force: true})
  writeFileSync(path, plant(fault, sound))
  try {
    const output = await runTests(fault.tests, copy, report)
    return {fault, foundBy: firstFailure(report, copy), output}
  } finally {
    writeFileSync(path, sound)
  }
}

function runTests(tests: readonly string[], copy: string, report: string): Promise<string> {
  const vitest = join('node_modules', 'vitest', 'vitest.mjs')
  const args = [vitest, 'run', ...tests, '--maxWorkers=1', '--reporter=json', `--outputFile=${report}`]
  const child = spawn(process.execPath, args, {
    cwd: copy,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {...process.env, LAW_SEED: values.seed, LAW_RUNS: '300'},
  })
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => chunks.push(chunk))
    child.on('error', reject)
    child.on('close', () => resolve(Buffer.concat(chunks).toString('utf8').slice(-3000)))
  })
}

/** A file that cannot be loaded has no failed test, and so finds nothing. */
function firstFailure(report: string, copy: string): string | undefined {
  const {testResults} = JSON.parse(readFileSync(report, 'utf8')) as TestReport
  for (const {name, assertionResults} of testResults) {
    const failed = assertionResults.find(({status}) => status === 'failed')
    if (failed !== undefined) return `${name.slice(copy.length + 1)}: ${failed.fullName}`
  }
  return undefined
}
