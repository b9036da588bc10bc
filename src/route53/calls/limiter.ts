import type {Clock} from '../../aws/retry.js'

export interface LimiterOptions {
  /** 0: no limit until the first throttling. */
  readonly callsPerSecond: number
  readonly clock: Clock
  readonly isThrottling: (error: unknown) => boolean
  /** Default 8. */
  readonly maxUnderWay?: number
}

/** The bucket that Route 53 gives an account, for all its tools (Developer Guide, Throttling of API requests). */
const BUCKET = {burst: 50, perSecond: 10}
const LOWEST_RATE = 0.5
/** Calls per second that a slowed run gains with each successful call. */
const RATE_GAIN = 0.1
/** Once this run alone may have emptied the bucket. Each call under way may then be throttled. */
const UNDER_WAY_BEYOND_BURST = 3

/**
 * Makes one limiter for all calls of a run: how many at a time, and how many a second. Throttling applies to the account,
 * so one throttled call slows all of its kind: the bucket is taken for empty and refilled with 10 a second, after each
 * further one with half of that, and slowly up again.
 *
 * No library does this: p-limit limits only concurrency, p-throttle and p-queue have a fixed rate (and need Node 22),
 * bottleneck would do but was last released in 2019, and the SDK's adaptive mode slows each client separately and
 * measures its rate first.
 */
export function makeLimiter({callsPerSecond, clock, isThrottling, maxUnderWay = 8}: LimiterOptions) {
  const ceiling = callsPerSecond > 0 ? callsPerSecond : Number.POSITIVE_INFINITY
  const paces = {read: makePace(ceiling, clock), change: makePace(ceiling, clock)}
  const waiting: (() => void)[] = []
  const startedAt = clock.now()
  let underWay = 0
  let started = 0

  function places(): number {
    const left = BUCKET.burst + ((clock.now() - startedAt) / 1000) * BUCKET.perSecond - started
    return left >= 1 ? maxUnderWay : Math.min(maxUnderWay, UNDER_WAY_BEYOND_BURST)
  }

  /** Gives free places to the calls that have waited longest. */
  function admit(): void {
    while (underWay < places()) {
      const next = waiting.shift()
      if (next === undefined) return
      underWay += 1
      started += 1
      next()
    }
  }

  return {
    /** @param kind changes have a bucket of their own besides that of all requests. */
    async run<T>(kind: 'read' | 'change', call: () => Promise<T>): Promise<T> {
      const pace = paces[kind]
      await new Promise<void>((resolve) => {
        waiting.push(resolve)
        admit()
      })
      await pace.next()
      const at = clock.now()
      try {
        const answer = await call()
        pace.speedUp()
        return answer
      } catch (error) {
        if (isThrottling(error)) pace.slowDown(at)
        throw error
      } finally {
        underWay -= 1
        admit()
      }
    },
  }
}

function makePace(ceiling: number, clock: Clock) {
  let rate = ceiling
  let nextStart = Number.NEGATIVE_INFINITY
  let slowedAt = Number.NEGATIVE_INFINITY
  return {
    async next(): Promise<void> {
      const now = clock.now()
      const start = Math.max(now, nextStart)
      nextStart = start + 1000 / rate
      if (start > now) await clock.sleep(start - now)
    },
    speedUp(): void {
      rate = Math.max(rate, Math.min(ceiling, BUCKET.perSecond, rate + RATE_GAIN))
    },
    /** Unless the call began before the last slowdown and so says nothing about the new rate. */
    slowDown(callStartedAt: number): void {
      if (callStartedAt <= slowedAt) return
      slowedAt = clock.now()
      rate = rate > BUCKET.perSecond ? BUCKET.perSecond : Math.max(LOWEST_RATE, rate / 2)
      nextStart = Math.max(nextStart, slowedAt + 1000 / rate)
    },
  }
}
