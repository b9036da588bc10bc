import type {DnsName} from '../../dns/dns-name.js'
import type {RecordSet} from '../../dns/record-set.js'
import type {Zone} from '../../dns/zone.js'
import {type Claims, type OwnershipRecord, reaches, textsOf} from '../../registry/claim.js'
import {hostsByOtherTypes, toTxtHost, txtNamesOf} from '../../registry/txt-name.js'
import type {PlanInput} from '../plan-input.js'
import {makeIsDelegated, makeUnreadUsers} from './unread-zones.js'

/** Which texts speak of which record sets as they are stored. */
export interface TextUse {
  /** The record sets that are ours, with the texts of any owner that speak of them. */
  readonly texts: ReadonlyMap<RecordSet, readonly OwnershipRecord[]>
  /** The record sets that are ours and of which a text speaks. */
  readonly users: ReadonlyMap<OwnershipRecord, readonly RecordSet[]>
  /** The record sets of a name that are ours. */
  ownedAt(zone: Zone, name: DnsName): readonly RecordSet[]
  /** True when one of our texts speaks of no record set. */
  readonly hasOrphans: boolean
  /** Zones that were not read, of whose record sets a text may speak. */
  unreadUsers(text: OwnershipRecord): readonly Zone[]
  /**
   * Our texts that speak of no record set, and would speak of one of this name.
   *
   * @param types only under the names that texts of these types may have: those that a reading of a part of the zone sees.
   */
  orphansAt(zone: Zone, name: DnsName, types?: readonly string[]): readonly OwnershipRecord[]
}

export function makeTextUse(input: Pick<PlanInput, 'zones' | 'registry' | 'unread'>, all: Claims): TextUse {
  const {registry} = input
  const unreadUsers = makeUnreadUsers(input)
  const texts = new Map<RecordSet, readonly OwnershipRecord[]>()
  const users = new Map<OwnershipRecord, RecordSet[]>()
  const owned = new Map<string, RecordSet[]>()
  for (const {kind, zone, recordSet, ownershipRecords} of all.claims) {
    if (kind !== 'owned') continue
    push(owned, `${zone.id} ${recordSet.name}`, recordSet)
    const speaking = textsOf(ownershipRecords)
    if (speaking.length > 0) texts.set(recordSet, speaking)
    for (const text of speaking) push(users, text, recordSet)
  }
  const ownedAt = (zone: Zone, name: DnsName) => owned.get(`${zone.id} ${name}`) ?? []
  if (registry.kind === 'noop') return {texts, users, ownedAt, unreadUsers, hasOrphans: false, orphansAt: () => []}
  const isDelegated = makeIsDelegated(input, all)
  const orphans = new Map<string, OwnershipRecord[]>()
  for (const text of all.orphans) {
    if (text.owner !== registry.ownerId) continue
    // `tlsa-web` may also be what is left of a TLSA record of `web`.
    const hosts = text.type === undefined ? hostsByOtherTypes(registry, text.recordSet.name) : []
    for (const host of new Set([text.host, ...hosts])) {
      if (host !== '' && !isDelegated({...text, host})) push(orphans, host, text)
    }
  }
  const zones = input.zones.map(({zone}) => zone)
  return {
    texts,
    users,
    ownedAt,
    unreadUsers,
    hasOrphans: orphans.size > 0,
    orphansAt(zone, name, types) {
      const found = (orphans.get(toTxtHost(registry, name)) ?? []).filter((text) => reaches(text, zone, name, zones))
      if (types === undefined || found.length === 0) return found
      const names = new Set<string>(txtNamesOf(registry, name, types))
      return found.filter(({recordSet}) => names.has(recordSet.name))
    },
  }
}

function push<Key, Item>(map: Map<Key, Item[]>, key: Key, item: Item): void {
  const same = map.get(key)
  if (same === undefined) map.set(key, [item])
  else same.push(item)
}
