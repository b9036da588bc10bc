import {setTimeout as sleep} from 'node:timers/promises'

export type Attempt<T> =
  | {readonly ok: true; readonly value: T; readonly failures: readonly unknown[]}
  | ({readonly ok: false} & FailedAttempt)

export interface FailedAttempt {
  readonly error: unknown
  /** The errors of all tries, the last one included. */
  readonly failures: readonly unknown[]
  readonly tries: number
  readonly elapsedMs: number
  /** The AWS partition as in ARNs; absent when it is not known. */
  readonly partition?: string | undefined
}

export interface RetryOptions {
  readonly clock: Clock
  /** How many retries an error allows in all; 0: none. */
  readonly retriesFor: (error: unknown) => number
  /** What the answer asks to wait at least, in milliseconds; undefined where it does not. */
  readonly waitOf?: (error: unknown) => number | undefined
  /** True of an error that a short wait cures; default none. It does not lengthen the waits for other errors. */
  readonly isBusy?: (error: unknown) => boolean
  /** Aborted when nothing should be retried any more. */
  readonly stopping?: AbortSignal
}

const FIRST_DELAY_MS = 500
const LONGEST_DELAY_MS = 20_000
/** Each wait for what is busy is longer by this, as AWS advises for PriorRequestNotComplete. */
const BUSY_STEP_MS = 200
const LONGEST_BUSY_MS = 2000
/** However much longer an answer asks to wait. */
const LONGEST_WAIT_MS = 60_000

/** Waits at random within a span that doubles ("full jitter"): runs throttled together do not return together. */
export async function attempt<T>(
  call: () => Promise<T>,
  {clock, retriesFor, waitOf = () => undefined, isBusy = () => false, stopping}: RetryOptions,
): Promise<Attempt<T>> {
  const startedAt = clock.now()
  const failures: unknown[] = []
  const pauseAfter = (error: unknown) => {
    const busy = failures.filter(isBusy).length
    if (isBusy(error)) return ((1 + clock.random()) / 2) * Math.min(LONGEST_BUSY_MS, BUSY_STEP_MS * busy)
    return clock.random() * Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** (failures.length - busy - 1))
  }
  for (;;) {
    try {
      return {ok: true, value: await call(), failures}
    } catch (error) {
      failures.push(error)
      const delayMs = Math.max(pauseAfter(error), Math.min(LONGEST_WAIT_MS, waitOf(error) ?? 0))
      if (failures.length > retriesFor(error) || !(await sleepUnlessStopped(delayMs, clock, stopping))) {
        return {ok: false, error, failures, tries: failures.length, elapsedMs: clock.now() - startedAt}
      }
    }
  }
}

/** So that tests need not wait. */
export interface Clock {
  /** Milliseconds; only differences are meaningful. */
  now(): number
  sleep(ms: number): Promise<void>
  /** 0 to 1, 1 excluded. */
  random(): number
}

export const SYSTEM_CLOCK: Clock = {now: () => performance.now(), sleep: (ms) => sleep(ms), random: () => Math.random()}

/** Sleeps, unless or until the run is stopped. @returns false once it is stopped. */
export async function sleepUnlessStopped(
  ms: number,
  clock: Clock,
  stopping: AbortSignal | undefined,
): Promise<boolean> {
  if (stopping === undefined) {
    await clock.sleep(ms)
    return true
  }
  if (stopping.aborted) return false
  let wake = () => {}
  const stopped = new Promise<void>((resolve) => {
    wake = resolve
    stopping.addEventListener('abort', wake, {once: true})
  })
  await Promise.race([clock.sleep(ms), stopped])
  stopping.removeEventListener('abort', wake)
  return !stopping.aborted
}
