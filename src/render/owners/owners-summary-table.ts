import {zoneText} from '../../dns/phrase.js'
import {OWNERS_STATES, type OwnershipEntry} from '../../pipeline/ownership-entry.js'
import {printable, toAscii} from '../layout/display-width.js'
import {LEAST_TABLE_WIDTH, renderTable, tableWidth} from '../layout/table.js'
import {oneWord, paragraph, words} from '../layout/wrap.js'
import {noRows, type OwnersTableOptions, ownersFooter, ownerText, statePaint} from './owners-table.js'
import {countStates, type OwnersCount, sumOwners} from './ownership-order.js'

/**
 * Counts entries by owner and zone, with a column for each state that occurs. Renders blocks when the table would not
 * fit.
 */
export function renderOwnersSummary(original: readonly OwnershipEntry[], options: OwnersTableOptions): string {
  const {width, theme, isFiltered = false} = options
  if (original.length === 0) return noRows(isFiltered)
  const rows = theme.isAscii ? toAscii(original) : original
  const counts = sumOwners(rows)
  const zones = [...new Map(counts.map(({zone}) => [zone.id, zone])).values()]
  const total = countStates(rows)
  const states = OWNERS_STATES.filter((state) => total[state] > 0)
  const zoneOf = (count: OwnersCount) => printable(zoneText(count.zone, zones))
  const head = ['Owner', 'Zone', 'Total', ...states]
  const cells = counts.map((count) => [
    printable(ownerText(count)),
    zoneOf(count),
    String(count.total),
    ...states.map((state) => (count.states[state] === 0 ? '' : String(count.states[state]))),
  ])
  const fits = width >= LEAST_TABLE_WIDTH && tableWidth(head, cells) <= width
  const block = (count: OwnersCount) => {
    const facts = states.filter((state) => count.states[state] > 0)
    return [
      ...paragraph([oneWord(ownerText(count), {paint: theme.bold}), oneWord(zoneOf(count), {gap: 3})], width),
      ...paragraph(
        [
          ...words(`total ${count.total}`),
          ...facts.flatMap((state) =>
            words(`${state} ${count.states[state]}`, {gap: 3, paint: statePaint(state, theme)}),
          ),
        ],
        width,
        4,
      ),
    ]
  }
  const lines = fits
    ? renderTable(
        head.map((title) => theme.bold(title)),
        cells.map((line) =>
          line.map((cell, index) => (cell === '' ? cell : (paintAt(index) ?? ((text: string) => text))(cell))),
        ),
        theme.isAscii,
      )
    : counts.flatMap(block)
  return `${[...lines, '', ...paragraph(words(ownersFooter(rows)), width)].join('\n')}\n`

  function paintAt(column: number) {
    const state = states[column - 3]
    return state === undefined ? undefined : statePaint(state, theme)
  }
}
