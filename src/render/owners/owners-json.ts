import {count, flag, list, object, oneOf, optional, text, texts} from '../../codec/codec.js'
import {recordType} from '../../codec/record-set-codec.js'
import {derived, fieldsOf, perWord, self, view} from '../../codec/writer.js'
import {shownZone} from '../../codec/zone-codec.js'
import {nameFormatOf, OWNERS_STATES, type OwnershipEntry, type OwnersText} from '../../pipeline/ownership-entry.js'
import {TXT_FORMATS} from '../../registry/txt-format.js'
import {headed, renderDocument} from '../json/document.js'
import {
  countStates,
  DEFAULT_ORDER,
  type OwnersCount,
  type OwnersOrder,
  sortOwnershipEntries,
  sumOwners,
} from './ownership-order.js'

const record = view<OwnershipEntry>({
  ...fieldsOf(self<OwnershipEntry>, {
    owner: text,
    host: text,
    setIdentifier: optional(text),
    type: optional(recordType),
    targets: texts,
    ttlSeconds: optional(count),
    resource: text,
  }),
  txtNames: derived((row) => row.texts.map(({name}) => name), texts),
  txtFormat: derived(nameFormatOf, oneOf(['typed', 'untyped', 'both', 'none'])),
  ...fieldsOf(self<OwnershipEntry>, {
    texts: list(object<OwnersText>({name: text, format: oneOf(TXT_FORMATS), isEncrypted: flag})),
    zone: shownZone,
    state: oneOf(OWNERS_STATES),
    isWanted: optional(flag),
  }),
})

export const ownersWriter = headed('owners', view<readonly OwnershipEntry[]>({records: derived(self, list(record))}))

export function renderOwnersJson(rows: readonly OwnershipEntry[], order: OwnersOrder = DEFAULT_ORDER): string {
  return renderDocument(ownersWriter, sortOwnershipEntries(rows, order))
}

/** Every state is always there. */
const states = perWord(OWNERS_STATES, count)

export const ownersSummaryWriter = headed(
  'owners-summary',
  view<readonly OwnershipEntry[]>({
    total: derived((rows) => rows.length, count),
    states: derived(countStates, states),
    owners: derived(sumOwners, list(object<OwnersCount>({owner: text, zone: shownZone, total: count, states}))),
  }),
)

export function renderOwnersSummaryJson(rows: readonly OwnershipEntry[]): string {
  return renderDocument(ownersSummaryWriter, rows)
}
