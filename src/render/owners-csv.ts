import {type OwnersRow, sortOwnersRows} from './owners-row.js'

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
]

/** RFC 4180: a header, CRLF after every line, quotes where a field needs them. Lists in a field are parted by a blank. */
export function renderOwnersCsv(rows: readonly OwnersRow[]): string {
  const lines = sortOwnersRows(rows).map((row) => [
    row.owner,
    row.host,
    row.setIdentifier ?? '',
    row.type ?? '',
    row.targets.join(' '),
    row.ttlSeconds === undefined ? '' : String(row.ttlSeconds),
    row.resource,
    row.txtNames.join(' '),
    row.txtFormat,
    row.zone.name,
    row.zone.id,
    String(row.zone.isPrivate),
    row.state,
  ])
  return [HEADER, ...lines].map((fields) => `${fields.map(field).join(',')}\r\n`).join('')
}

function field(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
