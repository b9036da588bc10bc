import {isWithin} from '../../dns/dns-name.js'
import type {ZoneContent} from '../../registry/claim.js'
import type {BlockedReason} from '../blocked.js'
import {phrases} from '../blocked-phrases.js'
import {type HostPlan, storedSets} from '../change.js'
import {addedSets} from '../ownership/reconcile-texts.js'

/**
 * What NS_OCCLUSION_CHECK refuses once all is done, in zones where it is known to be on: a record below a delegation, and
 * a delegation above records. A new delegation gives way to a new record.
 */
export function findHidden(
  hosts: readonly HostPlan[],
  contents: readonly ZoneContent[],
): ReadonlyMap<HostPlan, BlockedReason> {
  const found = new Map<HostPlan, BlockedReason>()
  for (const {zone, recordSets} of contents) {
    if (zone.features?.guardrails?.includes('NS_OCCLUSION_CHECK') !== true) continue
    const isDelegation = ({name, type}: {readonly name: string; readonly type: string}) =>
      type === 'NS' && name !== zone.name
    const gone = storedSets(hosts)
    const staying = recordSets.filter((set) => !gone.has(set))
    const delegations = staying.filter(isDelegation)
    const added = hosts.flatMap((host) => addedSets(host).flatMap((one) => (one.zone === zone ? [{...one, host}] : [])))
    const names = new Set([...staying, ...added.map(({set}) => set)].map(({name}) => name))
    for (const {host, set} of added) {
      const above = delegations.find(({name}) => isBelow(set.name, name))
      const below = isDelegation(set) ? [...names].find((name) => isBelow(name, set.name)) : undefined
      if (found.has(host)) continue
      if (above !== undefined) found.set(host, phrases.hiddenName(set.name, above.name))
      else if (below !== undefined) found.set(host, phrases.hiddenName(below, set.name))
    }
  }
  return found
}

function isBelow(name: string, parent: string): boolean {
  return name !== parent && isWithin(name, parent)
}
