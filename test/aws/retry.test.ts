import {describe, expect, it} from 'vitest'
import {attempt} from '../../src/aws/retry.js'
import {makeVirtualClock} from '../route53/virtual-clock.js'

function failing(times: number): () => Promise<string> {
  let calls = 0
  return async () => {
    calls += 1
    if (calls <= times) throw new Error(`try ${calls}`)
    return 'done'
  }
}

describe('attempt', () => {
  it('gives back what comes at once', async () => {
    const clock = makeVirtualClock()
    const ended = await attempt(failing(0), {clock, retriesFor: () => 3})
    expect(ended).toEqual({ok: true, value: 'done', failures: []})
    expect(clock.sleeps).toEqual([])
  })

  it('tries again as often as the error deserves, waiting longer each time', async () => {
    const clock = makeVirtualClock()
    const ended = await attempt(failing(8), {clock, retriesFor: () => 8})
    expect(ended).toMatchObject({ok: true, value: 'done'})
    expect(clock.sleeps).toEqual([500, 1000, 2000, 4000, 8000, 16_000, 20_000, 20_000])
  })

  it('waits at least as long as an answer asks, up to a minute', async () => {
    const clock = makeVirtualClock(0)
    const waits = [3000, undefined, 3_600_000]
    await attempt(failing(3), {clock, retriesFor: () => 3, waitOf: () => waits.shift()})
    expect(clock.sleeps).toEqual([3000, 0, 60_000])
  })

  it('waits a random part of the span', async () => {
    const clock = makeVirtualClock(0.25)
    await attempt(failing(2), {clock, retriesFor: () => 2})
    expect(clock.sleeps).toEqual([125, 250])
  })

  it('waits a little and a little more for what is busy, and throttling begins with its own first wait after that', async () => {
    const clock = makeVirtualClock()
    const isBusy = (error: unknown) => /[12346]$/.test(String(error))
    const ended = await attempt(failing(7), {clock, retriesFor: () => 7, isBusy})
    expect(ended).toMatchObject({ok: true})
    expect(clock.sleeps).toEqual([200, 400, 600, 800, 500, 1000, 1000])
  })

  it('waits at most 2 s for what is busy, at least half of its span, and no more often than the error deserves', async () => {
    const clock = makeVirtualClock(0)
    const ended = await attempt(failing(99), {clock, retriesFor: () => 12, isBusy: () => true})
    expect(ended).toMatchObject({ok: false, tries: 13})
    expect(clock.sleeps).toEqual([100, 200, 300, 400, 500, 600, 700, 800, 900, 1000, 1000, 1000])
  })

  it('says how often and how long it tried', async () => {
    const ended = await attempt(failing(9), {clock: makeVirtualClock(), retriesFor: () => 3})
    expect(ended).toMatchObject({ok: false, tries: 4, elapsedMs: 3500, error: {message: 'try 4'}})
    expect(ended.failures).toHaveLength(4)
  })

  it('stops at once at an error that deserves no further try', async () => {
    const clock = makeVirtualClock()
    const ended = await attempt(failing(9), {clock, retriesFor: () => 0})
    expect(ended).toMatchObject({ok: false, tries: 1, elapsedMs: 0})
  })
})
