import {mkdtempSync, readdirSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join, relative} from 'node:path'
import {fileURLToPath} from 'node:url'
import {parseArgs} from 'node:util'
import {Stryker} from '@stryker-mutator/core'
import {EQUIVALENTS} from './equivalents.js'
import {keyOf, toMutants} from './mutant.js'
import {isAlive, percentOf, renderTable, report, type Tried, withRetried} from './report.js'
import {isPure, ROOMS, type Room, roomOf, TESTS, type Tests} from './rooms.js'
import type {Sampling} from './sampling.js'

// `npm run mutate`: small changes in the pure files of these rooms, each alone; a test has to fail.
// `--room=registry` (more than once), `--file=src/plan/locks.ts` or `--file=src/plan/locks.ts:20-31` (lines),
// `--sample=150 --seed=1` (so many of each room, sampled by the seed), `--own` (only the tests of its room), `--concurrency=1`.

const LEAST_PERCENT = 90
const PLUGINS = ['./checker.ts', './runner.ts'].map((name) => fileURLToPath(new URL(name, import.meta.url)))

const {values} = parseArgs({
  options: {
    room: {type: 'string', multiple: true, default: [...ROOMS]},
    file: {type: 'string', multiple: true, default: []},
    sample: {type: 'string'},
    seed: {type: 'string', default: '1'},
    own: {type: 'boolean', default: false},
    concurrency: {type: 'string', default: '1'},
  },
})

const root = fileURLToPath(new URL('../..', import.meta.url))
process.chdir(root)
const sampling: Sampling = {seed: values.seed, ...(values.sample === undefined ? {} : {count: Number(values.sample)})}
const rooms = values.file.length > 0 ? values.file.map(roomOf) : values.room.map((room) => roomOf(`src/${room}/`))
const folder = mkdtempSync(join(tmpdir(), 'mutate-'))
try {
  const reports = []
  for (const room of new Set(rooms.filter((each) => each !== undefined))) {
    const found = report(await tryMutants(room), EQUIVALENTS)
    for (const {mutant, status} of found.alive) {
      const {file, lineNumber, line, from, to} = mutant
      console.log(`\n${status === 'Survived' ? 'SURVIVED' : 'NO COVERAGE'} ${file}:${lineNumber}\n  ${line}`)
      console.log(`  - ${from}\n  + ${to}`)
    }
    // Of a few lines most entries are elsewhere.
    const voids = values.file.some((file) => file.includes(':')) ? [] : found.voids
    for (const each of voids) console.log(`\nVOID in equivalents.ts: ${each}`)
    reports.push({...found, room, voids})
  }
  console.log(`\n${renderTable(reports.map(({room, score}) => [room, score]))}`)
  const isGood = reports.every(({score, voids}) => percentOf(score) >= LEAST_PERCENT && voids.length === 0)
  process.exitCode = isGood && reports.length > 0 ? 0 : 1
} finally {
  rmSync(folder, {recursive: true, force: true})
}

/** What one round of tests does not find is tried again with the next. */
async function tryMutants(room: Room): Promise<readonly Tried[]> {
  const [first, ...others] = TESTS[room]
  if (first === undefined) return []
  let tried = await tryWith(first, filesOf(room), sampling)
  for (const tests of values.own ? [] : others) {
    const alive = tried.filter(isAlive)
    const files = new Set(alive.map(({mutant}) => mutant.file))
    const again = alive.map(({mutant}) => keyOf(mutant))
    if (alive.length > 0) tried = withRetried(tried, await tryWith(tests, [...files], {...sampling, again}))
  }
  return tried
}

async function tryWith({of, without}: Tests, files: readonly string[], sampled: Sampling): Promise<readonly Tried[]> {
  process.env.MUTATE_TESTS = JSON.stringify([of, without].flatMap((one) => one?.source ?? []))
  process.env.MUTATE_SAMPLING = JSON.stringify(sampled)
  const withTypes = ['--import', import.meta.resolve('tsx')]
  const results = await new Stryker({
    mutate: [...files],
    testRunner: 'in-process',
    testRunnerNodeArgs: withTypes,
    checkers: ['sampling'],
    checkerNodeArgs: withTypes,
    plugins: PLUGINS,
    concurrency: Number(values.concurrency),
    reporters: [process.stdout.isTTY ? 'progress' : 'progress-append-only', 'survivors'],
    tempDirName: folder,
    ignorePatterns: ['dist', 'coverage'],
    timeoutMS: 25_000,
    // Of all the tests together; the default, 5, is not enough on a busy machine.
    dryRunTimeoutMinutes: 30,
    logLevel: 'warn',
    warnings: {unknownOptions: false, slow: false},
  } as never).runMutationTest()
  if (results.some(({status}) => status === 'RuntimeError'))
    throw new Error('A mutant left something behind: see above.')
  const mutants = toMutants(results, root, 1)
  return results.flatMap(({status}, index) => {
    const mutant = mutants[index]
    return mutant === undefined ? [] : [{mutant, status}]
  })
}

function filesOf(room: Room): readonly string[] {
  if (values.file.length > 0) return values.file.filter((file) => roomOf(file) === room)
  return readdirSync(join('src', room), {recursive: true, withFileTypes: true})
    .filter((entry) => entry.isFile())
    .map((entry) => join(relative(root, entry.parentPath), entry.name))
    .filter(isPure)
    .sort()
}
