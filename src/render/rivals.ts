import type {HostPlan} from '../plan/change.js'
import type {Blocked, Plan} from '../plan/plan.js'
import {sortBlocked} from './blocked-order.js'

/** Finds, for a host that changes, what other objects asked of it in vain. */
export function rivalsOf(plan: Plan): (host: HostPlan) => readonly Blocked[] {
  const rivals = new Map<string, Blocked[]>()
  for (const one of sortBlocked(plan.blocked)) {
    if (one.reason !== 'conflict-lost' || one.zone === undefined) continue
    const key = keyOf(one.zone.id, one.host, one.setIdentifier)
    rivals.set(key, [...(rivals.get(key) ?? []), one])
  }
  // A set that goes from a host that stays has no part in what others want of the host.
  const isLoss = ({action, isGone}: HostPlan) => action === 'delete' && !isGone
  return (host) => (isLoss(host) ? [] : (rivals.get(keyOf(host.zone.id, host.name, host.setIdentifier)) ?? []))
}

function keyOf(zoneId: string, name: string, setIdentifier: string | undefined): string {
  return `${zoneId} ${name} ${setIdentifier ?? ''}`
}
