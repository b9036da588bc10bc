import {nameFormatOf, OWNERS_STATES, type OwnershipEntry} from '../../pipeline/ownership-entry.js'
import {DEFAULT_ORDER, type OwnersCount, type OwnersOrder, sortOwnershipEntries, sumOwners} from './ownership-order.js'

const HEADER = [
  'owner',
  'host',
  'setIdentifier',
  'type',
  'targets',
  'ttlSeconds',
  'resource',
  'txtNames',
  'txtFormat',
  'zone',
  'zoneId',
  'isPrivate',
  'state',
  'txtFormats',
  'isEncrypted',
  'isWanted',
]

/** Renders CSV by RFC 4180: a header, CRLF line ends, quotes where necessary. Blanks separate the items of a list. */
export function renderOwnersCsv(rows: readonly OwnershipEntry[], order: OwnersOrder = DEFAULT_ORDER): string {
  const lines = sortOwnershipEntries(rows, order).map((row) => [
    row.owner,
    row.host,
    row.setIdentifier ?? '',
    row.type ?? '',
    row.targets.join(' '),
    row.ttlSeconds === undefined ? '' : String(row.ttlSeconds),
    row.resource,
    row.texts.map((text) => text.name).join(' '),
    nameFormatOf(row),
    row.zone.name,
    row.zone.id,
    String(row.zone.isPrivate),
    row.state,
    row.texts.map((text) => text.format).join(' '),
    row.texts.map((text) => String(text.isEncrypted)).join(' '),
    row.isWanted === undefined ? '' : String(row.isWanted),
  ])
  return toCsv([HEADER, ...lines])
}

/** Renders the counts of each owner in each zone as CSV, with a column for each state. */
export function renderOwnersSummaryCsv(rows: readonly OwnershipEntry[]): string {
  const header = ['owner', 'zone', 'zoneId', 'isPrivate', 'total', ...OWNERS_STATES]
  const line = ({owner, zone, total, states}: OwnersCount) => [
    owner,
    zone.name,
    zone.id,
    String(zone.isPrivate),
    String(total),
    ...OWNERS_STATES.map((state) => String(states[state])),
  ]
  return toCsv([header, ...sumOwners(rows).map(line)])
}

function toCsv(lines: readonly (readonly string[])[]): string {
  return lines.map((fields) => `${fields.map(field).join(',')}\r\n`).join('')
}

/** Quotes a field. Text that a spreadsheet would take for a formula, also by a full-width sign, gets an apostrophe. */
function field(text: string): string {
  const shown = /^(?:[\t\r\n]|\s*[=+\-@\uff0b\uff0d\uff1d\uff20])/.test(text) ? `'${text}` : text
  return /[",;\t\r\n]/.test(shown) ? `"${shown.replaceAll('"', '""')}"` : shown
}
