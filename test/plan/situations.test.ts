import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {nearSituations} from './near-situations.js'
import {SITUATIONS, situationsIn} from './situations.js'

describe('situations near what is stored', () => {
  it('are drawn so that each that matters is met in at least 2 % of the runs', () => {
    const counts = new Map<string, number>(SITUATIONS.map((name) => [name, 0]))
    const all = fc.sample(nearSituations(), {seed: 42, numRuns: 1000})
    for (const near of all) {
      for (const name of situationsIn(near)) counts.set(name, (counts.get(name) ?? 0) + 1)
    }
    const percent = (count: number) => `${((100 * count) / all.length).toFixed(1)} %`
    console.info([...counts].map(([name, count]) => `${name} ${percent(count)}`).join('\n'))
    expect([...counts].filter(([, count]) => count < all.length / 50)).toEqual([])
  }, 120_000)
})
