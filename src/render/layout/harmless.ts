import {UNPRINTABLE} from './display-width.js'

/** The colour codes that a theme uses, without the escape character. */
const COLOUR = /\[(?:[12]|22|3[1-69])m/y
/**
 * Commands for the CI runners of GitHub and Azure: `::add-mask::…` at the start of a line (but not the address `::1`),
 * and `##[…]` or `##vso[…]` anywhere.
 */
const RUNNER_COMMAND = /^[^\S\n]*:(?=:(?![0-9a-f:.]+(?:\s|$))[^\n]*::)|#(?=#[a-z.]*\[)/gim

/**
 * Escapes everything that a terminal, a log viewer or a CI runner would interpret, in the notation of JSON, so that
 * JSON output keeps its meaning. A last safeguard for all output; the renderers have applied `printable` before.
 * @param hasColour whether the text may contain the colour codes of a theme
 */
export function harmless(text: string, hasColour = false): string {
  return text
    .replace(UNPRINTABLE, (sign, at: number) => (isKept(sign, text, at, hasColour) ? sign : escaped(sign)))
    .replace(RUNNER_COMMAND, (found) => `${found.slice(0, -1)}${escaped(found.slice(-1))}`)
}

function isKept(sign: string, text: string, at: number, hasColour: boolean): boolean {
  // CSV lines end with CRLF.
  if (sign === '\r') return text[at + 1] === '\n'
  if (sign !== '\u001b') return sign === '\n' || sign === '\t'
  COLOUR.lastIndex = at + 1
  return hasColour && COLOUR.test(text)
}

export function escaped(sign: string): string {
  const units = sign.split('').map((unit) => unit.charCodeAt(0).toString(16).padStart(4, '0'))
  return units.map((unit) => `\\u${unit}`).join('')
}
