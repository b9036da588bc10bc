import {inProcessProgram, temporaryFolder} from '../conformance/program.js'
import {MATRIX} from './matrix.js'
import {makeRandom} from './random.js'
import {makeScenario, SCENARIOS} from './scenarios.js'
import {makeReference, type Workplace} from './stage.js'
import {tryFault} from './try-fault.js'
import {tryRace} from './try-race.js'

// One of the processes that `soak.ts` starts: every fault in one scenario.

export type SoakJob = {
  readonly scenario: string
  readonly seed: number
  /** Parts of `point: fault`, separated by `|`; empty for all. */
  readonly only: string
  readonly packageFolder: string
  readonly isVerbose: boolean
}

export type SoakCount = {
  readonly tried: number
  readonly survived: number
  readonly lost: number
  readonly idle: number
}

process.on('message', (job: SoakJob) => {
  soak(job).then(
    (count) => process.send?.(count),
    (error: unknown) => {
      console.error(error)
      process.exit(1)
    },
  )
})

async function soak({scenario: name, seed, only, packageFolder, isVerbose}: SoakJob): Promise<SoakCount> {
  const known = SCENARIOS.find((each) => each === name)
  if (known === undefined) throw new Error(`bug: there is no scenario ${name}`)
  const workplace: Workplace = {run: inProcessProgram(packageFolder), packageFolder, folder: temporaryFolder('soak')}
  // The pauses between retries are random parts of a span; this makes them short.
  const random = makeRandom(seed)
  Math.random = () => random() * 0.01
  const scenario = makeScenario(known, seed)
  const reference = await makeReference(scenario, workplace)
  const count = {tried: 0, survived: 0, lost: 0, idle: 0}
  const parts = only.split('|')
  for (const cell of MATRIX.filter(({point, kind}) => parts.some((part) => `${point.name}: ${kind}`.includes(part)))) {
    const startedAt = performance.now()
    const attempt = cell.outcome === 'shares' ? tryRace : tryFault
    const {isHit, problems, lost} = await attempt(cell, scenario, reference, workplace)
    const title = `${name}, seed ${seed}, ${cell.point.name}: ${cell.kind}`
    if (isVerbose)
      console.log(`${title}  ${isHit ? `${Math.round(performance.now() - startedAt)} ms` : 'no such call'}`)
    if (isHit) count.tried++
    else count.idle++
    if (isHit && problems.length === 0) count.survived++
    count.lost += lost
    if (problems.length > 0) {
      console.log([`\n${title}`, ...problems.map((text) => text.trimEnd().replaceAll(/^/gm, '  '))].join('\n'))
    }
  }
  return count
}
