import {zoneText} from '../dns/phrase.js'
import {principalText, type RecordedChange, timeText} from '../dns/recorded-change.js'
import {displayWidth, printable, shownIn, sliceByWidth} from './layout/display-width.js'
import {renderColumns} from './layout/table.js'
import type {Look} from './layout/theme.js'
import {recordSetPhrase} from './plan/record-set-text.js'

export interface HistoryLook extends Look {
  /** True when all changes are of one name, which need not be said. */
  readonly isOfHost: boolean
  /** Nothing is cut or left out, whatever the width. */
  readonly isWide: boolean
}

type Column = readonly [title: string, text: (change: RecordedChange) => string | undefined]

/** What is cut to the width, but to no less than that; and what is left out where that is not enough. */
const CUT: Readonly<Record<string, number>> = {WHO: 16, VALUES: 16, COMMENT: 16}
const LEFT_OUT = ['COMMENT', 'BATCH']

/** One line a change; ends with a line feed. */
export function renderHistoryTable(original: readonly RecordedChange[], options: HistoryLook): string {
  const {theme, width, isWide} = options
  const changes = shownIn(theme, original)
  if (changes.length === 0) return 'No change was found.\n'
  let columns = columnsOf(changes, options).map(([title, text]) => {
    const cells = [title, ...changes.map((change) => printable(text(change) || '-'))]
    const size = Math.max(...cells.map(displayWidth))
    return {title, cells, size, least: Math.min(size, CUT[title] ?? size)}
  })
  const room = () => columns.reduce((rest, {least}) => rest - least - 2, isWide ? Number.POSITIVE_INFINITY : width + 2)
  for (const title of LEFT_OUT) if (room() < 0) columns = columns.filter((column) => column.title !== title)
  let spare = Math.max(0, room())
  const cut = columns.map(({cells, size, least}) => {
    const most = Math.min(size, least + spare)
    spare -= most - least
    return cells.map((text) => cutTo(text, most))
  })
  const [head = [], ...rows] = [undefined, ...changes].map((_, row) => cut.map((cells) => cells[row] ?? ''))
  return `${renderColumns([head.map((title) => theme.bold(title)), ...rows]).join('\n')}\n`
}

function columnsOf(changes: readonly RecordedChange[], {isOfHost, isWide}: HistoryLook): readonly Column[] {
  const zones = [...new Map(changes.map(({zone}) => [zone.id, zone])).values()]
  const hasSets = changes.some(({recordSet}) => recordSet.setIdentifier !== undefined)
  const columns: readonly (Column | false)[] = [
    ['TIME', ({submittedAt}) => timeText(submittedAt)],
    ['WHO', ({submittedBy}) => (isWide ? submittedBy : principalText(submittedBy))],
    ['ACTION', ({action}) => action],
    zones.length > 1 && ['ZONE', ({zone}) => zoneText(zone, zones)],
    (!isOfHost || isWide) && ['NAME', ({recordSet}) => recordSet.name],
    ['TYPE', ({recordSet}) => recordSet.type],
    hasSets && ['SET', ({recordSet}) => recordSet.setIdentifier],
    ['VALUES', ({recordSet}) => recordSetPhrase(recordSet, recordSet.setIdentifier)],
    ['BATCH', ({changeId}) => changeId],
    ['COMMENT', ({comment}) => comment],
  ]
  return columns.filter((column) => column !== false)
}

function cutTo(text: string, width: number): string {
  return displayWidth(text) <= width ? text : `${sliceByWidth(text, width - 3, width)[0]}...`
}
