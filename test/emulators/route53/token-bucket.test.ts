import {describe, expect, it} from 'vitest'
import {openBucket} from './token-bucket.js'

describe('a token bucket', () => {
  it('is full at the start, gives all or nothing, and fills up to its size', () => {
    let now = 0
    const bucket = openBucket({burst: 10, perSecond: 2}, () => now)
    expect([bucket.take(6), bucket.take(5), bucket.take(4), bucket.take(1)]).toEqual([true, false, true, false])
    now = 1500
    expect([bucket.take(3), bucket.take(1)]).toEqual([true, false])
    now = 60_000
    expect([bucket.take(11), bucket.take(10)]).toEqual([false, true])
  })

  it('is never empty without a size', () => {
    expect(openBucket(undefined, () => 0).take(1_000_000)).toBe(true)
  })
})
