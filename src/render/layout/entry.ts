import {displayWidth, printable} from './display-width.js'
import type {Paint} from './theme.js'
import {paintWith, paragraph, toText, type Word, widestPart, words, wrap} from './wrap.js'

/** A line about a host: a label, such as its types or `ttl`, and what is said of it. */
export interface Row {
  readonly label: string
  readonly paint?: Paint | undefined
  readonly content: readonly Word[]
}

/** A host: what changes, and below it who asks for it. */
export interface Entry {
  readonly symbol: string
  /** Colours the symbol and the name. */
  readonly paint: Paint
  readonly name: string
  readonly rows: readonly Row[]
  readonly notes: readonly (readonly Word[])[]
}

/** The column of host names: symbols are right-aligned before it. */
export const NAME_COLUMN = 4
/** The column of notes, and of rows that do not fit beside the name. */
export const NOTE_COLUMN = 6
/** Longer names take a line of their own. */
const MOST_NAME = 28
const NAME_GAP = 2
/** From a label to its content. */
export const LABEL_WIDTH = 9
const LABEL_GAP = 3
const LEAST_GAP = 2
/** With less room beside the names, rows stand below them. */
const LEAST_ROOM = 30

/** The column of the text beside the host names. */
export function bodyColumn(names: readonly string[]): number {
  const longest = names.reduce((most, name) => Math.max(most, displayWidth(printable(name))), 0)
  return NAME_COLUMN + Math.min(MOST_NAME, longest) + NAME_GAP
}

/** @param labels the width of the labels, gap included. */
export function layOutEntry(
  {symbol, paint, name, rows, notes}: Entry,
  body: number,
  width: number,
  labels = LABEL_WIDTH,
): string[] {
  const shownName = printable(name)
  const isBeside = rows.length > 0 && rows.every((row) => fitsBeside(row, {column: body, labels, width}))
  const lead = ' '.repeat(NAME_COLUMN - 1 - symbol.length) + paintWith(paint, `${symbol} ${shownName}`)
  const end = NAME_COLUMN + displayWidth(shownName)
  const lines = rows.flatMap((row) => layOutRow(row, {column: isBeside ? body : NOTE_COLUMN, labels, width}))
  const [first = '', ...rest] = lines
  const hasRoom = isBeside && end + NAME_GAP <= body
  const head = hasRoom ? [`${lead}${' '.repeat(body - end)}${first.slice(body)}`, ...rest] : [lead, ...lines]
  return [...head, ...notes.flatMap((note) => paragraph(note, width, NOTE_COLUMN))]
}

interface Place {
  /** The first column of the label. */
  readonly column: number
  readonly labels: number
  readonly width: number
}

/** True when the content has room beside the host names; names, addresses and targets in it are never broken. */
function fitsBeside(row: Row, place: Place): boolean {
  const {column, labels, width} = place
  return width - column - labels >= LEAST_ROOM && widestPart(row.content) <= width - valueColumn(row, place)
}

/** A label that is too long for its column moves its own content only. */
function valueColumn({label}: Row, {column, labels}: Place): number {
  const size = displayWidth(printable(label))
  return column + (size + LEAST_GAP <= labels ? labels : size + LABEL_GAP)
}

function layOutRow(row: Row, place: Place): string[] {
  const {column, labels, width} = place
  const label = printable(row.label)
  const value = valueColumn(row, place)
  const [first, ...rest] = wrap(row.content, {column: value, hang: column + labels, outdent: NOTE_COLUMN, width})
  const lead = ' '.repeat(column) + paintWith(row.paint, label)
  if (first === undefined) return [lead]
  // Content that is wider than the room after the label starts on a line of its own.
  if (first.column < value) return [...(label === '' ? [] : [lead]), ...toText([first, ...rest])]
  return [`${lead}${' '.repeat(value - column - displayWidth(label))}${first.text}`, ...toText(rest)]
}

/** A remark in parentheses after a value; nothing when there is none to make. */
export function remark(texts: readonly string[], paint: Paint): readonly Word[] {
  return texts.length === 0 ? [] : words(`(${texts.join(', ')})`, {gap: 2, paint})
}
