/**
 * `npm run coverage`: runs all tests and prints which share of the branches of each room they take, and the files that
 * have untaken ones. It ends with 1 where a room is under its floor. `npm run coverage -- test/plan test/registry` runs
 * these tests only, and has no floor.
 */
import {spawnSync} from 'node:child_process'
import {mkdtempSync, readFileSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join, relative} from 'node:path'
import {fileURLToPath} from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
/** Percent of branches, a little under what was measured last: docs/reliability.md. */
const FLOORS = {plan: 96, registry: 99, saved: 96, route53: 96, pipeline: 99}

const tests = process.argv.slice(2)
const folder = mkdtempSync(join(tmpdir(), 'coverage-'))
const {status} = spawnSync(
  process.execPath,
  [
    'node_modules/vitest/vitest.mjs',
    'run',
    '--coverage',
    '--coverage.reportOnFailure',
    '--coverage.reporter=json',
    `--coverage.reportsDirectory=${folder}`,
    `--coverage.include=src/{${Object.keys(FLOORS).join()}}/**`,
    ...tests,
  ],
  {cwd: root, stdio: 'inherit'},
)
const files = Object.entries(JSON.parse(readFileSync(join(folder, 'coverage-final.json'), 'utf8'))).map(
  ([file, {b: branches, branchMap}]) => ({path: relative(join(root, 'src'), file), ...count(branches, branchMap)}),
)
rmSync(folder, {recursive: true})

process.exitCode = status ?? 1
for (const [room, floor] of Object.entries(FLOORS)) {
  const own = files.filter(({path}) => path.startsWith(`${room}/`))
  const taken = own.reduce((sum, file) => sum + file.taken, 0)
  const all = own.reduce((sum, file) => sum + file.all, 0)
  const percent = (100 * taken) / all
  const isUnder = tests.length === 0 && percent < floor
  if (isUnder) process.exitCode = 1
  console.log(
    `\n${room}: ${percent.toFixed(1)} % (${taken} of ${all})${isUnder ? `, under its floor of ${floor} %` : ''}`,
  )
  const untaken = own.filter(({lines}) => lines.length > 0).sort((a, b) => b.lines.length - a.lines.length)
  for (const {path, lines} of untaken)
    console.log(`  ${path}: ${lines.length}, at lines ${[...new Set(lines)].join(', ')}`)
}

/** @returns how many branches there are, how many were taken, and the lines of the others. */
function count(branches, branchMap) {
  const all = Object.entries(branches).flatMap(([id, counts]) =>
    counts.map((times, index) => ({
      times,
      line: branchMap[id].locations[index].start.line ?? branchMap[id].loc.start.line,
    })),
  )
  const lines = all.filter(({times}) => times === 0).map(({line}) => line)
  return {all: all.length, taken: all.length - lines.length, lines}
}
