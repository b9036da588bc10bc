import {compareZones, type Zone} from '../dns/zone.js'
import type {DomainFilter} from '../plan/domain-filter.js'
import type {ZoneSnapshot} from '../plan/plan-input.js'
import type {ZoneReader} from '../route53/ports.js'
import type {Route53Settings} from '../route53/route53-settings.js'
import {needsTags, selectZones, zonesBeforeTags} from '../route53/zone-selection.js'

/** An apex NS and SOA: all that a fresh zone holds, so there is nothing in it to read. */
const EMPTY_ZONE_RECORD_SETS = 2

/** The zones of the run: one listing, and tags only for the zones that pass every other filter. */
export async function readSelectedZones(
  reader: ZoneReader,
  settings: Route53Settings,
  domainFilter: DomainFilter,
): Promise<readonly Zone[]> {
  const zones = await reader.listZones()
  const tags = needsTags(settings)
    ? await reader.listZoneTags(zonesBeforeTags(zones, settings, domainFilter))
    : new Map()
  return [...selectZones(zones, tags, settings, domainFilter)].sort(compareZones)
}

/** Reads the zones that can matter, side by side; the first that fails ends the run (law 5). */
export async function readZoneContents(
  reader: ZoneReader,
  zones: readonly Zone[],
  matters: (zone: Zone) => boolean,
): Promise<readonly ZoneSnapshot[]> {
  return Promise.all(
    zones.map(async (zone): Promise<ZoneSnapshot> => {
      if (zone.recordSetCount === EMPTY_ZONE_RECORD_SETS) return {zone, reading: 'whole', recordSets: []}
      if (!matters(zone)) return {zone, reading: 'not-read', recordSets: []}
      return {zone, reading: 'whole', recordSets: await reader.listRecordSets(zone)}
    }),
  )
}
