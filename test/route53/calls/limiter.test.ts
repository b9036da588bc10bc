import {describe, expect, it} from 'vitest'
import {makeLimiter} from '../../../src/route53/calls/limiter.js'
import {makeVirtualClock} from '../virtual-clock.js'

const THROTTLED = new Error('Rate exceeded')
const isThrottling = (error: unknown) => error === THROTTLED

function makeRun(callsPerSecond: number, maxUnderWay?: number) {
  const clock = makeVirtualClock()
  const limiter = makeLimiter({callsPerSecond, clock, isThrottling, ...(maxUnderWay !== undefined && {maxUnderWay})})
  const starts: number[] = []
  let underWay = 0
  let most = 0
  const underWayAt: number[] = []
  const call = (fails = false, kind: 'read' | 'change' = 'read') =>
    limiter.run(kind, async () => {
      starts.push(clock.now())
      underWay += 1
      most = Math.max(most, underWay)
      underWayAt.push(underWay)
      await new Promise((resolve) => setImmediate(resolve))
      underWay -= 1
      if (fails) throw THROTTLED
      return starts.length
    })
  const many = (count: number) => Promise.all(Array.from({length: count}, () => call()))
  const underWayAfter = (calls: number) => Math.max(...underWayAt.slice(calls))
  return {call, many, starts, mostUnderWay: () => most, underWayAfter, clock}
}

/** The rate, in calls a second, before each call after the first. */
function rates(starts: readonly number[]): readonly number[] {
  return starts.slice(1).map((start, index) => Math.round(1e5 / (start - (starts[index] ?? 0))) / 100)
}

describe('makeLimiter', () => {
  it('lets eight calls through at a time', async () => {
    const run = makeRun(0)
    await run.many(20)
    expect(run.starts).toHaveLength(20)
    expect(run.mostUnderWay()).toBe(8)
    expect(run.clock.sleeps).toEqual([])
  })

  it('spaces the calls where a cap is given', async () => {
    const run = makeRun(10)
    await run.many(5)
    expect(run.starts).toEqual([0, 100, 200, 300, 400])
  })

  it('takes the bucket for empty after the first throttling: ten a second, and never faster', async () => {
    const run = makeRun(0, 1)
    await run.many(3)
    await expect(run.call(true)).rejects.toBe(THROTTLED)
    await run.many(30)
    expect(new Set(rates(run.starts.slice(3)))).toEqual(new Set([10]))
  })

  it('halves the pace with each further throttling, and slowly comes back to ten', async () => {
    const run = makeRun(0, 1)
    for (let count = 0; count < 3; count++) await run.call(true).catch(() => {})
    await run.many(200)
    const paces = rates(run.starts)
    expect(paces.slice(0, 3)).toEqual([10, 5, 2.5])
    expect(paces.slice(2)).toEqual(paces.slice(2).toSorted((a, b) => a - b))
    expect(paces.at(-1)).toBe(10)
  })

  it('slows changes alone where only they are throttled, and the other way round', async () => {
    for (const [throttled, other] of [
      ['change', 'read'],
      ['read', 'change'],
    ] as const) {
      const run = makeRun(0, 1)
      await run.call(true, throttled).catch(() => {})
      const before = run.starts.length
      for (let count = 0; count < 3; count++) await run.call(false, other)
      expect(new Set(run.starts.slice(before - 1)).size).toBe(1)
      await run.call(false, throttled)
      expect((run.starts.at(-1) ?? 0) - (run.starts.at(-2) ?? 0)).toBe(100)
    }
  })

  it('lets three through at a time once this run alone may have emptied the bucket', async () => {
    const run = makeRun(0)
    await run.many(50)
    expect(run.mostUnderWay()).toBe(8)
    const later = makeRun(0)
    await later.many(49)
    await later.many(40)
    expect(later.underWayAfter(50)).toBe(3)
  })

  it('counts calls that were throttled together once', async () => {
    const run = makeRun(0)
    await Promise.allSettled([run.call(true), run.call(true), run.call(true), run.call(true)])
    await run.many(2)
    expect(rates(run.starts).at(-1)).toBeGreaterThanOrEqual(5)
  })

  it('never goes over a cap that is lower than the pace of a throttled run', async () => {
    const run = makeRun(2, 1)
    await run.call(true).catch(() => {})
    await run.many(30)
    expect(Math.max(...rates(run.starts))).toBeLessThanOrEqual(2)
    expect(rates(run.starts)[0]).toBe(1)
  })

  it('hands errors on and frees the place', async () => {
    const run = makeRun(0, 1)
    await expect(run.call(true)).rejects.toBe(THROTTLED)
    await expect(run.call()).resolves.toBe(2)
  })
})
