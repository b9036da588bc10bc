import {fork} from 'node:child_process'
import {fileURLToPath} from 'node:url'
import {addTallies, metTooSeldom, type Tally} from './many.js'
import type {SeedRange} from './range.js'
import {explore, ONE_FAULT, SMALL_WORLDS} from './small-worlds.js'
import {tellOutage} from './story.js'

const SEEDS_A_PROCESS = 2500

/** Simulates as many schedules, and lets small worlds go every way. @returns whether no law was broken. */
export async function soakSchedules(count: number, workers: number): Promise<boolean> {
  const ranges: SeedRange[] = []
  for (let from = 1; from <= count; from += SEEDS_A_PROCESS) {
    ranges.push({from, count: Math.min(SEEDS_A_PROCESS, count + 1 - from)})
  }
  const tallies: Tally[] = []
  async function work(): Promise<void> {
    for (let range = ranges.shift(); range !== undefined; range = ranges.shift()) tallies.push(await inProcess(range))
  }
  await Promise.all(Array.from({length: Math.max(1, workers)}, work))
  const tally = addTallies(tallies)
  for (const story of tally.stories) console.log(`\n${story}`)
  for (const [situation, times] of Object.entries(tally.met)) console.log(`  ['${situation}', ${times}],`)
  console.log(`schedules ${tally.schedules}, steps ${tally.steps}, laws broken ${tally.stories.length}`)
  return tally.schedules === count && tally.stories.length === 0 && metTooSeldom(tally).length === 0
}

/** A process that crashes has simulated nothing. */
function inProcess(range: SeedRange): Promise<Tally> {
  return new Promise((resolve) => {
    const child = fork(fileURLToPath(new URL('./range.ts', import.meta.url)))
    child.once('message', (tally: Tally) => {
      resolve(tally)
      child.kill()
    })
    child.once('exit', () => resolve(addTallies([])))
    child.send(range)
  })
}

/** @returns whether no law was broken, without a fault and with each fault of one change. */
export async function soakSmallWorlds(): Promise<boolean> {
  let isSafe = true
  for (const world of SMALL_WORLDS) {
    const plain = await explore(world)
    const faulty = await explore(world, {}, ONE_FAULT)
    const broken = [...plain.broken, ...faulty.broken]
    console.log(`  ['${world.name}', ${plain.interleavings}, ${faulty.interleavings}],`)
    console.log(`  ${plain.steps + faulty.steps} steps, laws broken ${broken.length}`)
    for (const simulation of broken.slice(0, 3)) console.log(tellOutage(world, simulation).join('\n'))
    isSafe &&= broken.length === 0
  }
  return isSafe
}
