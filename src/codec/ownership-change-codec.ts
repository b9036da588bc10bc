import type {Zone} from '../dns/zone.js'
import type {OwnershipChange, WrittenText} from '../plan/change.js'
import type {OwnershipRecord} from '../registry/claim.js'
import type {LedgerChange, LedgerRow, RowKey} from '../registry/ledger.js'
import {type Codec, flag, object, oneOf, optional, text, textMap, union} from './codec.js'
import {recordSet, shownRecordSet} from './record-set-codec.js'
import {ownerId, sometimes} from './several-owners.js'
import {derived, fieldsOf, named, self, sidesOf, view} from './writer.js'
import {shownZone} from './zone-codec.js'

const OWNERSHIP = {owner: ownerId, resource: text, labels: textMap}

const ROW_KEY = {name: text, type: text, setIdentifier: optional(text)}

const row = object<LedgerRow>({key: object<RowKey>(ROW_KEY), ...OWNERSHIP})

export const ledgerChange: Codec<LedgerChange> = union<LedgerChange>({
  put: object({current: optional(row), desired: row}),
  remove: object({current: row, rest: optional(row)}),
})

export const shownLedgerRow = named(
  'ledgerRow',
  view<LedgerRow>({...fieldsOf(({key}: LedgerRow) => key, ROW_KEY), ...fieldsOf(self<LedgerRow>, OWNERSHIP)}),
)

export const shownLedgerChange = named(
  'ledgerChange',
  view<LedgerChange>({
    kind: derived(({kind}) => kind, oneOf(['put', 'remove'])),
    current: derived(({current}) => current, optional(shownLedgerRow)),
    desired: derived((change) => (change.kind === 'put' ? change.desired : change.rest), optional(shownLedgerRow)),
  }),
)

export function ownershipChange(zone: Codec<Zone>): Codec<OwnershipChange> {
  const current = object<OwnershipRecord>({
    zone,
    recordSet,
    host: text,
    type: optional(text),
    ...OWNERSHIP,
    isUnreadable: flag,
  })
  const written = {desired: recordSet, owner: sometimes(ownerId)}
  return union<OwnershipChange>({
    create: object<WrittenText>({zone, ...written}),
    update: object<WrittenText & {readonly current: OwnershipRecord}>({zone, current, ...written}),
    delete: object({zone, current}),
  })
}

export const shownOwnershipTxt = view<OwnershipRecord>({
  ...fieldsOf(self<OwnershipRecord>, OWNERSHIP),
  format: derived(({type}) => (type === undefined ? 'untyped' : 'typed'), oneOf(['typed', 'untyped'])),
  recordSet: derived(({recordSet}) => recordSet, shownRecordSet),
})

export const shownOwnershipChange = named(
  'ownershipChange',
  view<OwnershipChange>({
    kind: derived(({kind}) => kind, oneOf(['create', 'update', 'delete'])),
    zone: derived(({zone}) => zone, shownZone),
    current: derived((change) => sidesOf(change).current, optional(shownOwnershipTxt)),
    desired: derived((change) => sidesOf(change).desired, optional(shownRecordSet)),
  }),
)
