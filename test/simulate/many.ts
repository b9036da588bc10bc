import {makeRandom} from '../faults/random.js'
import {type Failure, shrink} from './shrink.js'
import {type SimulationOptions, simulate} from './simulate.js'
import {OFTEN, REQUIRED, SITUATIONS, type Situation} from './situations.js'
import {tellStory} from './story.js'
import {drawScenario, type Scenario} from './world.js'

/** Of many seeds: in how many of them each situation was met, and what went wrong. */
export interface Tally {
  readonly schedules: number
  readonly steps: number
  readonly met: Readonly<Record<Situation, number>>
  readonly stories: readonly string[]
}

const NONE: Tally = {
  schedules: 0,
  steps: 0,
  met: Object.fromEntries(SITUATIONS.map((situation) => [situation, 0])) as Tally['met'],
  stories: [],
}

/** @param steps after which whoever still runs is killed; default: what the seed says. */
export function scenarioOf(seed: number, steps?: number): Scenario {
  const scenario = drawScenario(makeRandom(seed))
  return steps === undefined ? scenario : {...scenario, most: steps}
}

/** Simulates seeds one after the other. A failure is shrunk and note. */
export async function simulateMany(from: number, count: number): Promise<Tally> {
  const tallies: Tally[] = []
  for (let seed = from; seed < from + count; seed++) {
    const scenario = scenarioOf(seed)
    const simulation = await simulate(scenario)
    const {steps, problems, met} = simulation
    const stories = problems.length === 0 ? [] : [`seed ${seed}\n${tellStory(await shrink({scenario, simulation}))}`]
    const once = Object.fromEntries(SITUATIONS.map((situation) => [situation, met.has(situation) ? 1 : 0]))
    tallies.push({schedules: 1, steps: steps.length, met: once as Tally['met'], stories})
  }
  return addTallies(tallies)
}

export function addTallies(tallies: readonly Tally[]): Tally {
  return tallies.reduce(
    (sum, one) => ({
      schedules: sum.schedules + one.schedules,
      steps: sum.steps + one.steps,
      met: Object.fromEntries(SITUATIONS.map((each) => [each, sum.met[each] + one.met[each]])) as Tally['met'],
      stories: [...sum.stories, ...one.stories],
    }),
    NONE,
  )
}

/** What was met in fewer schedules than it has to be, with the number of those. */
export function metTooSeldom({met, schedules}: Tally): readonly (readonly [Situation, number])[] {
  return REQUIRED.filter((one) => met[one] < Math.max(1, ((OFTEN[one] ?? 0) * schedules) / 1000)).map((one) => [
    one,
    met[one],
  ])
}

/** The first seed in which a law is broken; undefined when there is none. */
export async function findFailure(
  count: number,
  options: SimulationOptions,
): Promise<(Failure & {readonly seed: number}) | undefined> {
  for (let seed = 1; seed <= count; seed++) {
    const scenario = scenarioOf(seed)
    const simulation = await simulate(scenario, options)
    if (simulation.problems.length > 0) return {seed, scenario, simulation}
  }
  return undefined
}
