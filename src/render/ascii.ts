const NOT_ASCII = /\P{ASCII}/gu

/**
 * A plan, an event or any other value with the characters of its texts that a terminal of ASCII only cannot show written
 * as `\u{fc}`; done before the layout, so that columns stay true.
 */
export function toAscii<T>(value: T): T {
  return escapeAll(value) as T
}

function escapeAll(value: unknown): unknown {
  if (typeof value === 'string') return value.replace(NOT_ASCII, (one) => `\\u{${one.codePointAt(0)?.toString(16)}}`)
  if (Array.isArray(value)) return value.map(escapeAll)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, escapeAll(one)]))
}
