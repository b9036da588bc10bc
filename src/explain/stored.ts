import {type DnsName, isWithin, toStoredName} from '../dns/dns-name.js'
import {compareRecordSets} from '../dns/record-set.js'
import type {Zone} from '../dns/zone.js'
import type {ZoneSnapshot} from '../plan/plan-input.js'
import {type Claim, type Claims, type OwnershipRecord, textUsers} from '../registry/claim.js'
import {type TxtNaming, toTxtHost} from '../registry/txt-name.js'
import type {HostExplanation, Neighbour} from './explanation.js'

interface Contents {
  readonly claims: Claims
  readonly snapshots: readonly ZoneSnapshot[]
  readonly listed: readonly Zone[]
}

export function storedAt(
  host: string,
  {claims, snapshots, listed}: Contents,
  naming: TxtNaming | undefined,
): Pick<HostExplanation, 'stored' | 'ownershipOf' | 'orphans' | 'neighbours'> {
  const txtHost = naming === undefined ? host : toTxtHost(naming, host)
  const users = textUsers(claims.claims)
  const asked = snapshots.filter(({zone}) => isAsked(zone, host, listed))
  return {
    stored: claims.claims
      .filter(({recordSet}) => recordSet.name === host)
      .sort((a, b) => compareRecordSets(a.recordSet, b.recordSet)),
    ownershipOf: claims.ownershipRecords
      .filter((text) => text.recordSet.name === host && text.host !== txtHost)
      // A text that is not proof still names a record set.
      .map((text) => ({text, claims: users.get(text) ?? claims.claims.filter((claim) => isNamedBy(text, claim))})),
    orphans: claims.orphans
      .filter((orphan) => orphan.host === txtHost)
      .sort((a, b) => compareRecordSets(a.recordSet, b.recordSet)),
    neighbours: asked.flatMap((snapshot) =>
      claims.claims.filter(({zone}) => zone === snapshot.zone).flatMap((claim) => neighbour(claim, host, snapshot)),
    ),
  }
}

function isNamedBy({host, type}: OwnershipRecord, {recordSet}: Claim): boolean {
  return recordSet.name === host && recordSet.type === type
}

/** True for a zone that is asked for the host: no zone of the account below it takes the name away. */
function isAsked(zone: Zone, host: string, listed: readonly Zone[]): boolean {
  const isNearer = ({name, isPrivate}: Zone) =>
    isPrivate === zone.isPrivate && isWithin(host, name) && isBelow(name, zone.name)
  return isWithin(host, zone.name) && !listed.some(isNearer)
}

function neighbour(claim: Claim, host: string, {zone, recordSets}: ZoneSnapshot): readonly Neighbour[] {
  const {recordSet} = claim
  const {name, type} = recordSet
  if (type === 'TXT' || name === zone.name || name === host) return []
  if (type === 'NS' && isBelow(host, name)) return [{kind: 'delegation', zone, recordSet, claim, hiddenBy: undefined}]
  if (!covers(name, host)) return []
  // RFC 4592: a wildcard answers only for names of which nothing exists between it and them, nor below them.
  const next = host.split('.').slice(-name.split('.').length).join('.')
  const hiddenBy = recordSets.find((set) => set.name !== host && isWithin(set.name, next))?.name
  return [{kind: 'wildcard', zone, recordSet, claim, hiddenBy}]
}

/** True for a wildcard that stands for the host. */
export function covers(name: string, host: string): boolean {
  return name.startsWith('*.') && name !== host && isBelow(host, name.slice(2))
}

/** The names above the host that may affect it: wildcards, and delegations. */
export function namesAbove(host: DnsName): readonly DnsName[] {
  const labels = host.split('.')
  return labels.slice(1, -1).flatMap((_, index) => {
    const above = labels.slice(index + 1).join('.')
    return [toStoredName(above), toStoredName(`*.${above}`)]
  })
}

function isBelow(host: string, parent: string): boolean {
  return host !== parent && isWithin(host, parent)
}
