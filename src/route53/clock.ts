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
