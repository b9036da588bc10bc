import Table from 'cli-table3'
import {displayWidth} from './display-width.js'

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

/**
 * A table as wide as its cells need: cli-table3 cuts words that are longer than a column it is told to keep. Its own
 * colours are off, since it uses them under NO_COLOR and in pipes too; cells bring theirs.
 */
export function renderTable(head: readonly string[], rows: readonly (readonly string[])[], isAscii = false): string[] {
  const table = new Table({
    head: [...head],
    style: {head: [], border: [], compact: true},
    ...(isAscii ? {chars: ASCII_CHARS} : {}),
  })
  for (const row of rows) table.push([...row])
  return table.toString().split('\n')
}

/** What the table will take, told from cells without colour. */
export function tableWidth(head: readonly string[], rows: readonly (readonly string[])[]): number {
  const columns = head.map((title, column) =>
    [title, ...rows.map((row) => row[column] ?? '')]
      .flatMap((cell) => cell.split('\n'))
      .reduce((most, line) => Math.max(most, displayWidth(line)), 0),
  )
  return columns.reduce((sum, column) => sum + column + 3, 1)
}
