import type {Clock} from '../../aws/retry.js'

/** Lets the calls of a run through: so many at the same time, so many a second. */
export interface Limiter {
  run<T>(call: () => Promise<T>): Promise<T>
}

export interface LimiterOptions {
  /** 0: no cap until the first throttling. */
  readonly callsPerSecond: number
  readonly clock: Clock
  readonly isThrottling: (error: unknown) => boolean
  /** Default 4. */
  readonly maxUnderWay?: number
}

/** What Route 53 has given an account for years; a throttled run goes on at this pace. */
const RATE_WHEN_THROTTLED = 5
const LOWEST_RATE = 0.5
/** Each call that goes well adds this much to the calls per second of a throttled run. */
const RATE_GAIN = 0.1

/**
 * One limiter for all calls of a run. The bucket of calls belongs to the account, so a throttling of one call slows all
 * of them: to 5 a second, to half after each further one, and slowly up again.
 *
 * Written here because no library has that: p-limit counts only what is under way, p-throttle and p-queue have a fixed
 * rate (and want Node 22), bottleneck could be steered but was last released in 2019, the SDK's adaptive mode slows each
 * client on its own and measures its rate first.
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

  /** The place goes to the call that has waited longest. */
  function leave(): void {
    const next = waiting.shift()
    if (next === undefined) underWay -= 1
    else next()
  }

  /** Calls that had begun before the run was slowed say nothing about the new pace. */
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
