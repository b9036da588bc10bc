import {count, list, object, text} from '../../codec/codec.js'
import {derived, perWord, self, view} from '../../codec/writer.js'
import {shownZone} from '../../codec/zone-codec.js'
import {OWNERS_STATES, type OwnershipEntry} from '../../pipeline/ownership-entry.js'
import {documentRenderer, headed} from '../json/document.js'
import {columnsOf} from './owners-columns.js'
import {
  countStates,
  DEFAULT_ORDER,
  type OwnersCount,
  type OwnersOrder,
  sortOwnershipEntries,
  sumOwners,
} from './ownership-order.js'

const record = view<OwnershipEntry>(Object.fromEntries(columnsOf('json').map(({name, writer}) => [name, writer])))

export const ownersWriter = headed('owners', view<readonly OwnershipEntry[]>({records: derived(self, list(record))}))

export function renderOwnersJson(rows: readonly OwnershipEntry[], order: OwnersOrder = DEFAULT_ORDER): string {
  return documentRenderer(ownersWriter)(sortOwnershipEntries(rows, order))
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

export const renderOwnersSummaryJson = documentRenderer(ownersSummaryWriter)
