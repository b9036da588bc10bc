import {isWithin} from '../dns/dns-name.js'
import type {Zone} from '../dns/zone.js'
import type {Claims, OwnershipTxt} from '../registry/claim.js'
import type {PlanInput} from './plan-input.js'

/** Tells the texts of hosts that their zone hands on to another one which was not read whole: whether their record is there is unknown. */
export function makeIsHandedOn(
  {zones}: Pick<PlanInput, 'zones'>,
  claims: Pick<Claims, 'claims'>,
): (text: OwnershipTxt) => boolean {
  const delegations = delegationsOf(claims)
  const isRead = (host: string, below: string) =>
    zones.some(({zone, reading}) => reading === 'whole' && isWithin(host, zone.name) && isWithin(zone.name, below))
  return ({zone, host}) => (delegations.get(zone) ?? []).some((name) => isWithin(host, name) && !isRead(host, name))
}

function delegationsOf(claims: Pick<Claims, 'claims'>): ReadonlyMap<Zone, readonly string[]> {
  const names = new Map<Zone, string[]>()
  for (const {zone, recordSet} of claims.claims) {
    if (recordSet.type !== 'NS' || recordSet.name === zone.name) continue
    names.set(zone, [...(names.get(zone) ?? []), recordSet.name])
  }
  return names
}
