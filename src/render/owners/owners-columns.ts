import {count, flag, list, object, oneOf, optional, text, texts} from '../../codec/codec.js'
import {recordType} from '../../codec/record-set-codec.js'
import {derived, type Writer} from '../../codec/writer.js'
import {shownZone} from '../../codec/zone-codec.js'
import {
  nameFormatOf,
  OWNERS_STATES,
  type OwnershipEntry,
  type OwnersText,
  stateWord,
} from '../../pipeline/ownership-entry.js'
import {TXT_FORMATS} from '../../registry/txt-format.js'

type Output = 'json' | 'csv' | 'table'

export interface OwnersColumn {
  readonly name: string
  readonly writer: Writer<OwnershipEntry>
  /** Its head in the table, which does not show a column without one. */
  readonly title?: string
  /** Where it is not the same everywhere. */
  readonly only?: Output
}

/** What `owners` tells of each entry, in the order of JSON and CSV. A new column comes last, for who counts columns of CSV. */
const COLUMNS: readonly OwnersColumn[] = [
  {name: 'owner', title: 'OWNER', writer: derived(({owner}) => owner, text)},
  {name: 'host', title: 'HOST', writer: derived(({host}) => host, text)},
  {name: 'setIdentifier', title: 'SET', writer: derived((row) => row.setIdentifier, optional(text))},
  {name: 'zone', only: 'table', title: 'ZONE', writer: derived(({zone}) => zone.name, text)},
  {name: 'type', title: 'TYPE', writer: derived(({type}) => type, optional(recordType))},
  {name: 'targets', title: 'TARGET', writer: derived(({targets}) => targets, texts)},
  {name: 'ttlSeconds', title: 'TTL', writer: derived(({ttlSeconds}) => ttlSeconds, optional(count))},
  {name: 'resource', title: 'RESOURCE', writer: derived(({resource}) => resource, text)},
  {name: 'txtNames', title: 'TXT', writer: derived((row) => row.texts.map(({name}) => name), texts)},
  {name: 'txtFormats', only: 'table', title: 'FORMAT', writer: derived(({texts: all}) => all.map(formatWord), texts)},
  {name: 'txtFormat', writer: derived(nameFormatOf, oneOf(['typed', 'untyped', 'both', 'none']))},
  {
    name: 'texts',
    only: 'json',
    writer: derived(
      (row) => row.texts,
      list(object<OwnersText>({name: text, format: oneOf(TXT_FORMATS), isEncrypted: flag})),
    ),
  },
  {name: 'zone', only: 'json', writer: derived(({zone}) => zone, shownZone)},
  {name: 'zone', only: 'csv', writer: derived(({zone}) => zone.name, text)},
  {name: 'zoneId', only: 'csv', writer: derived(({zone}) => zone.id, text)},
  {name: 'isPrivate', only: 'csv', writer: derived(({zone}) => zone.isPrivate, flag)},
  {name: 'state', only: 'json', writer: derived(({state}) => state, oneOf(OWNERS_STATES))},
  {name: 'state', only: 'csv', writer: derived(({state}) => state, text)},
  {name: 'state', only: 'table', title: 'STATE', writer: derived(({state}) => stateWord(state), text)},
  {name: 'txtFormats', only: 'csv', writer: derived((row) => row.texts.map(({format}) => format), texts)},
  {name: 'isEncrypted', only: 'csv', writer: derived((row) => row.texts.map((one) => one.isEncrypted), list(flag))},
  {name: 'isWanted', writer: derived(({isWanted}) => isWanted, optional(flag))},
  {name: 'protection', title: 'PROTECTION', writer: derived((row) => row.protection, optional(text))},
]

export function columnsOf(output: Output): readonly OwnersColumn[] {
  return COLUMNS.filter(({only = output, title}) => only === output && (output !== 'table' || title !== undefined))
}

/** The text of a cell; empty when there is nothing to tell. */
export function cellText({writer}: OwnersColumn, row: OwnershipEntry, separator: string): string {
  const value = writer.toJson(row)
  return value === null ? '' : [value].flat().join(separator)
}

function formatWord({format, isEncrypted}: OwnersText): string {
  return isEncrypted ? `${format}+encrypted` : format
}
