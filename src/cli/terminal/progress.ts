import {plural} from '../../dns/phrase.js'
import type {Zone} from '../../dns/zone.js'
import type {ProgressEvent, Progress as Route53Progress} from '../../route53/ports.js'
import {remark} from './streams.js'
import type {OutputStream} from './terminal.js'

/** What a long run says on stderr about where it is. */
export interface Progress {
  /** `step` names what is being done, `detail` how far it is: `reading services`, `1500 objects`. */
  report(step: string, detail?: string): void
  /** Leaves nothing behind on a terminal. Reports after it begin anew. */
  finish(): void
  /** As `finish`, and for good: what was still being read when the run failed is not told any more. */
  close(): void
}

type OpenProgress = Omit<Progress, 'close'>

const ERASE_LINE = '\r\u001b[2K'

/** On a terminal one line that is written over; elsewhere a line for each step, when it begins. */
export function makeProgress(
  stream: OutputStream,
  environment: Readonly<Record<string, string | undefined>>,
): Progress {
  const open = stream.isTTY === true && environment.TERM !== 'dumb' ? liveProgress(stream) : plainProgress(stream)
  let isClosed = false
  return {
    report(step, detail) {
      if (!isClosed) open.report(remark(step), detail === undefined ? undefined : remark(detail))
    },
    finish: () => open.finish(),
    close() {
      open.finish()
      isClosed = true
    },
  }
}

function liveProgress(stream: OutputStream): OpenProgress {
  let isShown = false
  return {
    report(step, detail) {
      const text = detail === undefined ? step : `${step}: ${detail}`
      // A line as long as the terminal would wrap, and only its last part be erased.
      stream.write(`${ERASE_LINE}${text.slice(0, Math.max(0, (stream.columns ?? 80) - 1))}`)
      isShown = true
    },
    finish() {
      if (isShown) stream.write(ERASE_LINE)
      isShown = false
    },
  }
}

function plainProgress(stream: OutputStream): OpenProgress {
  const announced = new Set<string>()
  return {
    report(step) {
      if (announced.has(step)) return
      announced.add(step)
      stream.write(`${step}\n`)
    },
    finish() {
      announced.clear()
    },
  }
}

/** Route 53's, for record sets. */
const RECORD_SETS_PER_PAGE = 300
/** A zone of less is read before anyone wonders. */
const PAGES_WORTH_AN_ESTIMATE = 10
/** The first page has a connection to open; from here on the pace of the limiter shows. */
const PAGES_TO_MEASURE = 3

interface ReadProgress {
  readonly startedAt: number
  /** Said once where progress is a line a step. */
  estimate: string | undefined
}

/**
 * Tells how far the zones are read. How many pages a big one has the listing of zones says; how long they take the first
 * of them do, limits and throttling included.
 *
 * @param now milliseconds; only differences mean something.
 */
export function makeZoneProgress(progress: Progress, now: () => number): Route53Progress {
  const byZone = new Map<Zone, ReadProgress>()
  return ({zone, pages = 0, recordSets = 0, isWhole = false}: ProgressEvent) => {
    if (zone === undefined) return
    const current = byZone.get(zone) ?? {startedAt: now(), estimate: undefined}
    byZone.set(zone, current)
    const total = Math.ceil((zone.recordSetCount ?? 0) / RECORD_SETS_PER_PAGE)
    const step = `reading zone ${zone.name}`
    if (!isWhole || total < PAGES_WORTH_AN_ESTIMATE) return progress.report(step, plural(recordSets, 'record set'))
    const isMeasured = pages >= PAGES_TO_MEASURE
    const left = isMeasured ? ((now() - current.startedAt) / (pages - 1)) * (total - pages) : undefined
    if (left !== undefined) current.estimate ??= `${step}: ${plural(total, 'page')}, ${timeText(left)}`
    const rest = left === undefined ? '' : `, ${timeText(left)}`
    progress.report(current.estimate ?? step, `page ${pages} of ${total}${rest}`)
  }
}

function timeText(ms: number): string {
  const seconds = Math.max(1, Math.round(ms / 1000))
  return seconds < 120 ? `about ${seconds} s to go` : `about ${Math.round(seconds / 60)} min to go`
}
