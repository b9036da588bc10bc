import {fork} from 'node:child_process'
import {writeFileSync} from 'node:fs'
import {availableParallelism} from 'node:os'
import {fileURLToPath} from 'node:url'
import {parseArgs} from 'node:util'
import {inProcessProgram, temporaryFolder} from '../conformance/program.js'
import {soakFuzz} from '../fuzz/soak.js'
import {fuzzSavedFiles} from '../saved/fuzz.js'
import {soakSchedules, soakSmallWorlds} from '../simulate/soak.js'
import {KILL_MOMENTS, KILL_SCENARIOS, type KillScenarioName, makeKillReference, tryKill} from './kills.js'
import {measureHostileObjects} from './measure-hostile.js'
import {renderReliability} from './reliability.js'
import {SCENARIOS} from './scenarios.js'
import type {SoakCount, SoakJob} from './soak-scenario.js'

// `npm run soak`: every fault at every point in every scenario, on the built program. What failed is shown, the count comes
// last; then the ownership commands and a saved plan killed at every write, and 10,000 damaged plan files and receipts. `npm run soak -- --seed=7 --seeds=2 --scenario=delete --only='SIGKILL|SIGINT' --workers=2 --package=FOLDER --verbose`;
// Then 100,000 schedules of a simulation (`--schedules`; `--simulate`: nothing but these), and small worlds in every order.
// Then 10,000 broken documents of each kind that comes from outside (`--documents`; `--fuzz`: nothing but these).
// `--docs` writes docs/reliability.md; `--hostile` measures what hostile objects cost (`--only=PART OF ITS NAME`, `--package`).

const {values} = parseArgs({
  options: {
    seed: {type: 'string', default: '1'},
    seeds: {type: 'string', default: '1'},
    scenario: {type: 'string', default: ''},
    only: {type: 'string', default: ''},
    workers: {type: 'string', default: String(availableParallelism())},
    package: {type: 'string', default: fileURLToPath(new URL('../..', import.meta.url))},
    schedules: {type: 'string', default: '100000'},
    simulate: {type: 'boolean', default: false},
    documents: {type: 'string', default: '10000'},
    fuzz: {type: 'boolean', default: false},
    docs: {type: 'boolean', default: false},
    hostile: {type: 'boolean', default: false},
    verbose: {type: 'boolean', default: false},
  },
})

if (values.docs) writeFileSync(new URL('../../docs/reliability.md', import.meta.url), renderReliability())
else if (values.hostile) await measureHostile()
else if (values.fuzz) process.exitCode = (await fuzzAll()) ? 0 : 1
else if (values.simulate) process.exitCode = (await simulateAll()) ? 0 : 1
else await soakAll()

async function measureHostile(): Promise<void> {
  const run = inProcessProgram(values.package)
  await measureHostileObjects({run, packageFolder: values.package, folder: temporaryFolder('hostile')}, values.only)
}

/** @returns whether no law was broken. */
function fuzzAll(): Promise<boolean> {
  return soakFuzz(Number(values.documents), Number(values.seed), Number(values.workers))
}

/** @returns whether no law was broken. */
async function simulateAll(): Promise<boolean> {
  const areSchedulesSafe = await soakSchedules(Number(values.schedules), Number(values.workers))
  return (await soakSmallWorlds()) && areSchedulesSafe
}

async function soakAll(): Promise<void> {
  const startedAt = performance.now()
  const seeds = Array.from({length: Number(values.seeds)}, (_each, index) => Number(values.seed) + index)
  const names = SCENARIOS.filter((name) => name.startsWith(values.scenario))
  const jobs: SoakJob[] = seeds.flatMap((seed) =>
    names.map((scenario) => ({
      scenario,
      seed,
      only: values.only,
      packageFolder: values.package,
      isVerbose: values.verbose,
    })),
  )
  const counts: SoakCount[] = []
  async function work(): Promise<void> {
    for (let job = jobs.shift(); job !== undefined; job = jobs.shift()) counts.push(await soakInProcess(job))
  }
  await Promise.all(Array.from({length: Math.max(1, Number(values.workers))}, work))
  const sum = (field: keyof SoakCount) => counts.reduce((total, count) => total + count[field], 0)
  const [tried, survived, lost, idle] = [sum('tried'), sum('survived'), sum('lost'), sum('idle')]
  const seconds = Math.round((performance.now() - startedAt) / 1000)
  const rest = idle === 0 ? '' : `, ${idle} had no call to hit`
  console.log(`\nfaults tried ${tried}, survived ${survived}, records lost ${lost} (${seconds} s${rest})`)
  const areKillsSurvived = await soakKills()
  const areFilesSafe = fuzzFiles()
  const areDocumentsSafe = await fuzzAll()
  const isOrderSafe = await simulateAll()
  const isSafe = areKillsSurvived && areFilesSafe && areDocumentsSafe && isOrderSafe
  process.exitCode = tried > 0 && survived === tried && lost === 0 && isSafe ? 0 : 1
}

/** Runs the scenarios of kills.ts, killed at every writing call. @returns whether all went well. */
async function soakKills(): Promise<boolean> {
  const workplace = {
    run: inProcessProgram(values.package),
    packageFolder: values.package,
    folder: temporaryFolder('kills'),
  }
  let [tried, survived] = [0, 0]
  for (const name of Object.keys(KILL_SCENARIOS) as KillScenarioName[]) {
    const reference = await makeKillReference(name, workplace)
    for (let nth = 1; nth <= reference.writes; nth++) {
      for (const when of KILL_MOMENTS) {
        const problems = await tryKill(reference, nth, when, workplace)
        tried++
        if (problems.length === 0) survived++
        else console.log([`\n${name}, write ${nth}, ${when}`, ...problems].join('\n  '))
      }
    }
  }
  console.log(`ownership commands, saved plans, prune and a new routing killed ${tried}, survived ${survived}`)
  return survived === tried
}

/** @returns whether each file was refused, or meant exactly what it says. */
function fuzzFiles(): boolean {
  const {tried, refused, equal, problems} = fuzzSavedFiles(10_000, Number(values.seed))
  for (const problem of problems) console.log(problem)
  console.log(`plan files and receipts damaged ${tried}, refused ${refused}, equal ${equal}, taken ${problems.length}`)
  return problems.length === 0
}

/** Runs a scenario in a process. One that crashes counts as a failure. */
function soakInProcess(job: SoakJob): Promise<SoakCount> {
  return new Promise((resolve) => {
    const child = fork(fileURLToPath(new URL('./soak-scenario.ts', import.meta.url)))
    child.once('message', (count: SoakCount) => {
      resolve(count)
      child.kill()
    })
    child.once('exit', () => resolve({tried: 1, survived: 0, lost: 0, idle: 0}))
    child.send(job)
  })
}
