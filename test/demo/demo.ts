import {spawn} from 'node:child_process'
import {closeSync, existsSync, openSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {temporaryFolder} from '../conformance/program.js'
import {tellFleet} from './fleet.js'
import type {RunShown} from './stage.js'
import {tellStory} from './story.js'
import {tellTour} from './tour.js'

// npm run demo: the main features, without a cluster or an account. npm run demo -- --tour: a change from plan to
// review, apply and undo. npm run demo -- --fleet: one plan for three clusters. Ends with 1 when a step has an unexpected result.

const packageFolder = fileURLToPath(new URL('../..', import.meta.url))
const program = join(packageFolder, 'bin', 'run.js')
const outputFile = join(temporaryFolder('demo-output'), 'output')

/** Sends stdout and stderr to one file, so that their lines keep their order. */
const run: RunShown = (args, environment) =>
  new Promise((resolve, reject) => {
    const file = openSync(outputFile, 'w')
    const child = spawn(process.execPath, [program, ...args], {
      env: {...environment, ...terminal()},
      stdio: ['ignore', file, file],
    })
    child.on('error', reject)
    child.on('close', (code) => {
      closeSync(file)
      resolve({exitCode: code ?? 1, output: readFileSync(outputFile, 'utf8')})
    })
  })

/** The terminal variables that the program would see if it wrote to this terminal itself. */
function terminal(): Readonly<Record<string, string>> {
  if (!process.stdout.isTTY) return {}
  const isColoured = process.env.NO_COLOR === undefined && process.stdout.hasColors()
  return {COLUMNS: String(process.stdout.columns), ...(isColoured && {NO_COLOR: '', FORCE_COLOR: '1'})}
}

if (!existsSync(join(packageFolder, 'dist', 'program.cjs'))) {
  console.error('There is no built program: run "npm run build" first.')
  process.exit(1)
}
const startedAt = performance.now()
const {argv} = process
const tell = argv.includes('--fleet') ? tellFleet : argv.includes('--tour') ? tellTour : tellStory
const problems = await tell(run, (text) => process.stdout.write(text))
const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
if (problems.length === 0) {
  console.log(`\n# Every step did what it said, in ${seconds} s.`)
} else {
  console.error(`\nThe demo failed after ${seconds} s:\n${problems.map((problem) => `  ${problem}`).join('\n')}`)
  process.exitCode = 1
}
