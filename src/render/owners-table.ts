import {toAscii} from './ascii.js'
import {printable} from './display-width.js'
import {LEAST_ALIGNED_WIDTH} from './entry.js'
import {type OwnersRow, type OwnersState, sortOwnersRows} from './owners-row.js'
import {plural, zoneText} from './phrase.js'
import {renderTable, tableWidth} from './table.js'
import type {Paint, Theme} from './theme.js'
import {oneWord, paragraph, words} from './wrap.js'

export interface OwnersTableOptions {
  readonly width: number
  readonly theme: Theme
}

interface Column {
  readonly title: string
  /** Lines of a cell, without colour. */
  readonly cell: (row: OwnersRow) => readonly string[]
}

/**
 * Who owns what, for a terminal; ends with a line feed. The first of three forms that fits: a column for each fact,
 * facts stacked in three columns, blocks. Names and targets are never cut, so the last form may run over.
 */
export function renderOwnersTable(given: readonly OwnersRow[], {width, theme}: OwnersTableOptions): string {
  if (given.length === 0) return 'No ownership TXT was found.\n'
  const rows = theme.isAscii ? toAscii(given) : given
  const sorted = sortOwnersRows(rows)
  const zones = [...new Map(sorted.map((row) => [row.zone.id, row.zone])).values()]
  const zone: Column = {title: 'Zone', cell: (row) => [zoneText(row.zone, zones)]}
  const full = zones.length > 1 ? [...FULL, zone] : FULL
  const stacked = zones.length > 1 ? [...STACKED, zone] : STACKED
  const form =
    width < LEAST_ALIGNED_WIDTH ? undefined : [full, stacked].find((columns) => widthOf(columns, sorted) <= width)
  const lines =
    form === undefined
      ? sorted.flatMap((row) => block(row, zones.length > 1 ? [zoneText(row.zone, zones)] : [], theme, width))
      : renderTable(
          form.map(({title}) => theme.bold(title)),
          sorted.map((row) => form.map((column) => cellText(column, row, paintOf(column, row, theme)))),
          theme.isAscii,
        )
  return `${[...lines, '', ...paragraph(words(footer(sorted)), width)].join('\n')}\n`
}

const OWNER: Column = {title: 'Owner', cell: (row) => [row.owner]}
const HOST: Column = {title: 'Host', cell: hostLines}
const TYPE: Column = {title: 'Type', cell: (row) => [row.type ?? '']}
const TARGET: Column = {title: 'Target', cell: (row) => row.targets}
const RESOURCE: Column = {title: 'Resource', cell: (row) => [row.resource]}
const STATE: Column = {title: 'State', cell: (row) => [row.state]}
const FULL: readonly Column[] = [
  OWNER,
  HOST,
  TYPE,
  TARGET,
  {title: 'TTL', cell: (row) => (row.ttlSeconds === undefined ? [] : [String(row.ttlSeconds)])},
  RESOURCE,
  {title: 'TXT', cell: (row) => [row.txtFormat]},
  STATE,
]
const STACKED: readonly Column[] = [
  {
    title: 'Host, type, target',
    cell: (row) => {
      const [host = '', ...set] = hostLines(row)
      return [`${host}  ${row.type ?? ''}`.trimEnd(), ...set, ...row.targets.map((target) => `  ${target}`)]
    },
  },
  {title: 'Owner, resource', cell: (row) => [row.owner, row.resource].filter((text) => text !== '')},
  STATE,
]

function hostLines(row: OwnersRow): readonly string[] {
  return [row.host, ...(row.setIdentifier === undefined ? [] : [`set "${row.setIdentifier}"`])]
}

function widthOf(columns: readonly Column[], rows: readonly OwnersRow[]): number {
  return tableWidth(
    columns.map(({title}) => title),
    rows.map((row) => columns.map((column) => cellText(column, row, undefined))),
  )
}

function cellText(column: Column, row: OwnersRow, paint: Paint | undefined): string {
  return column
    .cell(row)
    .map((line) => (paint === undefined ? printable(line) : paint(printable(line))))
    .join('\n')
}

function paintOf(column: Column, row: OwnersRow, theme: Theme): Paint | undefined {
  return column === STATE ? statePaint(row.state, theme) : undefined
}

function statePaint(state: OwnersState, theme: Theme): Paint | undefined {
  if (state === 'unwanted') return theme.delete
  if (state === 'orphan') return theme.blocked
  return state === 'foreign' || state === 'unreadable' ? theme.dim : undefined
}

function block(row: OwnersRow, zone: readonly string[], theme: Theme, width: number): string[] {
  const facts = [
    `owner ${row.owner}`,
    ...(row.resource === '' ? [] : [`resource ${row.resource}`]),
    ...(row.ttlSeconds === undefined ? [] : [`ttl ${row.ttlSeconds}`]),
    `TXT ${row.txtFormat}`,
    ...zone.map((text) => `zone ${text}`),
  ]
  const head = [
    oneWord(row.host, {paint: theme.bold}),
    ...(row.type === undefined ? [] : [oneWord(row.type)]),
    ...(row.setIdentifier === undefined ? [] : [oneWord(`set "${row.setIdentifier}"`)]),
    oneWord(row.state, {gap: 3, paint: statePaint(row.state, theme)}),
  ]
  return [
    ...paragraph(head, width),
    ...row.targets.flatMap((target) => paragraph(words(target, {isBreakable: row.type === 'TXT'}), width, 4)),
    ...paragraph(
      facts.flatMap((fact) => words(fact, {gap: 3})),
      width,
      4,
    ),
  ]
}

function footer(rows: readonly OwnersRow[]): string {
  const records = rows.filter((row) => row.state !== 'orphan').length
  const owners = new Set(rows.filter((row) => row.state !== 'unreadable').map((row) => row.owner)).size
  const counts = (['unwanted', 'orphan', 'foreign', 'unreadable'] as const).flatMap((state) => {
    const count = rows.filter((row) => row.state === state).length
    return count === 0 ? [] : [`${count} ${state}`]
  })
  return `${plural(records, 'record set')} of ${plural(owners, 'owner')}${counts.length === 0 ? '' : `: ${counts.join(', ')}`}.`
}
