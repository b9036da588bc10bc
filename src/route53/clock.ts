import {setTimeout as sleep} from 'node:timers/promises'

/** Time and chance, so that waiting can be tested without waiting. */
export interface Clock {
  /** Milliseconds; only differences mean something. */
  now(): number
  sleep(ms: number): Promise<void>
  /** 0 to 1, 1 excluded. */
  random(): number
}

export const SYSTEM_CLOCK: Clock = {
  now: () => performance.now(),
  sleep: (ms) => sleep(ms),
  random: () => Math.random(),
}
