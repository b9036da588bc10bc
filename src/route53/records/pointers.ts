import type {DnsName} from '../../dns/dns-name.js'
import type {RecordSet} from '../../dns/record-set.js'
import type {Zone} from '../../dns/zone.js'
import {decodeName} from './record-set-wire.js'

/** The target of an alias within its own zone, where a set of its type has to exist; empty for any other set. */
export function aliasTargets({data}: RecordSet, zone: Zone): readonly DnsName[] {
  return data.kind === 'alias' && data.target.zoneId === zone.id ? [decodeName(data.target.dnsName)] : []
}

/** As above, with the target of a CNAME, in whichever zone. The set that answers there has the same type. */
export function leadsTo(set: RecordSet, zone: Zone): readonly DnsName[] {
  return set.type === 'CNAME' && set.data.kind === 'values' ? set.data.values.map(decodeName) : aliasTargets(set, zone)
}
