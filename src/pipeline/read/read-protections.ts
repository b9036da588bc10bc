import type {Zone} from '../../dns/zone.js'
import {type HostPlan, touchedByHost} from '../../plan/change.js'
import type {Plan} from '../../plan/plan.js'
import type {ZoneSnapshot} from '../../plan/plan-input.js'
import type {ZoneReader} from '../../route53/ports.js'

/**
 * Reads the protections of the zones that a plan writes, one listing each, and decides again where there are any. What is
 * protected may let another zone be written, so that is looked at until no zone is new.
 * @returns `unknown`: why those of a zone are not known, each a phrase.
 */
export async function heedProtections(
  snapshots: readonly ZoneSnapshot[],
  reader: Pick<ZoneReader, 'listProtections'>,
  decide: (snapshots: readonly ZoneSnapshot[]) => Plan,
) {
  const asked = new Set<Zone>()
  const unknown: string[] = []
  let current = snapshots
  for (;;) {
    const plan = decide(current)
    const written = writtenZones(plan.zones.flatMap(({hosts}) => hosts))
    const zones = written.filter((zone) => !asked.has(zone))
    const answers = await Promise.all(zones.map(async (zone) => [zone, await reader.listProtections(zone)] as const))
    const found = new Map(answers.map(([zone, answer]) => [zone, answer.ok ? answer.value : []]))
    for (const [zone, answer] of answers) {
      asked.add(zone)
      if (!answer.ok) unknown.push(answer.problem)
    }
    if ([...found.values()].every((some) => some.length === 0)) return {plan, snapshots: current, unknown}
    current = current.map((each) => ({...each, protections: found.get(each.zone) ?? each.protections ?? []}))
  }
}

/** The zones of the record sets and ownership texts that change. */
export function writtenZones(hosts: readonly HostPlan[]): readonly Zone[] {
  return [...new Set(hosts.flatMap(touchedByHost).map(({zone}) => zone))]
}
