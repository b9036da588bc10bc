import {fuzzInput, type InputName} from './fuzz.js'

// A process of `npm run soak`: reads the broken documents of one kind, and sends what became of them.

export interface FuzzJob {
  readonly name: InputName
  readonly runs: number
  readonly seed: number
}

process.once('message', async ({name, runs, seed}: FuzzJob) => {
  process.send?.(await fuzzInput(name, runs, seed))
})
