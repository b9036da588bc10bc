import {displayWidth, printable} from './display-width.js'
import type {Paint} from './theme.js'
import {type Line, oneWord, paintWith, toText, type Word, words, wrap} from './wrap.js'

/** One line of what is said about a host, before it is laid out. */
export interface Row {
  /** `txt`: names of ownership TXT, which a narrow screen folds to a count. */
  readonly kind: 'record' | 'txt' | 'text'
  /** `A AAAA`, `owner`, `why`; empty: goes on with the row before; undefined: the content begins in the label's column. */
  readonly label: string | undefined
  readonly marker: '' | '-' | '+'
  readonly content: readonly Word[]
}

/** A host with all that is said about it. */
export interface Entry {
  readonly symbol: string
  readonly paint: Paint
  readonly bold: Paint
  readonly name: string
  /** Takes the place of the `txt` rows on a narrow screen: `(+2 TXT)`. */
  readonly foldedTxt: string | undefined
  readonly rows: readonly Row[]
}

/** Under this width nothing is aligned (design §3). */
export const LEAST_ALIGNED_WIDTH = 72
/** Two blanks, the symbol, a blank: where host names begin. */
export const NAME_COLUMN = 5
/** What a label takes, the marker of a diff included. */
const LABEL_WIDTH = 9
/** Where a word goes that does not fit beside its label. */
export const OUTDENT = 7
/** What values get before host names may have more than the least. */
const VALUE_WIDTH = 59
const LEAST_NAME_WIDTH = 12
const LEAST_NAME_ROOM = 18
const MOST_NAME_ROOM = 48
const NAME_GAP = 3
export const LEAST_NAME_GAP = 2

/**
 * Where the text beside the host names begins. Names too long for the room that values leave stand on a line of their
 * own and do not count: one preview host must not push a whole plan to the right.
 */
export function bodyColumn(names: readonly string[], width: number): number {
  const left = width - NAME_COLUMN - NAME_GAP - LABEL_WIDTH - VALUE_WIDTH
  const room = Math.max(LEAST_NAME_ROOM, Math.min(MOST_NAME_ROOM, left))
  const widths = names.map((name) => displayWidth(printable(name))).filter((size) => size <= room)
  return NAME_COLUMN + NAME_GAP + widths.reduce((most, size) => Math.max(most, size), LEAST_NAME_WIDTH)
}

/** The columns that one row has for itself, from its label on. */
export function rowRoom(body: number, width: number): number {
  return width < LEAST_ALIGNED_WIDTH ? width - 4 : width - body
}

export function layOutEntry(entry: Entry, body: number, width: number): string[] {
  return width < LEAST_ALIGNED_WIDTH ? layOutNarrow(entry, width) : layOutAligned(entry, body, width)
}

/** The symbol and the host name, in the first column of an aligned block. */
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

/** Puts the first line beside its lead, or below it when it was moved to the left. */
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

/** The symbol, the host name right behind it however long it is, and what is said on the same line. */
export function narrowHead(
  {symbol, paint, bold, name}: Pick<Entry, 'symbol' | 'paint' | 'bold' | 'name'>,
  tail: readonly Word[],
  width: number,
): string[] {
  const column = symbol.length + 1
  const [first, ...rest] = wrap([oneWord(name, {paint: bold}), ...tail], {column, hang: 4, outdent: column, width})
  return [`${paintWith(paint, symbol)} ${first?.text ?? ''}`, ...toText(rest)]
}

/** The marker becomes part of the first word: it stays with its value wherever that goes. */
function marked(row: Row): readonly Word[] {
  const [first, ...rest] = row.content
  if (row.marker === '' || first === undefined) return row.content
  return [{...first, text: `${row.marker} ${first.text}`}, ...rest]
}
