import {existsSync, readdirSync, statSync, writeFileSync} from 'node:fs'
import {join, resolve} from 'node:path'
import {fileURLToPath} from 'node:url'
import {parseArgs} from 'node:util'
import {listCases} from './case.js'
import {DIVERGENCES} from './divergences.js'
import {type Job, runCases} from './pool.js'
import {hasFailed, renderCase, renderSummary} from './report.js'
import {type CaseReport, judge, strayRows} from './verdict.js'

// Runs the recorded cases through the built program: npm run conformance -- [OPTIONS] [NAME-PREFIX...]
//
//   --workers N    processes side by side (default 2)
//   --spawn        every step as a child process, as a user runs it (default: a handful of cases)
//   --quiet        only the cases that are different
//   --json FILE    the whole report as JSON
//   --program DIR  another package folder with bin and dist

/** Always run as child processes, so that the real start-up is tested too. */
const ALWAYS_SPAWNED: ReadonlySet<string> = new Set([
  'equal/seed-create-twice',
  'equal/seed-annotation-removed-sync',
  'equal/ing-rules',
  'equal/plan-migrate-owner',
  'laws/svc-apex-ip',
])

const here = fileURLToPath(new URL('.', import.meta.url))
const {values, positionals} = parseArgs({
  allowPositionals: true,
  options: {
    workers: {type: 'string', default: '2'},
    spawn: {type: 'boolean', default: false},
    quiet: {type: 'boolean', default: false},
    json: {type: 'string'},
    program: {type: 'string', default: join(here, '..', '..')},
  },
})
const packageFolder = resolve(values.program)
if (!existsSync(join(packageFolder, 'dist', 'program.cjs'))) {
  console.error(`There is no built program in ${packageFolder}: run "npm run build" first.`)
  process.exit(1)
}
if (newest(join(packageFolder, 'src')) > newest(join(packageFolder, 'dist'))) {
  console.error('Note: src is newer than dist; "npm run build" would bring the program up to date.')
}

const jobs = listCases(here, positionals).map(
  (file): Job => ({file, packageFolder, isSpawned: values.spawn || ALWAYS_SPAWNED.has(file.key)}),
)
const reports: CaseReport[] = []
const startedAt = performance.now()
await runCases(jobs, Number(values.workers), (finished) => {
  const report = judge(finished, DIVERGENCES)
  reports.push(report)
  if (!values.quiet || report.verdict === 'different') console.log(renderCase(report))
})
reports.sort((a, b) => (a.key < b.key ? -1 : 1))
const stray = strayRows(DIVERGENCES, listCases(here))
const seconds = (performance.now() - startedAt) / 1000
console.log(`\n${seconds.toFixed(1)} s with ${values.workers} workers`)
console.log(renderSummary(reports, stray))
if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify({formatVersion: 1, reports}, null, 2)}\n`)
process.exitCode = hasFailed(reports, stray) ? 1 : 0

/** The time of the newest file below a folder; 0 without one (an installed package has no src). */
function newest(folder: string): number {
  if (!existsSync(folder)) return 0
  return readdirSync(folder, {recursive: true, encoding: 'utf8'}).reduce(
    (latest, file) => Math.max(latest, statSync(join(folder, file)).mtimeMs),
    0,
  )
}
