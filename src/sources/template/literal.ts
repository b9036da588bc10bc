import {SyntaxProblem, type Token} from './lexer.js'

const SIMPLE: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
  "'": "'",
  '"': '"',
}

/** Byte escapes (`\x`, octal) need a decoder, the others are characters. */
const ESCAPE = /\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-7]{3})|([abfnrtv\\'"])|)/g

export function unquote(token: Token): string {
  if (token.kind === 'rawString') return token.text.slice(1, -1).replaceAll('\r', '')
  return unescapeText(token, token.text.slice(1, -1), "'")
}

/** As in Go, `1e3` is a float although its value is whole. @throws SyntaxProblem */
export function parseNumber(token: Token): {kind: 'int'; value: bigint} | {kind: 'float'; value: number} {
  if (token.kind === 'rune') return {kind: 'int', value: runeOf(token)}
  const digits = token.text.replace(/^[+-]/, '')
  const isNegative = token.text.startsWith('-')
  if (/[.eEpP]/.test(digits) && !/^0[xX]/.test(digits)) {
    const value = Number(digits)
    if (Number.isFinite(value)) return {kind: 'float', value: isNegative ? -value : value}
  } else if (/^(0[xX](_?[0-9a-fA-F])+|0[oO](_?[0-7])+|0[bB](_?[01])+|0(_?[0-7])*|[1-9](_?[0-9])*)$/.test(digits)) {
    const plain = digits.replaceAll('_', '')
    const magnitude = BigInt(/^0[0-7]/.test(plain) ? `0o${plain}` : plain)
    const value = isNegative ? -magnitude : magnitude
    if (BigInt.asIntN(64, value) === value) return {kind: 'int', value}
    throw new SyntaxProblem(token.at, `integer overflow: ${JSON.stringify(token.text)}`)
  }
  throw new SyntaxProblem(token.at, `illegal number syntax: ${JSON.stringify(token.text)}`)
}

function runeOf(token: Token): bigint {
  const text = unescapeText(token, token.text.slice(1, -1), '"')
  const first = text.codePointAt(0)
  if (first === undefined || String.fromCodePoint(first) !== text) {
    throw new SyntaxProblem(token.at, `malformed character constant: ${token.text}`)
  }
  return BigInt(first)
}

function unescapeText(token: Token, text: string, otherQuote: string): string {
  let bytes: number[] = []
  let out = ''
  let last = 0
  const flush = (): void => {
    if (bytes.length > 0) out += new TextDecoder('utf-8', {ignoreBOM: true}).decode(Uint8Array.from(bytes))
    bytes = []
  }
  for (const found of text.matchAll(ESCAPE)) {
    if (found.index > last) flush()
    out += text.slice(last, found.index)
    const byte = found[1] === undefined ? found[4] && Number.parseInt(found[4], 8) : Number.parseInt(found[1], 16)
    if (typeof byte === 'number' && byte < 256) bytes.push(byte)
    else {
      flush()
      out += character(token, found, otherQuote)
    }
    last = found.index + found[0].length
  }
  flush()
  return out + text.slice(last)
}

function character(token: Token, found: RegExpMatchArray, otherQuote: string): string {
  const code = Number.parseInt(found[2] ?? found[3] ?? '', 16)
  if (code <= 0x10ffff && (code < 0xd800 || code > 0xdfff)) return String.fromCodePoint(code)
  const simple = found[5] !== undefined && found[5] !== otherQuote ? SIMPLE[found[5]] : undefined
  if (simple === undefined) throw new SyntaxProblem(token.at, `invalid syntax: ${token.text}`)
  return simple
}

const HTML: Readonly<Record<string, string>> = {
  '\0': '\ufffd',
  '"': '&#34;',
  "'": '&#39;',
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
}

const SCRIPT: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  "'": "\\'",
  '"': '\\"',
  '<': '\\u003C',
  '>': '\\u003E',
  '&': '\\u0026',
  '=': '\\u003D',
}

export function escapeHtml(text: string): string {
  return text.replace(/[\0"'&<>]/g, (character) => HTML[character] ?? character)
}

/** For the inside of a JavaScript string, as Go's `js` does it. */
export function escapeScript(text: string): string {
  return [...text].map(escapeScriptCharacter).join('')
}

/** For a URL query, a space as `+`. */
export function escapeQuery(text: string): string {
  return [...new TextEncoder().encode(text)].map(escapeQueryByte).join('')
}

function escapeQueryByte(byte: number): string {
  const character = String.fromCharCode(byte)
  if (/[A-Za-z0-9._~-]/.test(character)) return character
  return character === ' ' ? '+' : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`
}

function escapeScriptCharacter(character: string): string {
  const known = Object.hasOwn(SCRIPT, character) ? SCRIPT[character] : undefined
  if (known !== undefined) return known
  const code = character.codePointAt(0) ?? 0
  if (code >= 0x20 && (code < 0x7f || isPrintable(character))) return character
  return `\\u${code.toString(16).toUpperCase().padStart(4, '0')}`
}

/** The escapes by their characters, quotes left out: those depend on the literal. */
const SHORT: ReadonlyMap<string, string> = new Map(
  Object.entries(SIMPLE).flatMap(([letter, character]) => (/['"]/.test(letter) ? [] : [[character, `\\${letter}`]])),
)

export function isPrintable(character: string): boolean {
  return /^[\p{L}\p{M}\p{N}\p{P}\p{S} ]$/u.test(character)
}

export function quoteString(text: string, asciiOnly = false): string {
  return `"${[...text].map((character) => escapeCharacter(character, '"', asciiOnly)).join('')}"`
}

export function quoteRune(code: bigint, asciiOnly = false): string {
  const valid = code >= 0n && code <= 0x10ffffn && (code < 0xd800n || code > 0xdfffn)
  return `'${escapeCharacter(valid ? String.fromCodePoint(Number(code)) : '\ufffd', "'", asciiOnly)}'`
}

function escapeCharacter(character: string, quote: string, asciiOnly: boolean): string {
  if (character === quote) return `\\${quote}`
  const short = SHORT.get(character)
  if (short !== undefined) return short
  const code = character.codePointAt(0) ?? 0
  if (isPrintable(character) && (code < 0x80 || !asciiOnly)) return character
  if (code < 0x20 || code === 0x7f) return `\\x${code.toString(16).padStart(2, '0')}`
  return code < 0x10000 ? `\\u${code.toString(16).padStart(4, '0')}` : `\\U${code.toString(16).padStart(8, '0')}`
}
