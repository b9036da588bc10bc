import {isPrintable} from './quote.js'

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
