import {expect, it} from 'vitest'
import {metTooSeldom, scenarioOf, simulateMany} from './many.js'
import {simulate} from './simulate.js'
import {tellStory} from './story.js'

const SCHEDULES = 1000

it(`breaks no law in ${SCHEDULES} schedules, in which every situation is met`, async () => {
  const tally = await simulateMany(1, SCHEDULES)
  expect(tally.stories).toEqual([])
  expect(metTooSeldom(tally)).toEqual([])
}, 600_000)

it('repeats a seed to the byte', async () => {
  const tell = async (seed: number) => {
    const scenario = scenarioOf(seed)
    return tellStory({scenario, simulation: await simulate(scenario)})
  }
  for (const seed of [11, 12, 13, 14, 15]) expect(await tell(seed)).toBe(await tell(seed))
  expect(await tell(11)).not.toBe(await tell(12))
})

it('kills whoever runs after the given number of steps', async () => {
  const {steps} = await simulate(scenarioOf(11, 5))
  expect(steps).toHaveLength(5)
})
