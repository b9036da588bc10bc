import type {HostPlan} from '../plan/change.js'
import type {ZonePlan} from '../plan/plan.js'

/** More changed hosts than this fill more than one screen. */
const MOST_ON_A_SCREEN = 50

/** What takes an answer away, were it for a moment: to be read before anything else. */
export function isDrastic({action}: HostPlan): boolean {
  return action === 'delete' || action === 'replace'
}

/** True when what is drastic could be scrolled past: it is then told first, and once more at the end. */
export function isLong(zones: readonly ZonePlan[]): boolean {
  return zones.reduce((sum, {hosts}) => sum + hosts.length, 0) > MOST_ON_A_SCREEN
}

/** Deletes, then replacements, then the others, each in their order. */
export function drasticFirst(hosts: readonly HostPlan[]): readonly HostPlan[] {
  const rank = ({action}: HostPlan) => (action === 'delete' ? 0 : action === 'replace' ? 1 : 2)
  return [...hosts].sort((a, b) => rank(a) - rank(b))
}
