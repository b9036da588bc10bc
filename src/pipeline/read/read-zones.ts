import {isWithin} from '../../dns/dns-name.js'
import type {RecordSet} from '../../dns/record-set.js'
import {compareZones, type Zone} from '../../dns/zone.js'
import type {ZoneReading} from '../../plan/plan.js'
import type {ZoneSnapshot} from '../../plan/plan-input.js'
import type {DomainFilter} from '../../plan/plan-settings.js'
import {isSeenBy} from '../../route53/calls/access.js'
import type {ZoneReader} from '../../route53/ports.js'
import {isPlainlyListed} from '../../route53/read/named-reading.js'
import {RECORD_SETS_PER_PAGE} from '../../route53/read/record-set-page.js'
import {needsTags, selectZones, type ZoneTags, zonesBeforeTags} from '../../route53/read/zone-selection.js'
import type {Route53Settings} from '../../route53/route53-settings.js'
import type {NamesToRead} from './names-to-read.js'

/** An empty zone has only NS and SOA at its apex, so it need not be read. */
const EMPTY_ZONE_RECORD_SETS = 2

export interface SelectedZones {
  /** Sorted by name, then public before private, then by id. */
  readonly zones: readonly Zone[]
  /** All zones, selected or not. */
  readonly listed: readonly Zone[]
  /** Tags of the zones whose tags were read. */
  readonly tags: ZoneTags
  /** Phrases without a full stop. */
  readonly warnings: readonly string[]
}

/** The zones that are not selected, except those that are known to be empty. */
export function unreadZones({listed, zones}: Pick<SelectedZones, 'listed' | 'zones'>): readonly Zone[] {
  const selected = new Set<string>(zones.map(({id}) => id))
  return listed.filter(({id, recordSetCount}) => !selected.has(id) && recordSetCount !== EMPTY_ZONE_RECORD_SETS)
}

/** Selects the zones of the run: one listing, and tags only for zones that pass all other filters. */
export async function readSelectedZones(
  reader: ZoneReader,
  settings: Route53Settings,
  domainFilter: DomainFilter,
): Promise<SelectedZones> {
  const zones = await reader.listZones()
  const unseen = settings.zoneRoles.filter((role) => !zones.some((zone) => isSeenBy(role, zone)))
  const before = needsTags(settings) ? zonesBeforeTags(zones, settings, domainFilter) : undefined
  const tags: ZoneTags = before === undefined ? new Map() : await reader.listZoneTags(before)
  const selected = [...selectZones(zones, tags, settings, domainFilter)].sort(compareZones)
  return {
    zones: selected,
    listed: zones,
    tags,
    warnings: [
      ...unseen.map(({match, roleArn}) => `--aws-zone-role: ${roleArn} sees no zone ${match}`),
      ...(selected.length === 0 ? [noneSelected(zones.length)] : []),
    ],
  }
}

function noneSelected(listed: number): string {
  if (listed === 0) return 'there is no hosted zone here, so nothing can be done'
  const phrase = listed === 1 ? 'the one zone is not' : `none of the ${listed} zones is`
  return `${phrase} selected by the filters, so nothing can be done: see --zone-id-filter, --aws-zone-type, --domain-filter`
}

/** Reads whole zones concurrently. The first failure ends the run: docs/laws.md#5-half-a-reading-deletes-nothing. */
export async function readWholeZones(reader: ZoneReader, zones: readonly Zone[]): Promise<readonly ZoneSnapshot[]> {
  return Promise.all(
    zones.map(async (zone): Promise<ZoneSnapshot> => {
      if (zone.recordSetCount === EMPTY_ZONE_RECORD_SETS) return {zone, reading: 'whole', recordSets: []}
      return {zone, reading: 'whole', recordSets: await reader.listRecordSets(zone)}
    }),
  )
}

