import {plural, zoneText} from '../../dns/phrase.js'
import type {Zone} from '../../dns/zone.js'
import {
  isRecordSet,
  namespaceOf,
  type OwnershipEntry,
  type OwnersState,
  type OwnersText,
} from '../../pipeline/ownership-entry.js'
import {printable, toAscii} from '../layout/display-width.js'
import {LEAST_TABLE_WIDTH, renderTable, tableWidth} from '../layout/table.js'
import type {Paint, Theme} from '../layout/theme.js'
import {oneWord, paragraph, words} from '../layout/wrap.js'
import {
  DEFAULT_ORDER,
  type GroupKey,
  groupOwnershipEntries,
  type OwnersOrder,
  sortOwnershipEntries,
  stateText,
} from './ownership-order.js'

export interface OwnersTableOptions {
  readonly width: number
  readonly theme: Theme
  readonly order?: OwnersOrder
  /** True when a filter may have left out entries. */
  readonly isFiltered?: boolean
}

/**
 * Lists the owners of records for a terminal; ends with a line feed. Uses the first form that fits: a table with a
 * column per fact, with or without the names of the TXT; a table with several facts per column; blocks. Names and
 * targets are never cut, so blocks may exceed the width.
 */
export function renderOwnersTable(original: readonly OwnershipEntry[], options: OwnersTableOptions): string {
  const {width, theme, order = DEFAULT_ORDER, isFiltered = false} = options
  if (original.length === 0) return noRows(isFiltered)
  const rows = sortOwnershipEntries(theme.isAscii ? toAscii(original) : original, order)
  const zones = [...new Map(rows.map((row) => [row.zone.id, row.zone])).values()]
  const forms = width < LEAST_TABLE_WIDTH ? [] : columnForms(zones, order.groupBy)
  const form = forms.find((columns) => widthOf(columns, rows) <= width)
  const draw = (some: readonly OwnershipEntry[]) =>
    form === undefined ? some.flatMap((row) => rowBlock(row, zones, theme, width)) : drawTable(form, some, theme)
  const {groupBy} = order
  const lines =
    groupBy === undefined
      ? [...draw(rows), '']
      : groupOwnershipEntries(rows, groupBy).flatMap((group) => [
          `${theme.bold(heading(groupBy, group, (row) => zoneText(row.zone, zones)))} (${group.length})`,
          ...draw(group),
          '',
        ])
  return `${[...lines, ...paragraph(words(ownersFooter(rows)), width)].join('\n')}\n`
}

export function noRows(isFiltered: boolean): string {
  return isFiltered ? 'Nothing matches.\n' : 'No ownership TXT was found.\n'
}

/**
 * The last line: `4 record sets of 2 owners: 1 unwanted, 1 orphan.` Records without an owner, and TXT without a record,
 * are counted at the end.
 */
export function ownersFooter(rows: readonly OwnershipEntry[]): string {
  const records = rows.filter((row) => isRecordSet(row) && row.state !== 'unmarked').length
  const owners = new Set(rows.map((row) => row.owner).filter((owner) => owner !== '')).size
  const states = stateText(rows)
  return `${plural(records, 'record set')} of ${plural(owners, 'owner')}${states === '' ? '' : `: ${states}`}.`
}

function drawTable(form: readonly Column[], rows: readonly OwnershipEntry[], theme: Theme): string[] {
  return renderTable(
    form.map(({title}) => theme.bold(title)),
    rows.map((row) => form.map((column) => cellText(column, row, paintOf(column, row, theme)))),
    theme.isAscii,
  )
}

function widthOf(columns: readonly Column[], rows: readonly OwnershipEntry[]): number {
  return tableWidth(
    columns.map(({title}) => title),
    rows.map((row) => columns.map((column) => cellText(column, row, undefined))),
  )
}

