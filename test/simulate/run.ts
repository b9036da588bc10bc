import {parseArgs} from 'node:util'
import {metTooSeldom, scenarioOf, simulateMany} from './many.js'
import {shrink} from './shrink.js'
import {simulate} from './simulate.js'
import {explore, outageIn, SMALL_WORLDS} from './small-worlds.js'
import {soakSmallWorlds} from './soak.js'
import {tellOutage, tellStory} from './story.js'

// `npm run simulate -- --seed=7` tells what happens under that seed, and, when a law is broken, the shortest story of it.
// `--steps=20` kills whoever runs after 20 steps. `--count=2000` simulates as many seeds and counts. `--small` lets small
// worlds go every way. `--outage` tells what happens in one of them without compare-and-swap.

const {values} = parseArgs({
  options: {
    seed: {type: 'string', default: '1'},
    steps: {type: 'string'},
    count: {type: 'string', default: '1'},
    small: {type: 'boolean', default: false},
    outage: {type: 'boolean', default: false},
  },
})
const [seed, count] = [Number(values.seed), Number(values.count)]

if (values.outage) await tellTheOutage()
else if (values.small) await exploreAll()
else if (count === 1) await tellOne()
else await countMany()

async function tellTheOutage(): Promise<void> {
  const [world] = SMALL_WORLDS
  if (world === undefined) throw new Error('bug: no small world')
  console.log(tellOutage(world, outageIn(await explore(world, {compares: false, goesOn: true}))).join('\n'))
}

async function exploreAll(): Promise<void> {
  process.exitCode = (await soakSmallWorlds()) ? 0 : 1
}

async function tellOne(): Promise<void> {
  const scenario = scenarioOf(seed, values.steps === undefined ? undefined : Number(values.steps))
  const simulation = await simulate(scenario)
  console.log(tellStory({scenario, simulation}))
  if (simulation.problems.length === 0) return
  console.log(`\n${tellStory(await shrink({scenario, simulation}))}`)
  process.exitCode = 1
}

async function countMany(): Promise<void> {
  const tally = await simulateMany(seed, count)
  for (const story of tally.stories) console.log(`${story}\n`)
  for (const [situation, times] of Object.entries(tally.met)) console.log(`${times} ${situation}`)
  console.log(`${tally.schedules} schedules, ${tally.steps} steps, a law broken in ${tally.stories.length}`)
  if (tally.stories.length > 0 || metTooSeldom(tally).length > 0) process.exitCode = 1
}
