import {parseGoDuration} from './go-duration.js'
import {type Parsed, parsed, problem} from './parsed.js'

const RFC_3339 = /^(\d{4}-\d\d-\d\d)T\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/

/** Reads a moment that has passed: a Go duration before `nowMs`, or a time of RFC 3339. Milliseconds since 1970. */
export function parsePast(text: string, nowMs: number): Parsed<number> {
  const [, day] = RFC_3339.exec(text.toUpperCase()) ?? []
  const ago = day === undefined ? parseGoDuration(text) : undefined
  if (ago?.ok === false) return problem(`${ago.problem}, nor a time such as 2026-11-30T08:00:00Z`)
  const ms = ago === undefined ? Date.parse(text.toUpperCase()) : nowMs - ago.value * 1000
  // JavaScript takes February 30 for March 2.
  const isDay = day === undefined || new Date(Date.parse(day) || 0).toISOString().startsWith(day)
  if (Number.isNaN(ms) || !isDay) return problem(`"${text}" is not a time that exists`)
  return ms > nowMs ? problem(`"${text}" has not come yet`) : parsed(Math.floor(ms))
}
