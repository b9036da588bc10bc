const SHORT: Readonly<Record<string, string>> = {
  '\x07': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
  '\\': '\\\\',
}

/** What Go calls printable: letters, marks, numbers, punctuation, symbols and the ASCII space. */
export function isPrintable(character: string): boolean {
  return /^[\p{L}\p{M}\p{N}\p{P}\p{S} ]$/u.test(character)
}

/** A Go string literal. */
export function quoteString(text: string, asciiOnly = false): string {
  return `"${[...text].map((character) => escapeCharacter(character, '"', asciiOnly)).join('')}"`
}

/** A Go character literal. */
export function quoteRune(code: bigint, asciiOnly = false): string {
  const valid = code >= 0n && code <= 0x10ffffn && (code < 0xd800n || code > 0xdfffn)
  return `'${escapeCharacter(valid ? String.fromCodePoint(Number(code)) : '\ufffd', "'", asciiOnly)}'`
}

function escapeCharacter(character: string, quote: string, asciiOnly: boolean): string {
  if (character === quote) return `\\${quote}`
  const short = Object.hasOwn(SHORT, character) ? SHORT[character] : undefined
  if (short !== undefined) return short
  const code = character.codePointAt(0) ?? 0
  if (isPrintable(character) && (code < 0x80 || !asciiOnly)) return character
  if (code < 0x20 || code === 0x7f) return `\\x${code.toString(16).padStart(2, '0')}`
  return code < 0x10000 ? `\\u${code.toString(16).padStart(4, '0')}` : `\\U${code.toString(16).padStart(8, '0')}`
}
