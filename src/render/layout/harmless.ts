/** The same characters that `printable` escapes. */
const OBEYED = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu
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
    .replace(OBEYED, (sign, at: number) => (isKept(sign, text, at, hasColour) ? sign : escaped(sign)))
    .replace(RUNNER_COMMAND, (found) => `${found.slice(0, -1)}${escaped(found.slice(-1))}`)
}

function isKept(sign: string, text: string, at: number, hasColour: boolean): boolean {
  switch (sign) {
    case '\n':
    case '\t':
      return true
    case '\r':
      // CSV lines end with CRLF.
      return text[at + 1] === '\n'
    case '\u001b':
      COLOUR.lastIndex = at + 1
      return hasColour && COLOUR.test(text)
    default:
      return false
  }
}

/** Escapes characters as JSON does. */
export function escaped(sign: string): string {
  return Array.from({length: sign.length}, (_, at) => `\\u${sign.charCodeAt(at).toString(16).padStart(4, '0')}`).join(
    '',
  )
}
