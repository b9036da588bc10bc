import {remark} from './remark.js'
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
  const told = new Set<string>()
  return {
    report(step) {
      if (told.has(step)) return
      told.add(step)
      stream.write(`${step}\n`)
    },
    finish() {
      told.clear()
    },
  }
}
