import {displayWidth, printable, sliceByWidth} from './display-width.js'
import type {Paint} from './theme.js'

/** Text that stays on one line, with the number of blanks before it. */
export interface Word {
  /** Already escaped by `printable`. */
  readonly text: string
  readonly gap: number
  readonly paint: Paint | undefined
  /** True for long values such as TXT values; false for host names and addresses, which are never broken. */
  readonly isBreakable: boolean
  /** True for a word that belongs to the next one, as `alias` to its target: parted only when no line has room. */
  readonly sticks: boolean
}

/** `gap` counts for the first word; the others are separated by one blank. */
export type WordStyle = Partial<Omit<Word, 'text'>>

/** A line of text with colour, and its first column. */
export interface Line {
  readonly column: number
  readonly text: string
}

export interface Box {
  /** First column of the first line. */
  readonly column: number
  /** First column of the other lines. */
  readonly hang: number
  /** First column for a word that fits nowhere else. Such a word may exceed the width but is never cut. */
  readonly outdent: number
  readonly width: number
}

/** Blanks before a remark that follows a value on the same line. */
export const REMARK_GAP = 3
/** Below this width a breakable value is not broken into pieces. */
const LEAST_PIECE = 16

/** Splits text at single blanks. Several blanks in a row are kept as long as they stay on one line. */
export function words(text: string, style: WordStyle = {}): Word[] {
  return printable(text)
    .split(' ')
    .map((part, index) => makeWord(part, {...style, gap: index === 0 ? (style.gap ?? 1) : 1}))
}

/** One word with the whole text, including its blanks. */
export function oneWord(text: string, style: WordStyle = {}): Word {
  return makeWord(printable(text), style)
}

/** The width of the widest part that is never broken. */
export function widestPart(content: readonly Word[]): number {
  return joinSticking(content, Number.POSITIVE_INFINITY).reduce(
    (most, word) => (word.isBreakable ? most : Math.max(most, displayWidth(word.text))),
    0,
  )
}

/** Fills lines with words. No line exceeds `width`, unless a single unbreakable word does. */
export function wrap(content: readonly Word[], box: Box): Line[] {
  const lines: Line[] = []
  let column = box.column
  let runs: Run[] = []
  let used = 0
  // Several blanks in a row come as words without text: they widen the gap before the next word, and are dropped at the
  // end of a line.
  let gap = 0
  const flush = () => {
    lines.push({column, text: runs.map((run) => paintWith(run.paint, run.text)).join('')})
    column = box.hang
    runs = []
    used = 0
  }
  for (const word of joinSticking(content, box.width - box.outdent)) {
    gap += word.gap
    if (word.text === '') continue
    const size = displayWidth(word.text)
    if (used > 0 && column + used + gap + size > box.width) flush()
    if (used === 0 && column + size > box.width) {
      if (!word.isBreakable || box.width - column < LEAST_PIECE) column = Math.min(column, box.outdent)
      const next = column === box.column && box.width - box.hang >= LEAST_PIECE ? box.hang : column
      const pieces = word.isBreakable ? sliceByWidth(word.text, box.width - column, box.width - next) : [word.text]
      for (const [index, piece] of pieces.entries()) {
        if (index > 0) {
          flush()
          column = next
        }
        runs = [{paint: word.paint, text: piece}]
        used = displayWidth(piece)
      }
    } else {
      const blanks = used > 0 ? gap : 0
      addRun(runs, word, blanks)
      used += blanks + size
    }
    gap = 0
  }
  if (used > 0 || lines.length === 0) flush()
  return lines
}

interface Run {
  readonly paint: Paint | undefined
  readonly text: string
}

/** Joins neighbouring words of the same colour, so that a search for two words works in coloured output too. */
function addRun(runs: Run[], {paint, text}: Word, blanks: number): void {
  const last = runs.at(-1)
  const space = ' '.repeat(blanks)
  if (last === undefined) runs.push({paint, text: space + text})
  else if (last.paint === paint) runs[runs.length - 1] = {paint, text: last.text + space + text}
  else runs.push({paint: undefined, text: space}, {paint, text})
}

function makeWord(text: string, {gap = 1, paint, isBreakable = false, sticks = false}: WordStyle): Word {
  return {text, gap, paint, isBreakable, sticks}
}

/** Joins words that belong together when a line has room for both. */
function joinSticking(content: readonly Word[], room: number): readonly Word[] {
  if (!content.some(({sticks}) => sticks)) return content
  const joined: Word[] = []
  for (const word of content) {
    const before = joined.at(-1)
    const text = before === undefined ? '' : `${before.text}${' '.repeat(word.gap)}${word.text}`
    if (before?.sticks && displayWidth(text) <= room) joined[joined.length - 1] = {...word, text, gap: before.gap}
    else joined.push(word)
  }
  return joined
}

export function toText(lines: readonly Line[]): string[] {
  return lines.map((line) => `${' '.repeat(line.column)}${line.text}`)
}

/** The blocks that have lines, with an empty line between them; ends with a line feed. */
export function joinBlocks(blocks: readonly (readonly string[])[]): string {
  return `${blocks.flatMap((block) => (block.length === 0 ? [] : [block.join('\n')])).join('\n\n')}\n`
}

export function paintWith(paint: Paint | undefined, text: string): string {
  return paint === undefined || text === '' ? text : paint(text)
}

/** Wraps text; further lines are indented by two. */
export function paragraph(content: readonly Word[], width: number, column = 0, hang = column + 2): string[] {
  return toText(wrap(content, {column, hang, outdent: column, width}))
}
