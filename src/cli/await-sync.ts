import {CliError} from '../errors/cli-error.js'
import {type AcceptedChange, waitForSync} from '../pipeline/wait-for-sync.js'
import {plural} from '../render/phrase.js'
import {SYSTEM_CLOCK} from '../route53/clock.js'
import type {ChangeWatcher} from '../route53/ports.js'
import type {Progress} from './progress.js'

export interface SyncStreams {
  readonly interruption: AbortSignal
  readonly progress: Progress
  /** To stderr. */
  readonly tell: (text: string) => void
}

/**
 * `--wait`: until every name server of Route 53 has the changes, which are in either way; what fails here is a remark.
 *
 * @returns false when it was stopped before.
 */
export async function awaitSync(
  changes: readonly AcceptedChange[],
  watcher: ChangeWatcher,
  {interruption, progress, tell}: SyncStreams,
): Promise<boolean> {
  // The id of a change whose answer was lost is not known.
  const known = changes.filter(({changeId}) => !changeId.startsWith('unknown'))
  if (known.length === 0 || interruption.aborted) return true
  const startedAt = SYSTEM_CLOCK.now()
  try {
    const inSync = await waitForSync(known, {
      watcher,
      clock: SYSTEM_CLOCK,
      stopping: interruption,
      report: (done, of) =>
        progress.report('waiting for the name servers', `${done} of ${plural(of, 'batch', 'batches')}`),
    })
    const isDone = inSync === known.length
    const seconds = Math.round((SYSTEM_CLOCK.now() - startedAt) / 1000)
    const rest = plural(known.length - inSync, 'batch', 'batches')
    const said = isDone
      ? `all name servers of Route 53 have the changes, after ${seconds} s`
      : `${rest} accepted, but not yet on all name servers of Route 53`
    tell(`Note: ${said}\n`)
    return isDone
  } catch (error) {
    if (!(error instanceof CliError)) throw error
    tell(`Note: the changes are in; when all name servers have them is not known: ${error.happened}\n`)
    return true
  }
}
