import {setTimeout as sleep} from 'node:timers/promises'

/** How a call ended, its tries counted. */
export type Attempt<T> =
  | {readonly ok: true; readonly value: T; readonly failures: readonly unknown[]}
  | ({readonly ok: false} & FailedAttempt)

export interface FailedAttempt {
  /** Of the last try. */
  readonly error: unknown
  /** All of them, the last one included. */
  readonly failures: readonly unknown[]
  readonly tries: number
  readonly elapsedMs: number
  /** Of AWS, as ARNs name it; absent when that is not known. */
  readonly partition?: string | undefined
}

export interface RetryOptions {
  readonly clock: Clock
  /** How many more tries an error deserves in all; 0: none. */
  readonly retriesFor: (error: unknown) => number
  /** Aborted once nothing is to be tried again. */
  readonly stopping?: AbortSignal
}

const FIRST_DELAY_MS = 500
const LONGEST_DELAY_MS = 20_000

/**
 * Tries a call until it succeeds or an error deserves no further try. Between two tries it waits a random part of a
 * span that doubles ("full jitter"), so that many runs throttled together do not come back together.
 */
export async function attempt<T>(
  call: () => Promise<T>,
  {clock, retriesFor, stopping}: RetryOptions,
): Promise<Attempt<T>> {
  const startedAt = clock.now()
  const failures: unknown[] = []
  for (;;) {
    try {
      return {ok: true, value: await call(), failures}
    } catch (error) {
      failures.push(error)
      const delayMs = clock.random() * Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** (failures.length - 1))
      if (failures.length > retriesFor(error) || !(await sleepUnlessStopped(delayMs, clock, stopping))) {
        return {ok: false, error, failures, tries: failures.length, elapsedMs: clock.now() - startedAt}
      }
    }
  }
}

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

/** False once the run is to stop, however long the pause still had to go. */
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
