import {displayWidth, printable} from './display-width.js'
import type {Paint} from './theme.js'
import {type Line, oneWord, paintWith, toText, type Word, words, wrap} from './wrap.js'

/** One row about a host, before it is laid out. */
export interface Row {
  /** `txt` rows contain names of ownership TXT. A narrow terminal shows a count instead. */
  readonly kind: 'record' | 'txt' | 'text'
  /**
   * Such as `A AAAA`, `owner` or `why`. Empty when the row continues the previous one; undefined when the content
   * starts in the column of the label.
   */
  readonly label: string | undefined
  readonly marker: '' | '-' | '+'
  readonly content: readonly Word[]
}

/** A host with all of its rows. */
export interface Entry {
  readonly symbol: string
  readonly paint: Paint
  readonly bold: Paint
  readonly name: string
  /** Replaces the `txt` rows on a narrow terminal: `(+2 TXT)`. */
  readonly foldedTxt: string | undefined
  readonly rows: readonly Row[]
}

/** Below this width nothing is aligned. */
export const LEAST_ALIGNED_WIDTH = 72
/** The column of host names: two blanks, the symbol, a blank. */
export const NAME_COLUMN = 5
/** The width of a label including the `+` or `-` after it. */
const LABEL_WIDTH = 9
/** The column for a word that does not fit next to its label. */
export const OUTDENT = 7
/** The width reserved for values before host names get more than their minimum. */
const VALUE_WIDTH = 59
const LEAST_NAME_WIDTH = 12
const LEAST_NAME_ROOM = 18
const MOST_NAME_ROOM = 48
const NAME_GAP = 3
export const LEAST_NAME_GAP = 2

/**
 * The column of the text next to the host names. Names that are too long for the remaining width are put on a line of
 * their own and are ignored here, so that one long name does not move the whole plan to the right.
 */
export function bodyColumn(names: readonly string[], width: number): number {
  const left = width - NAME_COLUMN - NAME_GAP - LABEL_WIDTH - VALUE_WIDTH
  const room = Math.max(LEAST_NAME_ROOM, Math.min(MOST_NAME_ROOM, left))
  const widths = names.map((name) => displayWidth(printable(name))).filter((size) => size <= room)
  return NAME_COLUMN + NAME_GAP + widths.reduce((most, size) => Math.max(most, size), LEAST_NAME_WIDTH)
}

/** The width available to one row, including its label. */
export function rowRoom(body: number, width: number): number {
  return width < LEAST_ALIGNED_WIDTH ? width - 4 : width - body
}

export function layOutEntry(entry: Entry, body: number, width: number): string[] {
  return width < LEAST_ALIGNED_WIDTH ? layOutNarrow(entry, width) : layOutAligned(entry, body, width)
}

/** The symbol and the host name, for the first column of an aligned block. */
export function nameCell(entry: Pick<Entry, 'symbol' | 'paint' | 'bold' | 'name'>): {text: string; width: number} {
  const lead = `${entry.symbol} `.padEnd(3)
  const name = printable(entry.name)
  return {
    text: `  ${paintWith(entry.paint, entry.symbol)}${lead.slice(entry.symbol.length)}${entry.bold(name)}`,
    width: 2 + lead.length + displayWidth(name),
  }
}

function layOutAligned(entry: Entry, body: number, width: number): string[] {
  const out: string[] = []
  let cell = nameCell(entry)
  if (cell.width + LEAST_NAME_GAP > body || entry.rows.length === 0) {
    out.push(cell.text)
    cell = {text: '', width: 0}
  }
  for (const row of entry.rows) {
    const start = row.label === undefined ? body : body + LABEL_WIDTH
    const column = row.marker === '' ? start : start - 2
    const lines = wrap(marked(row), {column, hang: start, outdent: OUTDENT, width})
    const label = row.label ?? ''
    const lead = cell.text + ' '.repeat(body - cell.width) + label
    out.push(...joinLead(lead, body + displayWidth(label), column, lines))
    cell = {text: '', width: 0}
  }
  return out
}

/** Puts the first line next to its lead, or below it when the line starts further left. */
export function joinLead(lead: string, leadWidth: number, column: number, lines: readonly Line[]): string[] {
  const [first, ...rest] = lines
  if (first === undefined) return [lead.trimEnd()]
  if (first.column < column) return [...(lead.trim() === '' ? [] : [lead.trimEnd()]), ...toText(lines)]
  return [`${lead}${' '.repeat(column - leadWidth)}${first.text}`, ...toText(rest)]
}

function layOutNarrow(entry: Entry, width: number): string[] {
  const out = narrowHead(entry, entry.foldedTxt === undefined ? [] : words(entry.foldedTxt), width)
  for (const row of entry.rows) {
    if (row.kind === 'txt') continue
    const label = row.label ?? ''
    const content = [...(label === '' ? [] : words(label)), ...marked(row)]
    out.push(...toText(wrap(content, {column: row.label === '' ? 6 : 4, hang: 6, outdent: 2, width})))
  }
  return out
}

/** The first line on a narrow terminal: the symbol, the host name at whatever length, and the tail. */
export function narrowHead(
  {symbol, paint, bold, name}: Pick<Entry, 'symbol' | 'paint' | 'bold' | 'name'>,
  tail: readonly Word[],
  width: number,
): string[] {
  const column = symbol.length + 1
  const [first, ...rest] = wrap([oneWord(name, {paint: bold}), ...tail], {column, hang: 4, outdent: column, width})
  return [`${paintWith(paint, symbol)} ${first?.text ?? ''}`, ...toText(rest)]
}

/** Prepends the marker to the first word, so that the two stay together. */
function marked(row: Row): readonly Word[] {
  const [first, ...rest] = row.content
  if (row.marker === '' || first === undefined) return row.content
  return [{...first, text: `${row.marker} ${first.text}`}, ...rest]
}
