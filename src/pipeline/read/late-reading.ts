import {type DnsName, isWithin, toStoredName} from '../../dns/dns-name.js'
import {hostMatcher, namedHosts} from '../../dns/host-pattern.js'
import {type Zone, zonesFor} from '../../dns/zone.js'
import type {ZoneReading} from '../../plan/plan.js'
import {type Candidate, requestedNames, type ZoneSnapshot} from '../../plan/plan-input.js'
import type {PlanSettings} from '../../plan/plan-settings.js'
import type {RegistrySettings} from '../../registry/registry-settings.js'
import {txtNamesOf} from '../../registry/txt-name.js'
import type {ZoneReader} from '../../route53/ports.js'
import {namesToRead} from './names-to-read.js'
import {readWhatMatters} from './read-zones.js'
import {type RequestedParts, requestedParts} from './requested-parts.js'

export type LateSettings = {readonly registry: RegistrySettings; readonly plan: PlanSettings}

interface LateReadScope extends RequestedParts {
  readonly zones: readonly Zone[]
  readonly lookedAt: readonly DnsName[]
  readonly besides: ReadonlySet<DnsName>
}

/** Reads the parts of the zones that the requested hosts depend on. */
export async function readLate(
  {registry, plan}: LateSettings,
  reader: ZoneReader,
  {zones, lookedAt, besides, ...requested}: LateReadScope,
): Promise<readonly ZoneSnapshot[]> {
  const named = [...namedHosts(plan.only), ...lookedAt]
  // Includes hosts that `--only` leaves out, because the others may depend on them.
  const names = new Set(
    [...requestedNames({...requestedParts(requested), lookedAt}, plan)].filter(plan.domainFilter.matches),
  )
  const {candidates} = requested.placed
  const needed = namesToRead({requested: names, candidates, besides}, registry)
  const matters = mattering(candidates, zones, registry, named)
  // Whether a pattern that no object matches is mistyped, only the whole zone can tell.
  const unasked = plan.only.filter((pattern) => pattern.isBelow && ![...names].some(hostMatcher([pattern])))
  const readingOf = (zone: Zone): ZoneReading => {
    if (unasked.some(({name}) => isWithin(name, zone.name) || isWithin(zone.name, name))) return 'whole'
    return matters(zone) ? 'in-part' : 'not-read'
  }
  return readWhatMatters(reader, zones, readingOf, needed)
}

/** The zones that contain a requested or named host, or a possible name of one of their ownership TXT. */
function mattering(
  candidates: readonly Candidate[],
  zones: readonly Zone[],
  registry: RegistrySettings,
  named: readonly DnsName[],
): (zone: Zone) => boolean {
  const names = new Map<DnsName, Set<string>>(named.map((name) => [name, new Set()]))
  for (const {recordSet} of candidates) {
    const types = names.get(recordSet.name) ?? new Set()
    names.set(recordSet.name, types.add(recordSet.type))
  }
  const matter = new Set<Zone>(candidates.map((candidate) => candidate.zone))
  for (const zone of named.flatMap((name) => zonesFor(name, zones))) matter.add(zone)
  if (registry.kind !== 'noop') {
    for (const [name, types] of names) {
      if (matter.size === zones.length) break
      for (const txtName of txtNamesOf(registry, name, [...types, 'CNAME'])) {
        for (const zone of zonesFor(toStoredName(txtName), zones)) matter.add(zone)
      }
    }
  }
  return (zone) => matter.has(zone)
}
