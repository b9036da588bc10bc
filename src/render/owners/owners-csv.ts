import {OWNERS_STATES, type OwnershipEntry} from '../../pipeline/ownership-entry.js'
import {cellText, columnsOf} from './owners-columns.js'
import {DEFAULT_ORDER, type OwnersOrder, sortOwnershipEntries, sumOwners} from './ownership-order.js'

/** Renders CSV by RFC 4180: a header, CRLF line ends, quotes where necessary. Blanks separate the items of a list. */
export function renderOwnersCsv(rows: readonly OwnershipEntry[], order: OwnersOrder = DEFAULT_ORDER): string {
  const columns = columnsOf('csv')
  const lines = sortOwnershipEntries(rows, order).map((row) => columns.map((column) => cellText(column, row, ' ')))
  return toCsv([columns.map(({name}) => name), ...lines])
}

export function renderOwnersSummaryCsv(rows: readonly OwnershipEntry[]): string {
  const header = ['owner', 'zone', 'zoneId', 'isPrivate', 'total', ...OWNERS_STATES]
  const lines = sumOwners(rows).map(({owner, zone, total, states}) =>
    [owner, zone.name, zone.id, zone.isPrivate, total, ...OWNERS_STATES.map((state) => states[state])].map(String),
  )
  return toCsv([header, ...lines])
}

function toCsv(lines: readonly (readonly string[])[]): string {
  return lines.map((fields) => `${fields.map(field).join(',')}\r\n`).join('')
}

/** Quotes a field. Text that a spreadsheet would take for a formula, also by a full-width sign, gets an apostrophe. */
function field(text: string): string {
  const shown = /^(?:[\t\r\n]|\s*[=+\-@\uff0b\uff0d\uff1d\uff20])/.test(text) ? `'${text}` : text
  return /[",;\t\r\n]/.test(shown) ? `"${shown.replaceAll('"', '""')}"` : shown
}