function heading(groupBy: GroupKey, [row]: readonly OwnershipEntry[], zoneOf: (row: OwnershipEntry) => string): string {
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

interface Column {
  readonly title: string
  /** The fact that the column shows; omitted from a table whose heading states it. */
  readonly key?: GroupKey
  /** The lines of a cell, without colour. */
  readonly cell: (row: OwnershipEntry) => readonly string[]
}

/** Shown when there is no owner, no namespace, and so on. */
const NOTHING = '-'

const OWNER: Column = {title: 'Owner', key: 'owner', cell: (row) => [ownerText(row)]}
const STATE: Column = {title: 'State', key: 'state', cell: (row) => [row.state]}
const BEFORE_TXT: readonly Column[] = [
  OWNER,
  {title: 'Host', cell: hostLines},
  {title: 'Type', cell: (row) => [row.type ?? '']},
  {title: 'Target', cell: (row) => row.targets},
  {title: 'TTL', cell: (row) => (row.ttlSeconds === undefined ? [] : [String(row.ttlSeconds)])},
  {title: 'Resource', cell: (row) => [row.resource]},
]
/** The possible sets of columns, widest first. `zones` are all that occur, `groupBy` is what the headings state. */
function columnForms(zones: readonly Zone[], groupBy: GroupKey | undefined): readonly (readonly Column[])[] {
  const zone: Column = {title: 'Zone', key: 'zone', cell: (row) => [zoneText(row.zone, zones)]}
  const isSaid = (key: GroupKey) => key !== groupBy && (key !== 'zone' || zones.length > 1)
  const aligned = (texts: (row: OwnershipEntry) => readonly string[]) =>
    [...BEFORE_TXT, {title: 'TXT', cell: texts}, STATE, zone].filter(({key}) => key === undefined || isSaid(key))
  return [aligned(textLines), aligned(formatWords), stacked(zone, isSaid)]
}

function stacked(zone: Column, isSaid: (key: GroupKey) => boolean): readonly Column[] {
  const whose = [
    ...(isSaid('owner') ? [OWNER] : []),
    {title: 'resource', cell: ({resource}: OwnershipEntry) => (resource === '' ? [] : [resource])},
    ...(isSaid('zone') ? [zone] : []),
  ]
  const state = [
    ...(isSaid('state') ? [STATE] : []),
    {title: 'TXT', cell: (row: OwnershipEntry) => formatWords(row).map((word) => `TXT ${word}`)},
  ]
  return [{title: 'Host, type, target', cell: hostCell}, joined(whose), joined(state)]
}

/** One column with the cells of several below one another. */
function joined(columns: readonly Column[]): Column {
  const [first, ...others] = columns.map(({title}) => title)
  const title = [first ?? '', ...others.map((other) => (other === 'TXT' ? other : other.toLowerCase()))].join(', ')
  const {key} = columns[0] ?? {}
  const cell = (row: OwnershipEntry) => columns.flatMap((column) => column.cell(row))
  return {title: `${title.slice(0, 1).toUpperCase()}${title.slice(1)}`, cell, ...(key === undefined ? {} : {key})}
}

/** Colours the first line of a cell, which is its main fact. */
function cellText({cell}: Column, row: OwnershipEntry, paint: Paint | undefined): string {
  return cell(row)
    .map((line, index) => (paint === undefined || index > 0 ? printable(line) : paint(printable(line))))
    .join('\n')
}

function paintOf({key}: Column, row: OwnershipEntry, theme: Theme): Paint | undefined {
  return key === 'state' ? statePaint(row.state, theme) : undefined
}

/** Renders one entry when no table fits. */
function rowBlock(row: OwnershipEntry, zones: readonly Zone[], theme: Theme, width: number): string[] {
  const facts = [
    `owner ${ownerText(row)}`,
    ...(row.resource === '' ? [] : [`resource ${row.resource}`]),
    ...(row.ttlSeconds === undefined ? [] : [`ttl ${row.ttlSeconds}`]),
    ...(zones.length > 1 ? [`zone ${zoneText(row.zone, zones)}`] : []),
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
      [...facts.flatMap((fact) => words(fact, {gap: 3})), oneWord(`TXT ${formatWords(row).join(' ')}`, {gap: 3})],
      width,
      4,
    ),
  ]
}

export function ownerText({owner}: Pick<OwnershipEntry, 'owner'>): string {
  return owner === '' ? NOTHING : owner
}

export function statePaint(state: OwnersState, theme: Theme): Paint | undefined {
  switch (state) {
    case 'unwanted':
      return theme.delete
    case 'orphan':
      return theme.blocked
    case 'obsolete-format':
      return theme.repair
    case 'unmarked':
      return theme.adopt
    case 'foreign':
    case 'unreadable':
      return theme.dim
    case 'wanted':
    case 'unknown':
      return undefined
  }
}

function hostLines(row: OwnershipEntry): readonly string[] {
  return [row.host, ...(row.setIdentifier === undefined ? [] : [`set "${row.setIdentifier}"`])]
}

function hostCell(row: OwnershipEntry): readonly string[] {
  const [host = '', ...set] = hostLines(row)
  return [`${host}  ${row.type ?? ''}`.trimEnd(), ...set, ...row.targets.map((target) => `  ${target}`)]
}

function formatWords({texts}: OwnershipEntry): readonly string[] {
  return texts.length === 0 ? ['none'] : texts.map(({format}) => format)
}

function textLines({texts}: OwnershipEntry): readonly string[] {
  const line = ({name, format, isEncrypted}: OwnersText) => `${name}  ${format}${isEncrypted ? ' encrypted' : ''}`
  return texts.length === 0 ? ['none'] : texts.map(line)
}
