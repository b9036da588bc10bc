/** As `printable` has it. */
const OBEYED = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu
/** The colours that a theme uses, after the escape. */
const COLOUR = /\[(?:[12]|22|3[1-69])m/y
/**
 * What the runners of GitHub and Azure take for a command: `::add-mask::…` at the beginning of a line, which `::1` is not, and
 * `##[…]`, `##vso[…]` anywhere.
 */
const RUNNER_COMMAND = /^[^\S\n]*:(?=:(?![0-9a-f:.]+(?:\s|$))[^\n]*::)|#(?=#[a-z.]*\[)/gim

/**
 * The text without anything that a terminal, a viewer of logs or a runner of CI would obey instead of show: such a sign is
 * written as JSON writes it, so that JSON keeps its meaning. The last resort of every stream; what is shown in its own
 * place has been through `printable` before.
 *
 * @param hasColour whether the text may hold the colours of a theme
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
      // The line end of CSV.
      return text[at + 1] === '\n'
    case '\u001b':
      COLOUR.lastIndex = at + 1
      return hasColour && COLOUR.test(text)
    default:
      return false
  }
}

/** As JSON writes it. */
export function escaped(sign: string): string {
  return Array.from({length: sign.length}, (_, at) => `\\u${sign.charCodeAt(at).toString(16).padStart(4, '0')}`).join(
    '',
  )
}
