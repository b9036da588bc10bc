import {type DnsName, isWithin, toStoredName} from '../dns/dns-name.js'
import {compareRecordSets, type RecordSet} from '../dns/record-set.js'
import type {ZoneSnapshot} from '../plan/plan-input.js'
import type {Claims} from '../registry/claim.js'
import {type TxtNaming, toTxtHost} from '../registry/txt-name.js'
import type {HostExplanation, Neighbour} from './explanation.js'

/** Everything in the selected zones that is at the host, belongs to it, or lies above it. */
export function storedAt(
  host: string,
  claims: Claims,
  snapshots: readonly ZoneSnapshot[],
  naming: TxtNaming | undefined,
): Pick<HostExplanation, 'stored' | 'orphans' | 'neighbours'> {
  const txtHost = naming === undefined ? host : toTxtHost(naming, host)
  return {
    stored: claims.claims
      .filter(({recordSet}) => recordSet.name === host)
      .sort((a, b) => compareRecordSets(a.recordSet, b.recordSet)),
    orphans: claims.orphans
      .filter((orphan) => orphan.host === txtHost)
      .sort((a, b) => compareRecordSets(a.recordSet, b.recordSet)),
    neighbours: snapshots.flatMap(({zone, recordSets}) =>
      isWithin(host, zone.name)
        ? recordSets
            .filter(
              ({name, type}) => type !== 'TXT' && name !== zone.name && name !== host && speaksFor(name, type, host),
            )
            .map((recordSet): Neighbour => ({kind: isWildcard(recordSet) ? 'wildcard' : 'delegation', zone, recordSet}))
        : [],
    ),
  }
}

/** The names above the host that may affect it: wildcards, and delegations. */
export function namesAbove(host: DnsName): readonly DnsName[] {
  const labels = host.split('.')
  return labels.slice(1, -1).flatMap((_, index) => {
    const above = labels.slice(index + 1).join('.')
    return [toStoredName(above), toStoredName(`*.${above}`)]
  })
}

function speaksFor(name: string, type: RecordSet['type'], host: string): boolean {
  return name.startsWith('*.') ? isBelow(host, name.slice(2)) : type === 'NS' && isBelow(host, name)
}

function isBelow(host: string, parent: string): boolean {
  return host !== parent && isWithin(host, parent)
}

function isWildcard({name}: RecordSet): boolean {
  return name.startsWith('*.')
}
