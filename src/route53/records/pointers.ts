import type {DnsName} from '../../dns/dns-name.js'
import type {RecordSet} from '../../dns/record-set.js'
import type {Zone} from '../../dns/zone.js'
import {decodeName} from './record-set-wire.js'

/** Where an alias leads to in its own zone, which has to hold a set of its type there; empty for any other set. */
export function aliasTargets({data}: RecordSet, zone: Zone): readonly DnsName[] {
  return data.kind === 'alias' && data.target.zoneId === zone.id ? [decodeName(data.target.dnsName)] : []
}

/** As above, and where a CNAME leads to, in whatever zone that is. What answers there is of the same type. */
export function leadsTo(set: RecordSet, zone: Zone): readonly DnsName[] {
  return set.type === 'CNAME' && set.data.kind === 'values' ? set.data.values.map(decodeName) : aliasTargets(set, zone)
}
