import {trimDot} from '../dns/dns-name.js'
import {deletedSets, type HostPlan, NO_OBJECT_ASKED} from '../plan/change.js'
import type {Plan} from '../plan/plan.js'

/** Concurrent lookups. The resolver of the system has four threads. */
const SIDE_BY_SIDE = 16

/** Says at each host that no object was asked, and which of its targets no longer resolve. Failed lookups are ignored. */
export async function noteDeadTargets(
  plan: Plan,
  resolve: (host: string) => Promise<readonly string[]>,
): Promise<Plan> {
  const targets = [...new Set(plan.zones.flatMap(({hosts}) => hosts.flatMap(targetsOf)))].sort()
  const dead = new Set<string>()
  const lookUp = async (target: string) => {
    if (await isUnknown(target, resolve)) dead.add(target)
  }
  for (let start = 0; start < targets.length; start += SIDE_BY_SIDE) {
    await Promise.all(targets.slice(start, start + SIDE_BY_SIDE).map(lookUp))
  }
  const withNotes = (host: HostPlan): HostPlan => {
    const notes = targetsOf(host)
      .filter((target) => dead.has(target))
      .map((target) => `${target} no longer resolves`)
    return {...host, notes: [NO_OBJECT_ASKED, ...host.notes, ...new Set(notes)]}
  }
  return {...plan, zones: plan.zones.map((zone) => ({...zone, hosts: zone.hosts.map(withNotes)}))}
}

/** The host names to which a deleted CNAME or alias points. */
function targetsOf(host: HostPlan): readonly string[] {
  return deletedSets([host]).flatMap(({type, data}) => {
    if (data.kind === 'alias') return [trimDot(data.target.dnsName)]
    return type === 'CNAME' ? data.values.map(trimDot) : []
  })
}

/** True when DNS says that the name does not exist, not when it does not answer. */
async function isUnknown(host: string, resolve: (host: string) => Promise<readonly string[]>): Promise<boolean> {
  try {
    await resolve(host)
    return false
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ENOTFOUND'
  }
}
