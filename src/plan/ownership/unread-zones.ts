import {isWithin, toStoredName} from '../../dns/dns-name.js'
import {collect} from '../../dns/group.js'
import {isZoneFor, type Zone} from '../../dns/zone.js'
import {type Claims, type OwnershipRecord, reaches} from '../../registry/claim.js'
import {type LedgerRow, rowZones} from '../../registry/ledger.js'
import type {BlockedReason} from '../blocked.js'
import {ownershipPhrases} from '../ownership-phrases.js'
import type {PlanInput} from '../plan-input.js'

type ReadZones = Pick<PlanInput, 'zones' | 'unread'>

/** Zones that nobody read and in which a text may speak of a record set, as of a private apex: taken for needed. */
export function makeUnreadUsers({zones, unread = []}: ReadZones): (text: OwnershipRecord) => readonly Zone[] {
  if (unread.length === 0) return () => []
  const all = [...zones.map(({zone}) => zone), ...unread]
  return (text) => unread.filter((zone) => reaches(text, zone, toStoredName(text.host), all))
}

/** The same for a ledger row, which speaks of every zone where it lists none. */
export function makeUnreadHolders({zones, unread = []}: ReadZones): (row: LedgerRow) => readonly Zone[] {
  const all = [...zones.map(({zone}) => zone), ...unread]
  return (row) =>
    rowZones(row) === undefined ? unread.filter((zone) => isZoneFor(zone, toStoredName(row.key.name), all)) : []
}

/** Why texts may not become somebody else's or nobody's; undefined: no record set that was not read rests on them. */
export function blockForUnread(input: ReadZones): (texts: readonly OwnershipRecord[]) => BlockedReason | undefined {
  const unreadUsers = makeUnreadUsers(input)
  return (texts) => {
    const shared = texts.find((text) => unreadUsers(text).length > 0)
    return shared && ownershipPhrases.textNeededUnread(shared.recordSet.name, unreadUsers(shared))
  }
}

/** Tells the texts of hosts that their zone hands on to another one which was not read whole: whether their record is there is unknown. */
export function makeIsDelegated(
  {zones}: Pick<PlanInput, 'zones'>,
  claims: Pick<Claims, 'claims'>,
): (text: OwnershipRecord) => boolean {
  const delegations = collect(
    claims.claims.flatMap(({zone, recordSet}) =>
      recordSet.type !== 'NS' || recordSet.name === zone.name ? [] : [[zone, recordSet.name] as const],
    ),
  )
  const isRead = (host: string, below: string) =>
    zones.some(({zone, reading}) => reading === 'whole' && isWithin(host, zone.name) && isWithin(zone.name, below))
  return ({zone, host}) => (delegations.get(zone) ?? []).some((name) => isWithin(host, name) && !isRead(host, name))
}
