import {toAscii} from './ascii.js'
import {printable} from './display-width.js'
import {LEAST_ALIGNED_WIDTH} from './entry.js'
import {type Column, cellText, columnForms, NOTHING, ownerText, paintOf, rowBlock} from './owners-columns.js'
import {DEFAULT_ORDER, type GroupKey, groupOwnersRows, type OwnersOrder, sortOwnersRows} from './owners-order.js'
import {isRecordSet, namespaceOf, type OwnersRow} from './owners-row.js'
import {stateText} from './owners-summary.js'
import {plural, zoneText} from './phrase.js'
import {renderTable, tableWidth} from './table.js'
import type {Theme} from './theme.js'
import {paragraph, words} from './wrap.js'

export interface OwnersTableOptions {
  readonly width: number
  readonly theme: Theme
  readonly order?: OwnersOrder
  /** True where a filter may have left something out. */
  readonly isFiltered?: boolean
}

/**
 * Who owns what, for a terminal; ends with a line feed. The first form that fits: a column for each fact with or without
 * the names of the TXT, facts stacked in few columns, blocks. Names and targets are never cut, so the last form may run
 * over.
 */
export function renderOwnersTable(given: readonly OwnersRow[], options: OwnersTableOptions): string {
  const {width, theme, order = DEFAULT_ORDER, isFiltered = false} = options
  if (given.length === 0) return noRows(isFiltered)
  const rows = sortOwnersRows(theme.isAscii ? toAscii(given) : given, order)
  const zones = [...new Map(rows.map((row) => [row.zone.id, row.zone])).values()]
  const forms = width < LEAST_ALIGNED_WIDTH ? [] : columnForms(zones, order.groupBy)
  const form = forms.find((columns) => widthOf(columns, rows) <= width)
  const draw = (some: readonly OwnersRow[]) =>
    form === undefined ? some.flatMap((row) => rowBlock(row, zones, theme, width)) : drawTable(form, some, theme)
  const {groupBy} = order
  const lines =
    groupBy === undefined
      ? [...draw(rows), '']
      : groupOwnersRows(rows, groupBy).flatMap((group) => [
          `${theme.bold(heading(groupBy, group, (row) => zoneText(row.zone, zones)))} (${group.length})`,
          ...draw(group),
          '',
        ])
  return `${[...lines, ...paragraph(words(ownersFooter(rows)), width)].join('\n')}\n`
}

export function noRows(isFiltered: boolean): string {
  return isFiltered ? 'Nothing matches.\n' : 'No ownership TXT was found.\n'
}

/** `4 record sets of 2 owners: 1 unwanted, 1 orphan.` What nobody owns, and a TXT without a record, is counted behind. */
export function ownersFooter(rows: readonly OwnersRow[]): string {
  const records = rows.filter((row) => isRecordSet(row) && row.state !== 'unmarked').length
  const owners = new Set(rows.map((row) => row.owner).filter((owner) => owner !== '')).size
  const states = stateText(rows)
  return `${plural(records, 'record set')} of ${plural(owners, 'owner')}${states === '' ? '' : `: ${states}`}.`
}

function drawTable(form: readonly Column[], rows: readonly OwnersRow[], theme: Theme): string[] {
  return renderTable(
    form.map(({title}) => theme.bold(title)),
    rows.map((row) => form.map((column) => cellText(column, row, paintOf(column, row, theme)))),
    theme.isAscii,
  )
}

function widthOf(columns: readonly Column[], rows: readonly OwnersRow[]): number {
  return tableWidth(
    columns.map(({title}) => title),
    rows.map((row) => columns.map((column) => cellText(column, row, undefined))),
  )
}

function heading(groupBy: GroupKey, [row]: readonly OwnersRow[], zoneOf: (row: OwnersRow) => string): string {
  if (row === undefined) return ''
  switch (groupBy) {
    case 'owner':
      return `Owner ${printable(ownerText(row))}`
    case 'zone':
      return `Zone ${printable(zoneOf(row))}`
    case 'namespace':
      return `Namespace ${printable(namespaceOf(row)) || NOTHING}`
    case 'state':
      return `State ${row.state}`
  }
}
