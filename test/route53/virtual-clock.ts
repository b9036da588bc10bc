import type {Clock} from '../../src/aws/retry.js'

export type VirtualClock = Clock & {
  /** The sleeps, in the order in which they began. */
  readonly sleeps: readonly number[]
}

/** A clock that jumps to the next wake-up once nothing else is to be done. `random` is constant. */
export function makeVirtualClock(random = 1): VirtualClock {
  const sleeps: number[] = []
  const sleepers: {readonly at: number; readonly wake: () => void}[] = []
  let now = 0

  function wakeNext(): void {
    const next = sleepers.toSorted((a, b) => a.at - b.at)[0]
    if (next === undefined) return
    sleepers.splice(sleepers.indexOf(next), 1)
    now = Math.max(now, next.at)
    next.wake()
    if (sleepers.length > 0) setImmediate(wakeNext)
  }

  return {
    sleeps,
    now: () => now,
    random: () => random,
    sleep(ms) {
      sleeps.push(ms)
      return new Promise((wake) => {
        sleepers.push({at: now + ms, wake})
        if (sleepers.length === 1) setImmediate(wakeNext)
      })
    },
  }
}
