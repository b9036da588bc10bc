import type {HostPlan} from '../plan/change.js'
import type {Plan} from '../plan/plan.js'
import {fingerprintsFrom} from './fingerprint.js'
import type {SavedPlan} from './saved-plan.js'

/** The same plan with these hosts only. */
export function narrowPlan(plan: Plan, left: readonly HostPlan[]): Plan {
  return {
    ...plan,
    zones: plan.zones.map((zone) => ({...zone, hosts: left.filter((host) => host.zone === zone.zone)})),
  }
}

/** As above, with the fingerprints of what is left. */
export function narrowSavedPlan(saved: SavedPlan, left: readonly HostPlan[]): SavedPlan {
  const plan = narrowPlan(saved.plan, left)
  const hosts = plan.zones.flatMap((zone) => zone.hosts)
  return {...saved, plan, fingerprints: fingerprintsFrom(saved.fingerprints, hosts)}
}
