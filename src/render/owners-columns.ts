import type {Zone} from '../dns/zone.js'
import {printable} from './display-width.js'
import type {GroupKey} from './owners-order.js'
import type {OwnersRow, OwnersState, OwnersText} from './owners-row.js'
import {zoneText} from './phrase.js'
import type {Paint, Theme} from './theme.js'
import {oneWord, paragraph, words} from './wrap.js'

export interface Column {
  readonly title: string
  /** What the column says; a table of one group has none for what its heading says. */
  readonly key?: GroupKey
  /** Lines of a cell, without colour. */
  readonly cell: (row: OwnersRow) => readonly string[]
}

/** What stands where there is no owner, namespace or the like. */
export const NOTHING = '-'

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
/** The tables from the widest on; `zones` are all that occur, `groupBy` what headings say. */
export function columnForms(zones: readonly Zone[], groupBy: GroupKey | undefined): readonly (readonly Column[])[] {
  const zone: Column = {title: 'Zone', key: 'zone', cell: (row) => [zoneText(row.zone, zones)]}
  const isSaid = (key: GroupKey) => key !== groupBy && (key !== 'zone' || zones.length > 1)
  const aligned = (texts: (row: OwnersRow) => readonly string[]) =>
    [...BEFORE_TXT, {title: 'TXT', cell: texts}, STATE, zone].filter(({key}) => key === undefined || isSaid(key))
  return [aligned(textLines), aligned(formatWords), stacked(zone, isSaid)]
}

function stacked(zone: Column, isSaid: (key: GroupKey) => boolean): readonly Column[] {
  const whose = [
    ...(isSaid('owner') ? [OWNER] : []),
    {title: 'resource', cell: ({resource}: OwnersRow) => (resource === '' ? [] : [resource])},
    ...(isSaid('zone') ? [zone] : []),
  ]
  const state = [
    ...(isSaid('state') ? [STATE] : []),
    {title: 'TXT', cell: (row: OwnersRow) => formatWords(row).map((word) => `TXT ${word}`)},
  ]
  return [{title: 'Host, type, target', cell: hostCell}, joined(whose), joined(state)]
}

/** Facts under each other in one column. */
function joined(columns: readonly Column[]): Column {
  const [first, ...others] = columns.map(({title}) => title)
  const title = [first ?? '', ...others.map((other) => (other === 'TXT' ? other : other.toLowerCase()))].join(', ')
  const {key} = columns[0] ?? {}
  const cell = (row: OwnersRow) => columns.flatMap((column) => column.cell(row))
  return {title: `${title.slice(0, 1).toUpperCase()}${title.slice(1)}`, cell, ...(key === undefined ? {} : {key})}
}

/** What is painted is the first line, which says what the column is for. */
export function cellText({cell}: Column, row: OwnersRow, paint: Paint | undefined): string {
  return cell(row)
    .map((line, index) => (paint === undefined || index > 0 ? printable(line) : paint(printable(line))))
    .join('\n')
}

export function paintOf({key}: Column, row: OwnersRow, theme: Theme): Paint | undefined {
  return key === 'state' ? statePaint(row.state, theme) : undefined
}

/** One row where no table fits. */
export function rowBlock(row: OwnersRow, zones: readonly Zone[], theme: Theme, width: number): string[] {
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

export function ownerText({owner}: Pick<OwnersRow, 'owner'>): string {
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

function hostLines(row: OwnersRow): readonly string[] {
  return [row.host, ...(row.setIdentifier === undefined ? [] : [`set "${row.setIdentifier}"`])]
}

function hostCell(row: OwnersRow): readonly string[] {
  const [host = '', ...set] = hostLines(row)
  return [`${host}  ${row.type ?? ''}`.trimEnd(), ...set, ...row.targets.map((target) => `  ${target}`)]
}

function formatWords({texts}: OwnersRow): readonly string[] {
  return texts.length === 0 ? ['none'] : texts.map(({format}) => format)
}

function textLines({texts}: OwnersRow): readonly string[] {
  const line = ({name, format, isEncrypted}: OwnersText) => `${name}  ${format}${isEncrypted ? ' encrypted' : ''}`
  return texts.length === 0 ? ['none'] : texts.map(line)
}
