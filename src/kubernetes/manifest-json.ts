import {parseJson} from './json.js'

export interface JsonValue {
  readonly value: unknown
  /** From 1; where it begins. */
  readonly line: number
}

/** The deepest nesting. Objects of a cluster have about 20 levels; far deeper ones would exhaust the stack. */
const MOST_LEVELS = 1000

const [QUOTE, BACKSLASH, LINE_FEED] = [0x22, 0x5c, 0x0a]
const OPENING: ReadonlySet<number> = new Set([0x7b, 0x5b])
const CLOSING: ReadonlySet<number> = new Set([0x7d, 0x5d])
const BLANK: ReadonlySet<number> = new Set([0x20, 0x09, 0x0d])

/** Consecutive JSON objects in one pass; undefined for any other text. @throws RangeError when nested too deeply. */
export function parseJsonValues(text: string): readonly JsonValue[] | undefined {
  const values: JsonValue[] = []
  let [depth, from, line, startLine] = [0, 0, 1, 1]
  for (let at = 0; at < text.length; at += 1) {
    const sign = text.charCodeAt(at)
    if (sign === LINE_FEED) line += 1
    else if (sign === QUOTE && depth > 0) {
      at = endOfString(text, at)
      if (at < 0) return undefined
    } else if (OPENING.has(sign)) {
      if (depth === 0) {
        from = at
        startLine = line
      }
      depth += 1
      if (depth > MOST_LEVELS) throw new RangeError(`more than ${MOST_LEVELS} levels`)
    } else if (CLOSING.has(sign)) {
      depth -= 1
      if (depth < 0) return undefined
      if (depth === 0) {
        const value = parseJson(text.slice(from, at + 1))
        if (value === undefined) return undefined
        values.push({value, line: startLine})
      }
    } else if (depth === 0 && !BLANK.has(sign)) return undefined
  }
  return depth === 0 ? values : undefined
}

/** The index of the closing quote; negative when the string does not end on its line, as every JSON string does. */
function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at += 1) {
    const sign = text.charCodeAt(at)
    if (sign === QUOTE) return at
    if (sign === LINE_FEED) return -1
    if (sign === BACKSLASH) at += 1
  }
  return -1
}
