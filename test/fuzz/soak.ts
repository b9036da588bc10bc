import {fork} from 'node:child_process'
import {fileURLToPath} from 'node:url'
import {type FuzzCount, INPUTS, type InputName} from './fuzz.js'
import type {FuzzJob} from './one-input.js'

/** A process that needs more for one document than this ends, which counts as a broken law. */
const HEAP_MEGABYTES = 512

/** Reads so many broken documents of each kind, each kind in a process. @returns whether no law was broken. */
export async function soakFuzz(runs: number, seed: number, workers: number): Promise<boolean> {
  const names = Object.keys(INPUTS) as InputName[]
  const counts: FuzzCount[] = []
  async function work(): Promise<void> {
    for (let name = names.shift(); name !== undefined; name = names.shift()) {
      counts.push(await inProcess({name, runs, seed}))
    }
  }
  await Promise.all(Array.from({length: Math.max(1, workers)}, work))
  for (const {name, tried, read, refused, problem} of counts) {
    console.log(`  ['${name}', ${tried}, ${read}, ${refused}],`)
    if (problem !== undefined) console.log(problem)
  }
  return counts.every(({tried, problem}) => tried === runs && problem === undefined)
}

function inProcess(job: FuzzJob): Promise<FuzzCount> {
  return new Promise((resolve) => {
    const file = fileURLToPath(new URL('./one-input.ts', import.meta.url))
    const child = fork(file, {execArgv: [...process.execArgv, `--max-old-space-size=${HEAP_MEGABYTES}`]})
    child.once('message', (count: FuzzCount) => {
      resolve(count)
      child.kill()
    })
    const problem = 'the process ended before all documents were read'
    child.once('exit', () => resolve({name: job.name, tried: 0, read: 0, refused: 0, problem}))
    child.send(job)
  })
}
