import {simulateMany} from './many.js'

// A process of `npm run soak`: simulates some seeds, and sends what was met.

export interface SeedRange {
  readonly from: number
  readonly count: number
}

process.once('message', async ({from, count}: SeedRange) => {
  process.send?.(await simulateMany(from, count))
})