/** Reads only what matters: nothing of some zones; of those that may be read in part, some names of large ones and all of the others. */
export async function readWhatMatters(
  reader: ZoneReader,
  zones: readonly Zone[],
  readingOf: (zone: Zone) => ZoneReading,
  names: NamesToRead,
): Promise<readonly ZoneSnapshot[]> {
  const parts = new Map<Zone, PartialRead>()
  for (const zone of zones) {
    const part = readingOf(zone) === 'in-part' ? openPart(zone, names) : undefined
    if (part !== undefined) parts.set(zone, part)
  }
  const whole = readWholeZones(
    reader,
    zones.filter((zone) => readingOf(zone) !== 'not-read' && !parts.has(zone)),
  )
  const [snapshots] = await Promise.all([whole, readParts(reader, [...parts.values()], whole, names)])
  return zones.map((zone): ZoneSnapshot => {
    const part = parts.get(zone)
    if (part !== undefined) return {zone, reading: 'in-part', recordSets: part.recordSets}
    return snapshots.find((snapshot) => snapshot.zone === zone) ?? {zone, reading: 'not-read', recordSets: []}
  })
}

interface PartialRead {
  readonly zone: Zone
  readonly first: readonly string[]
  /** All names that may become necessary. */
  readonly ever: ReadonlySet<string>
  readonly isSideBySide: boolean
  readonly known: Set<string>
  readonly recordSets: RecordSet[]
}

/** An estimate of the calls for names that are not close together, per host and in addition. */
const LIKELY_CALLS = {perHost: 3, besides: 10}

/**
 * Decides how to read a part of a zone; undefined when reading all of it takes no more calls. If even one call for each
 * possible name is fewer calls than the zone has pages, names are read as they become necessary. Otherwise all of them
 * are read in the order of the listing, which takes at most as many calls as there are pages, mostly far fewer. (Except
 * for names with a `*`: their place in the listing is uncertain, and finding them may take one more call each.)
 */
function openPart(zone: Zone, names: NamesToRead): PartialRead | undefined {
  if (zone.recordSetCount === undefined) return undefined
  const pages = Math.ceil(zone.recordSetCount / RECORD_SETS_PER_PAGE)
  const within = (some: ReadonlySet<string>) => [...some].filter((name) => isWithin(name, zone.name))
  const hosts = within(names.requested).length
  if (hosts >= pages) return undefined
  const ever = within(names.ever())
  const opened = {zone, ever: new Set(ever), known: new Set<string>(), recordSets: []}
  if (ever.length < pages) return {...opened, first: within(names.first()), isSideBySide: true}
  const likely = LIKELY_CALLS.perHost * hosts + LIKELY_CALLS.besides
  return likely < pages && ever.every(isPlainlyListed) ? {...opened, first: ever, isSideBySide: false} : undefined
}

/** Reads names until the record sets found make no further name necessary. */
async function readParts(
  reader: ZoneReader,
  parts: readonly PartialRead[],
  whole: Promise<readonly ZoneSnapshot[]>,
  names: NamesToRead,
): Promise<void> {
  if (parts.length === 0) return
  await Promise.all(parts.map((part) => readPart(reader, part, part.first)))
  const others = (await whole).flatMap((snapshot) => snapshot.recordSets)
  for (;;) {
    const needed = names.next([...others, ...parts.flatMap((part) => part.recordSets)])
    const missing = parts.map((part) => ({
      part,
      names: [...needed].filter((name) => isWithin(name, part.zone.name) && !part.known.has(name)),
    }))
    if (missing.every(({names: some}) => some.length === 0)) return
    await Promise.all(missing.map(({part, names: some}) => readPart(reader, part, some)))
  }
}

async function readPart(reader: ZoneReader, part: PartialRead, names: readonly string[]): Promise<void> {
  if (names.length === 0) return
  const besides = [...part.ever].filter((name) => !part.known.has(name))
  const read = await reader.readNames(part.zone, {names, besides, isSideBySide: part.isSideBySide})
  part.recordSets.push(...read.recordSets.filter((set) => !part.known.has(set.name)))
  for (const name of read.names) part.known.add(name)
}
