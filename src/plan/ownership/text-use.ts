import type {DnsName} from '../../dns/dns-name.js'
import {collect} from '../../dns/group.js'
import type {RecordSet} from '../../dns/record-set.js'
import type {Zone} from '../../dns/zone.js'
import {type Claims, type OwnershipRecord, reaches, textsOf} from '../../registry/claim.js'
import {isOurs} from '../../registry/registry-settings.js'
import {hostsByOtherTypes, toTxtHost, txtNamesOf} from '../../registry/txt-name.js'
import type {PlanInput} from '../plan-input.js'
import {makeIsDelegated, makeUnreadUsers} from './unread-zones.js'

/** Which texts speak of which record sets as they are stored. */
export interface TextUse {
  /** The record sets that are ours, with the texts of any owner that speak of them. */
  readonly texts: ReadonlyMap<RecordSet, readonly OwnershipRecord[]>
  /** The record sets that are ours and of which a text speaks. */
  readonly users: ReadonlyMap<OwnershipRecord, readonly RecordSet[]>
  ownedAt(zone: Zone, name: DnsName): readonly RecordSet[]
  /** Zones that were not read, of whose record sets a text may speak. */
  unreadUsers(text: OwnershipRecord): readonly Zone[]
  /** Texts without a record set that would speak of one of this name. @param types as a reading in part sees them. */
  orphansAt(zone: Zone, name: DnsName, types?: readonly string[]): readonly OwnershipRecord[]
}

export function makeTextUse(input: Pick<PlanInput, 'zones' | 'registry' | 'unread'>, all: Claims): TextUse {
  const {registry} = input
  const unreadUsers = makeUnreadUsers(input)
  const claims = all.claims.filter(({kind}) => kind === 'owned')
  const owned = collect(claims.map(({zone, recordSet}) => [`${zone.id} ${recordSet.name}`, recordSet] as const))
  const speaking = claims.map(({recordSet, ownershipRecords}) => [recordSet, textsOf(ownershipRecords)] as const)
  const texts = new Map(speaking.filter(([, some]) => some.length > 0))
  const users = collect(speaking.flatMap(([recordSet, some]) => some.map((text) => [text, recordSet] as const)))
  const ownedAt = (zone: Zone, name: DnsName) => owned.get(`${zone.id} ${name}`) ?? []
  if (registry.kind === 'noop') return {texts, users, ownedAt, unreadUsers, orphansAt: () => []}
  const isDelegated = makeIsDelegated(input, all)
  const ours = all.orphans.filter(({owner}) => isOurs(registry, owner))
  const orphans = collect(
    ours.flatMap((text) => {
      // `tlsa-web` may also be what is left of a TLSA record of `web`.
      const hosts = text.type === undefined ? hostsByOtherTypes(registry, text.recordSet.name) : []
      return [...new Set([text.host, ...hosts])]
        .filter((host) => host !== '' && !isDelegated({...text, host}))
        .map((host) => [host, text] as const)
    }),
  )
  const zones = input.zones.map(({zone}) => zone)
  return {
    texts,
    users,
    ownedAt,
    unreadUsers,
    orphansAt(zone, name, types) {
      const found = (orphans.get(toTxtHost(registry, name)) ?? []).filter((text) => reaches(text, zone, name, zones))
      if (types === undefined || found.length === 0) return found
      const names = new Set<string>(txtNamesOf(registry, name, types))
      return found.filter(({recordSet}) => names.has(recordSet.name))
    },
  }
}
