import type {Zone} from '../dns/zone.js'
import {type Clock, sleepUnlessStopped} from '../route53/clock.js'
import type {ChangeWatcher} from '../route53/ports.js'

/** A batch that Route 53 took. */
export interface AcceptedChange {
  readonly zone: Zone
  readonly changeId: string
}

export interface WaitPorts {
  readonly watcher: ChangeWatcher
  readonly clock: Clock
  /** Aborted once the user wants to go. */
  readonly stopping: AbortSignal
  readonly report: (inSync: number, of: number) => void
}

/** Route 53 takes some 30 s to a minute; the first look is for emulators and for batches that have waited their turn. */
const FIRST_PAUSE_MS = 1000
const LONGEST_PAUSE_MS = 10_000

/**
 * Asks until all name servers of Route 53 have the changes. Zone by zone the oldest that is not there yet, so a round
 * takes no more calls than there are zones.
 *
 * @returns how many are in sync: fewer than all when it was stopped.
 * @throws CliError when Route 53 does not tell.
 */
export async function waitForSync(
  changes: readonly AcceptedChange[],
  {watcher, clock, stopping, report}: WaitPorts,
): Promise<number> {
  const zones = new Map<Zone, AcceptedChange[]>()
  for (const change of changes) zones.set(change.zone, [...(zones.get(change.zone) ?? []), change])
  const queues = [...zones.values()]
  let inSync = 0
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(LONGEST_PAUSE_MS, pause * 1.5)) {
    await Promise.all(
      queues.map(async (queue) => {
        for (let next = queue[0]; next !== undefined && !stopping.aborted; next = queue[0]) {
          if ((await watcher.readStatus(next.zone, next.changeId)) === 'PENDING') return
          queue.shift()
          inSync++
          report(inSync, changes.length)
        }
      }),
    )
    if (inSync === changes.length) return inSync
    report(inSync, changes.length)
    if (!(await sleepUnlessStopped(pause, clock, stopping))) return inSync
  }
}
