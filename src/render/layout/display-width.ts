/** Two columns wide in a terminal: Hangul, CJK, kana, full-width forms (Unicode UAX #11, W and F), emoji. */
const WIDE =
  /\p{Emoji_Presentation}|[\u1100-\u115f\u2e80-\u303e\u3041-\u4dbf\u4e00-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6b\uff01-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]/u
const COMBINING = /\p{M}/u
const ASCII = /^[ -~]*$/
/** Control and format characters, line separators, lone surrogates: they could move the cursor or reorder text. */
export const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu

export function displayWidth(text: string): number {
  if (ASCII.test(text)) return text.length
  let width = 0
  for (const character of text) width += widthOf(character)
  return width
}

/** Cuts text: the first piece takes at most `first` columns, the others `rest`. Joined, they are the text again. */
export function sliceByWidth(text: string, first: number, rest: number): string[] {
  const pieces: string[] = []
  let piece = ''
  let used = 0
  for (const character of text) {
    const next = widthOf(character)
    if (piece !== '' && used + next > (pieces.length === 0 ? first : rest)) {
      pieces.push(piece)
      piece = ''
      used = 0
    }
    piece += character
    used += next
  }
  return [...pieces, piece]
}

/**
 * Escapes characters that a terminal would interpret, as `\u{1b}`. Names and values come from objects and zones that
 * others write, and must not be able to redraw the plan.
 */
export function printable(text: string): string {
  if (ASCII.test(text)) return text
  return text.replace(UNPRINTABLE, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`)
}

function widthOf(character: string): number {
  if (COMBINING.test(character)) return 0
  return WIDE.test(character) ? 2 : 1
}

const NOT_ASCII = /\P{ASCII}/gu

/** For a terminal without Unicode, escapes texts in the value as `\u{fc}`: before the layout, so that columns are aligned. */
export function shownIn<T>({isAscii}: {readonly isAscii: boolean}, value: T): T {
  return isAscii ? (escapeAll(value) as T) : value
}

function escapeAll(value: unknown): unknown {
  if (typeof value === 'string') {
    return value.replaceAll('→', '->').replace(NOT_ASCII, (one) => `\\u{${one.codePointAt(0)?.toString(16)}}`)
  }
  if (Array.isArray(value)) return value.map(escapeAll)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, escapeAll(one)]))
}
