import {isWithin} from '../dns/dns-name.js'
import type {Zone} from '../dns/zone.js'
import type {HostPlan} from './change.js'
import type {PlanWarning, ZonePlan} from './plan.js'
import type {ZoneSnapshot} from './plan-input.js'

/** A warning for each delegation under which a zone gets new answers: resolvers never ask that zone for them. */
export function delegationWarnings(
  plans: readonly ZonePlan[],
  snapshots: readonly ZoneSnapshot[],
): readonly PlanWarning[] {
  const hosts = new Map(plans.map((plan) => [plan.zone, plan.hosts]))
  return snapshots.flatMap(({zone, recordSets}) => {
    const delegated = new Set<string>(
      recordSets.flatMap(({type, name}) => (type === 'NS' && name !== zone.name ? [name] : [])),
    )
    if (delegated.size === 0) return []
    const below = new Map<string, HostPlan[]>()
    for (const host of (hosts.get(zone) ?? []).filter(answersAnew)) {
      const away = parentsOf(host.name, zone).find((name) => delegated.has(name))
      if (away !== undefined) below.set(away, [...(below.get(away) ?? []), host])
    }
    return [...below].map(([away, some]) => warnOf(away, zone, some))
  })
}

function warnOf(away: string, zone: Zone, hosts: readonly HostPlan[]): PlanWarning {
  const names = [...new Set(hosts.map(({name}) => name))]
  const more = names.length === 1 ? '' : ` and ${names.length - 1} more`
  const text = `${away} is delegated by its NS record in zone ${zone.name}, so that what is written there for ${names[0]}${more} is never answered: its own zone has to be selected`
  return {text, origin: hosts[0]?.origins[0]}
}

/** NS and DS belong to the parent. */
function answersAnew({changes}: HostPlan): boolean {
  return changes.some((change) => change.kind !== 'delete' && !['NS', 'DS'].includes(change.desired.type))
}

/** The name itself and those above it within the zone. */
function parentsOf(name: string, zone: Zone): readonly string[] {
  const labels = name.split('.')
  return labels.map((_label, index) => labels.slice(index).join('.')).filter((parent) => isWithin(parent, zone.name))
}
