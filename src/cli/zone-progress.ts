import type {Zone} from '../dns/zone.js'
import {plural} from '../render/phrase.js'
import type {ProgressEvent, Progress as Route53Progress} from '../route53/progress.js'
import type {Progress} from './progress.js'

/** Route 53's, for record sets. */
const RECORD_SETS_PER_PAGE = 300
/** A zone of less is read before anyone wonders. */
const PAGES_WORTH_AN_ESTIMATE = 10
/** The first page has a connection to open; from here on the pace of the limiter shows. */
const PAGES_TO_MEASURE = 3

interface Reading {
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
  const readings = new Map<Zone, Reading>()
  return ({zone, pages = 0, recordSets = 0, isWhole = false}: ProgressEvent) => {
    if (zone === undefined) return
    const reading = readings.get(zone) ?? {startedAt: now(), estimate: undefined}
    readings.set(zone, reading)
    const total = Math.ceil((zone.recordSetCount ?? 0) / RECORD_SETS_PER_PAGE)
    const step = `reading zone ${zone.name}`
    if (!isWhole || total < PAGES_WORTH_AN_ESTIMATE) return progress.report(step, plural(recordSets, 'record set'))
    const isMeasured = pages >= PAGES_TO_MEASURE
    const left = isMeasured ? ((now() - reading.startedAt) / (pages - 1)) * (total - pages) : undefined
    if (left !== undefined) reading.estimate ??= `${step}: ${plural(total, 'page')}, ${timeText(left)}`
    const rest = left === undefined ? '' : `, ${timeText(left)}`
    progress.report(reading.estimate ?? step, `page ${pages} of ${total}${rest}`)
  }
}

function timeText(ms: number): string {
  const seconds = Math.max(1, Math.round(ms / 1000))
  return seconds < 120 ? `about ${seconds} s to go` : `about ${Math.round(seconds / 60)} min to go`
}
