import {stripVTControlCharacters} from 'node:util'
import Table from 'cli-table3'
import {displayWidth} from './display-width.js'

/** On a narrower terminal no table is drawn. */
export const LEAST_TABLE_WIDTH = 72

/**
 * Renders a table as wide as its cells need, because cli-table3 cuts long words in columns of fixed width. Its own
 * colours are off: it would use them in spite of NO_COLOR, and in pipes. Cells contain their own colours.
 */
export function renderTable(head: readonly string[], rows: readonly (readonly string[])[], isAscii = false): string[] {
  const table = new Table({head: [...head], style: {head: [], border: [], compact: true}})
  for (const row of rows) table.push([...row])
  const text = table.toString()
  const toAscii = (border: string) => (border === '─' ? '-' : border === '│' ? '|' : '+')
  return (isAscii ? text.replace(/[─│┌┬┐├┼┤└┴┘]/g, toAscii) : text).split('\n')
}

/**
 * One line a row, without borders, as kubectl prints tables: for grep and awk. cli-table3 would take 12 s for 10,000 rows,
 * since it compares every cell with those above.
 */
export function renderColumns(rows: readonly (readonly string[])[]): string[] {
  const widths = columnWidths(rows)
  const padded = (cell: string, column: number) => cell + ' '.repeat((widths[column] ?? 0) - widthOf(cell))
  return rows.map((cells) => cells.map(padded).join('  ').trimEnd())
}

export function tableWidth(head: readonly string[], rows: readonly (readonly string[])[]): number {
  return columnWidths([head, ...rows]).reduce((sum, column) => sum + column + 3, 1)
}

function columnWidths(rows: readonly (readonly string[])[]): readonly number[] {
  const widths: number[] = []
  for (const row of rows) {
    for (const [column, cell] of row.entries()) {
      for (const line of cell.split('\n')) widths[column] = Math.max(widths[column] ?? 0, widthOf(line))
    }
  }
  return widths
}

/** Without colour. */
function widthOf(cell: string): number {
  return displayWidth(stripVTControlCharacters(cell))
}
