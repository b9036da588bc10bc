import {plural} from '../../dns/phrase.js'
import type {Zone} from '../../dns/zone.js'
import type {Environment} from '../../errors/environment.js'
import type {ProgressEvent, Progress as Route53Progress} from '../../route53/ports.js'
import {remark} from './streams.js'
import type {OutputStream} from './terminal.js'

export interface Progress {
  /** `step` names the activity, `detail` how far it is: `reading services`, `1500 objects`. */
  report(step: string, detail?: string): void
  /** Erases the progress line of a terminal. Later reports start a new one. */
  finish(): void
  /** As `finish`, and ignores later reports: reads that are still running after a failure stay silent. */
  close(): void
  /** Keeps the stream to somebody else until the promise is settled: what is reported meanwhile is not shown. */
  lend<T>(run: () => Promise<T>): Promise<T>
  /** Text of somebody else, as it is. */
  pass(text: string): void
}

type OpenProgress = Pick<Progress, 'report' | 'finish'>

const ERASE_LINE = '\r\u001b[2K'

/** On a terminal, one line that is overwritten; elsewhere one line a step, from the third second on; with `--quiet` none. */
export function makeProgress(stream: OutputStream, environment: Environment, isQuiet = false): Progress {
  const isLive = stream.isTTY === true && environment.TERM !== 'dumb'
  const open = isQuiet ? SILENT : isLive ? liveProgress(stream) : plainProgress(stream)
  let isClosed = false
  let borrowers = 0
  let lent: Promise<unknown> = Promise.resolve()
  return {
    report(step, detail) {
      if (!isClosed && borrowers === 0) open.report(remark(step), detail === undefined ? undefined : remark(detail))
    },
    finish: () => open.finish(),
    close() {
      open.finish()
      isClosed = true
    },
    async lend(run) {
      open.finish()
      borrowers += 1
      // At a terminal one after another: two that ask at once could not be told apart.
      const mine = isLive ? lent.then(run, run) : run()
      lent = mine
      try {
        return await mine
      } finally {
        borrowers -= 1
      }
    },
    pass: (text) => void stream.write(text),
  }
}

const SILENT: OpenProgress = {report: () => {}, finish: () => {}}

function liveProgress(stream: OutputStream): OpenProgress {
  let isShown = false
  return {
    report(step, detail) {
      // A line of full width would wrap, and only its last part would be erased. A terminal of unknown size has 0 columns.
      stream.write(`${ERASE_LINE}${lineOf(step, detail).slice(0, Math.max(0, (stream.columns || 80) - 1))}`)
      isShown = true
    },
    finish() {
      if (isShown) stream.write(ERASE_LINE)
      isShown = false
    },
  }
}

/** A log needs no progress of a run that ends sooner. */
const WORTH_TELLING_MS = 2000

function plainProgress(stream: OutputStream): OpenProgress {
  const shown = new Set<string>()
  let latest: {readonly step: string; readonly text: string} | undefined
  /** Undefined before the first report. */
  let isLong: boolean | undefined
  const tell = () => {
    if (latest === undefined || shown.has(latest.step)) return
    shown.add(latest.step)
    stream.write(`${latest.text}\n`)
  }
  return {
    report(step, detail) {
      latest = {step, text: lineOf(step, detail)}
      if (isLong) return tell()
      if (isLong === undefined) {
        setTimeout(() => {
          isLong = true
          tell()
        }, WORTH_TELLING_MS).unref()
      }
      isLong = false
    },
    finish() {
      latest = undefined
    },
  }
}

function lineOf(step: string, detail: string | undefined): string {
  return detail === undefined ? step : `${step}: ${detail}`
}

/** The page size of Route 53 for record sets. */
const RECORD_SETS_PER_PAGE = 300
/** Smaller zones are read before anyone wonders how long it takes. */
const PAGES_WORTH_AN_ESTIMATE = 10
/** The first page includes connecting; after this many the pace of the rate limiter is visible. */
const PAGES_TO_MEASURE = 3

/**
 * Reports how far the zones have been read. The number of pages of a large zone comes from the listing of zones, the
 * time per page from its first pages, which includes rate limits and throttling.
 * @param now milliseconds; only differences matter.
 */
export function makeZoneProgress(progress: Progress, now: () => number): Route53Progress {
  const starts = new Map<Zone, number>()
  return ({zone, pages = 0, recordSets = 0, isWhole = false}: ProgressEvent) => {
    if (zone === undefined) return
    const start = starts.get(zone) ?? now()
    starts.set(zone, start)
    // Reading side by side takes a few pages more than there are, so the pages to come are those of the sets to come.
    const total = pages + Math.ceil(Math.max(0, (zone.recordSetCount ?? 0) - recordSets) / RECORD_SETS_PER_PAGE)
    const left = pages < PAGES_TO_MEASURE ? '' : `, ${timeText(((now() - start) / (pages - 1)) * (total - pages))}`
    const isEstimated = isWhole && total >= PAGES_WORTH_AN_ESTIMATE
    const detail = isEstimated ? `page ${pages} of ${total}${left}` : plural(recordSets, 'record set')
    progress.report(`reading zone ${zone.name}`, detail)
  }
}

function timeText(ms: number): string {
  const seconds = Math.max(1, Math.round(ms / 1000))
  return seconds < 120 ? `about ${seconds} s to go` : `about ${Math.round(seconds / 60)} min to go`
}
