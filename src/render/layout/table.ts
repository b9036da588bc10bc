import {stripVTControlCharacters} from 'node:util'
import Table from 'cli-table3'
import {displayWidth} from './display-width.js'

/** On a narrower terminal no table is drawn. */
export const LEAST_TABLE_WIDTH = 72

const ASCII_CHARS = {
  top: '-',
  'top-mid': '+',
  'top-left': '+',
  'top-right': '+',
  bottom: '-',
  'bottom-mid': '+',
  'bottom-left': '+',
  'bottom-right': '+',
  left: '|',
  'left-mid': '+',
  mid: '-',
  'mid-mid': '+',
  right: '|',
  'right-mid': '+',
  middle: '|',
}

/** cli-table3 compares every cell with those above: 10,000 rows take 12 s at once, but 0.5 s in parts of this size. */
const ROWS_AT_ONCE = 200
const LINES_ABOVE_ROWS = 3

/**
 * Renders a table as wide as its cells need, because cli-table3 cuts long words in columns of fixed width. Its own
 * colours are off: it would use them in spite of NO_COLOR, and in pipes. Cells contain their own colours.
 */
export function renderTable(head: readonly string[], rows: readonly (readonly string[])[], isAscii = false): string[] {
  if (rows.length <= ROWS_AT_ONCE) return drawTable(head, rows, isAscii)
  const widths = columnWidths([head, ...rows].map((cells) => cells.map((cell) => stripVTControlCharacters(cell))))
  const wide = head.map((title, column) => padTo(title, widths[column] ?? 0))
  const lines: string[] = []
  for (let start = 0; start < rows.length; start += ROWS_AT_ONCE) {
    const part = drawTable(wide, rows.slice(start, start + ROWS_AT_ONCE), isAscii)
    const isLast = start + ROWS_AT_ONCE >= rows.length
    for (const line of part.slice(start === 0 ? 0 : LINES_ABOVE_ROWS, isLast ? undefined : -1)) lines.push(line)
  }
  return lines
}

/** The width of a table, computed from cells without colour. */
export function tableWidth(head: readonly string[], rows: readonly (readonly string[])[]): number {
  return columnWidths([head, ...rows]).reduce((sum, column) => sum + column + 3, 1)
}

function drawTable(head: readonly string[], rows: readonly (readonly string[])[], isAscii: boolean): string[] {
  const table = new Table({
    head: [...head],
    style: {head: [], border: [], compact: true},
    ...(isAscii ? {chars: ASCII_CHARS} : {}),
  })
  for (const row of rows) table.push([...row])
  return table.toString().split('\n')
}

function columnWidths(rows: readonly (readonly string[])[]): readonly number[] {
  const widths: number[] = []
  for (const row of rows) {
    for (const [column, cell] of row.entries()) {
      for (const line of cell.split('\n')) widths[column] = Math.max(widths[column] ?? 0, displayWidth(line))
    }
  }
  return widths
}

function padTo(title: string, width: number): string {
  return title + ' '.repeat(Math.max(0, width - displayWidth(stripVTControlCharacters(title))))
}
