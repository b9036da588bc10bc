import type {Clock} from '../../aws/retry.js'

/** Limits the calls of a run: how many at a time, and how many a second. */
export interface Limiter {
  run<T>(call: () => Promise<T>): Promise<T>
}

export interface LimiterOptions {
  /** 0: no limit until the first throttling. */
  readonly callsPerSecond: number
  readonly clock: Clock
  readonly isThrottling: (error: unknown) => boolean
  /** Default 4. */
  readonly maxUnderWay?: number
}

/** The rate that Route 53 has long allowed an account; a throttled run continues at it. */
const RATE_WHEN_THROTTLED = 5
const LOWEST_RATE = 0.5
/** Calls per second that a throttled run gains with each successful call. */
const RATE_GAIN = 0.1

/**
 * Makes one limiter for all calls of a run. Throttling applies to the account, so one throttled call slows all of them:
 * to 5 a second, to half after each further one, and slowly up again.
 *
 * No library does this: p-limit limits only concurrency, p-throttle and p-queue have a fixed rate (and need Node 22),
 * bottleneck would do but was last released in 2019, and the SDK's adaptive mode slows each client separately and
 * measures its rate first.
 */
export function makeLimiter({callsPerSecond, clock, isThrottling, maxUnderWay = 4}: LimiterOptions): Limiter {
  const ceiling = callsPerSecond > 0 ? callsPerSecond : Number.POSITIVE_INFINITY
  const waiting: (() => void)[] = []
  let underWay = 0
  let rate = ceiling
  let nextStart = Number.NEGATIVE_INFINITY
  let slowedAt = Number.NEGATIVE_INFINITY

  async function enter(): Promise<void> {
    if (underWay < maxUnderWay) underWay += 1
    else await new Promise<void>((resolve) => waiting.push(resolve))
    const now = clock.now()
    const start = Math.max(now, nextStart)
    nextStart = start + 1000 / rate
    if (start > now) await clock.sleep(start - now)
  }

  /** Gives the place to the call that has waited longest. */
  function leave(): void {
    const next = waiting.shift()
    if (next === undefined) underWay -= 1
    else next()
  }

  /** Lowers the rate, unless the call began before the last slowdown and so says nothing about the new rate. */
  function slowDown(startedAt: number): void {
    if (startedAt <= slowedAt) return
    slowedAt = clock.now()
    rate = rate > RATE_WHEN_THROTTLED ? RATE_WHEN_THROTTLED : Math.max(LOWEST_RATE, rate / 2)
    nextStart = Math.max(nextStart, slowedAt + 1000 / rate)
  }

  return {
    async run(call) {
      await enter()
      const startedAt = clock.now()
      try {
        const answer = await call()
        if (rate < ceiling) rate = Math.min(ceiling, rate + RATE_GAIN)
        return answer
      } catch (error) {
        if (isThrottling(error)) slowDown(startedAt)
        throw error
      } finally {
        leave()
      }
    },
  }
}
