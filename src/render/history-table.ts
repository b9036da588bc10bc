import {zoneText} from '../dns/phrase.js'
import {principalText, type RecordedChange, timeText} from '../dns/recorded-change.js'
import {displayWidth, printable, sliceByWidth, toAscii} from './layout/display-width.js'
import {renderColumns} from './layout/table.js'
import type {Theme} from './layout/theme.js'
import {paintWith} from './layout/wrap.js'
import {recordSetPhrase} from './plan/record-set-text.js'

export interface HistoryAnswer {
  /** The newest first. */
  readonly changes: readonly RecordedChange[]
  /** What is not known, as phrases. */
  readonly gaps: readonly string[]
}

export interface HistoryTableOptions {
  readonly width: number
  readonly theme: Theme
  /** True when all changes are of one name, which need not be said. */
  readonly isOfHost: boolean
  /** Nothing is cut or left out, whatever the width. */
  readonly isWide: boolean
}

type Column = readonly [title: string, text: (change: RecordedChange) => string | undefined]

/** What is cut to the width, and what is left out where that is not enough. */
const CUT = ['WHO', 'VALUES', 'COMMENT']
const LEFT_OUT = ['COMMENT', 'BATCH']
const LEAST_CUT = 16

/** One line a change; ends with a line feed. */
export function renderHistoryTable(answer: HistoryAnswer, options: HistoryTableOptions): string {
  const {theme, width, isWide} = options
  const changes = theme.isAscii ? toAscii(answer.changes) : answer.changes
  if (changes.length === 0) return 'No change was found.\n'
  const all = columnsOf(changes, options).map(([title, text]) => {
    const cells = changes.map((change) => printable(text(change) || '-'))
    return {title, cells, size: Math.max(title.length, ...cells.map(displayWidth))}
  })
  const least = ({title, size}: (typeof all)[number]) => (CUT.includes(title) ? Math.min(size, LEAST_CUT) : size)
  const widthOf = (some: typeof all) => some.reduce((sum, column) => sum + least(column) + 2, -2)
  const shorter = LEFT_OUT.map((_title, index) =>
    all.filter(({title}) => !LEFT_OUT.slice(0, index + 1).includes(title)),
  )
  const columns = isWide ? all : ([all, ...shorter].find((some) => widthOf(some) <= width) ?? shorter.at(-1) ?? all)
  let spare = isWide ? Number.POSITIVE_INFINITY : Math.max(0, width - widthOf(columns))
  const cut = columns.map((column) => {
    const more = Math.min(spare, column.size - least(column))
    spare -= more
    return column.cells.map((text) => cutTo(text, least(column) + more))
  })
  const paint = ({action}: RecordedChange) =>
    action === 'DELETE' ? theme.delete : action === 'CREATE' ? theme.create : theme.update
  const lines = changes.map((change, row) =>
    columns.map(({title}, at) => paintWith(title === 'ACTION' ? paint(change) : undefined, cut[at]?.[row] ?? '')),
  )
  return `${renderColumns([columns.map(({title}) => theme.bold(title)), ...lines]).join('\n')}\n`
}

function columnsOf(changes: readonly RecordedChange[], {isWide, isOfHost}: HistoryTableOptions): readonly Column[] {
  const zones = [...new Map(changes.map(({zone}) => [zone.id, zone])).values()]
  const columns: readonly Column[] = [
    ['TIME', ({submittedAt}) => timeText(submittedAt)],
    ['WHO', ({submittedBy}) => (isWide ? submittedBy : principalText(submittedBy))],
    ['ACTION', ({action}) => action],
    ['ZONE', ({zone}) => zoneText(zone, zones)],
    ['NAME', ({recordSet}) => recordSet.name],
    ['TYPE', ({recordSet}) => recordSet.type],
    ['SET', ({recordSet}) => recordSet.setIdentifier],
    ['VALUES', ({recordSet}) => recordSetPhrase(recordSet, recordSet.setIdentifier)],
    ['BATCH', ({changeId}) => changeId],
    ['COMMENT', ({comment}) => comment],
  ]
  const isLeftOut: Readonly<Record<string, boolean>> = {
    ZONE: zones.length < 2,
    NAME: isOfHost && !isWide,
    SET: changes.every(({recordSet}) => recordSet.setIdentifier === undefined),
  }
  return columns.filter(([title]) => isLeftOut[title] !== true)
}

function cutTo(text: string, width: number): string {
  return displayWidth(text) <= width ? text : `${sliceByWidth(text, width - 3, width)[0]}...`
}
