import {plural, zoneText} from '../../dns/phrase.js'
import type {Zone} from '../../dns/zone.js'
import {
  isRecordSet,
  OWNERS_STATES,
  type OwnershipEntry,
  type OwnersState,
  stateWord,
} from '../../pipeline/ownership-entry.js'
import {namespaceOf} from '../../plan/plan-input.js'
import {printable, shownIn} from '../layout/display-width.js'
import {renderColumns} from '../layout/table.js'
import type {Look, Theme} from '../layout/theme.js'
import {paintWith, paragraph, words} from '../layout/wrap.js'
import {cellText, columnsOf, type OwnersColumn} from './owners-columns.js'
import {
  countStates,
  DEFAULT_ORDER,
  type GroupKey,
  groupOwnershipEntries,
  type OwnersOrder,
  sortOwnershipEntries,
  stateText,
  sumOwners,
} from './ownership-order.js'

/** The width counts for the last line alone: an entry is one line, however long. */
export interface OwnersTableOptions extends Look {
  readonly order?: OwnersOrder
  readonly isWide?: boolean
  /** True when a filter may have left out entries. */
  readonly isFiltered?: boolean
}

/** The columns that are always there, at the same places. */
const FIRST = ['host', 'type', 'owner', 'state', 'resource']
/** Shown when there is no owner, no object, and so on: a line has something in every column. */
const NOTHING = '-'

/** Lists the owners of records, one line a record set; ends with a line feed. */
export function renderOwnersTable(original: readonly OwnershipEntry[], options: OwnersTableOptions): string {
  const {theme, order = DEFAULT_ORDER} = options
  const {groupBy} = order
  const rows = sortOwnershipEntries(shownIn(theme, original), order)
  const zones = zonesOf(rows)
  const columns = shownColumns(rows, zones, options)
  const cell = (column: OwnersColumn, row: OwnershipEntry) => {
    const text = column.name === 'zone' ? zoneText(row.zone, zones) : cellText(column, row, ',')
    const shown = printable(text || NOTHING)
    return column.name === 'state' ? paintState(row.state, shown, theme) : shown
  }
  const draw = (some: readonly OwnershipEntry[]) =>
    renderColumns([
      columns.map(({title = ''}) => theme.bold(title)),
      ...some.map((row) => columns.map((column) => cell(column, row))),
    ])
  if (groupBy === undefined) return withFooter(rows, [...draw(rows), ''], options)
  const lines = groupOwnershipEntries(rows, groupBy).flatMap((group) => {
    const heading = theme.bold(printable(HEADINGS[groupBy](group[0], zones)))
    return [`${heading} (${group.length})`, ...draw(group), '']
  })
  return withFooter(rows, lines, options)
}

/** Counts entries by owner and zone, with a column for each state that occurs. */
export function renderOwnersSummary(original: readonly OwnershipEntry[], options: OwnersTableOptions): string {
  const {theme} = options
  const rows = shownIn(theme, original)
  const zones = zonesOf(rows)
  const total = countStates(rows)
  const states = OWNERS_STATES.filter((state) => total[state] > 0)
  const head = ['OWNER', 'ZONE', 'TOTAL', ...states.map((state) => stateWord(state).toUpperCase())]
  const lines = sumOwners(rows).map((count) => [
    printable(count.owner || NOTHING),
    printable(zoneText(count.zone, zones)),
    String(count.total),
    ...states.map((state) => (count.states[state] === 0 ? '0' : paintState(state, String(count.states[state]), theme))),
  ])
  return withFooter(rows, [...renderColumns([head.map((title) => theme.bold(title)), ...lines]), ''], options)
}

/** The last line: `4 record sets, 2 owners: 1 unwanted, 1 orphan.` TXT without a record are no record sets. */
function withFooter(
  rows: readonly OwnershipEntry[],
  lines: readonly string[],
  {width, isFiltered = false}: OwnersTableOptions,
): string {
  if (rows.length === 0) return isFiltered ? 'Nothing matches.\n' : 'No ownership TXT was found.\n'
  const owners = new Set(rows.map((row) => row.owner).filter((owner) => owner !== '')).size
  const states = stateText(rows)
  const footer = `${plural(rows.filter(isRecordSet).length, 'record set')}, ${plural(owners, 'owner')}${states === '' ? '' : `: ${states}`}.`
  return `${[...lines, ...paragraph(words(footer), width)].join('\n')}\n`
}

/** Without `--wide` also what tells two lines apart. What the headings of groups say is left out. */
function shownColumns(
  rows: readonly OwnershipEntry[],
  zones: readonly Zone[],
  {isWide = false, order = DEFAULT_ORDER}: OwnersTableOptions,
): readonly OwnersColumn[] {
  const hasSets = rows.some(({setIdentifier}) => setIdentifier !== undefined)
  const hasProtections = rows.some(({protection}) => protection !== undefined)
  const hasTwins = new Set(zones.map(({name}) => name)).size < zones.length
  const isShown = ({name}: OwnersColumn) => {
    if (name === order.groupBy) return false
    if (name === 'setIdentifier') return hasSets
    if (name === 'protection') return hasProtections
    return isWide || FIRST.includes(name) || (name === 'zone' && hasTwins)
  }
  const place = ({name}: OwnersColumn) => (FIRST.includes(name) ? FIRST.indexOf(name) : FIRST.length)
  return columnsOf('table')
    .filter(isShown)
    .sort((a, b) => place(a) - place(b))
}

function zonesOf(rows: readonly OwnershipEntry[]): readonly Zone[] {
  return [...new Map(rows.map(({zone}) => [zone.id, zone])).values()]
}

const HEADINGS: Readonly<Record<GroupKey, (row: OwnershipEntry, zones: readonly Zone[]) => string>> = {
  owner: ({owner}) => `Owner ${owner || NOTHING}`,
  zone: ({zone}, zones) => `Zone ${zoneText(zone, zones)}`,
  namespace: ({resource}) => `Namespace ${namespaceOf(resource) || NOTHING}`,
  state: ({state}) => `State ${stateWord(state)}`,
}

const PAINTS = {
  unwanted: 'delete',
  orphan: 'blocked',
  'obsolete-format': 'repair',
  unmarked: 'adopt',
  foreign: 'dim',
  unreadable: 'dim',
  wanted: undefined,
  unknown: undefined,
} as const satisfies Record<OwnersState, keyof Theme | undefined>

function paintState(state: OwnersState, text: string, theme: Theme): string {
  const name = PAINTS[state]
  return paintWith(name && theme[name], text)
}
