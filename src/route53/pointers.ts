import type {RecordSet} from '../dns/record-set.js'
import type {Zone} from '../dns/zone.js'
import {decodeName} from './record-set-wire.js'

/** One key for all sets of a name and type: what an alias or a CNAME can lead to. */
export function placeOf({name, type}: Pick<RecordSet, 'name' | 'type'>): string {
  return `${type} ${name}`
}

/** Where an alias leads to in its own zone, which has to hold a set of its type there; empty for any other set. */
export function aliasPlaces({type, data}: RecordSet, zone: Zone): readonly string[] {
  return data.kind === 'alias' && data.target.zoneId === zone.id ? [`${type} ${data.target.dnsName}`] : []
}

/** As above, and where a CNAME leads to, in whatever zone that is. */
export function leadsTo(set: RecordSet, zone: Zone): readonly string[] {
  return set.type === 'CNAME' && set.data.kind === 'values'
    ? set.data.values.map((value) => `CNAME ${decodeName(value)}`)
    : aliasPlaces(set, zone)
}
