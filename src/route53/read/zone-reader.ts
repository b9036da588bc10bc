import {groupBy} from '../../dns/group.js'
import type {RecordSet} from '../../dns/record-set.js'
import type {Zone} from '../../dns/zone.js'
import type {Route53Connection} from '../calls/client.js'
import type {NamesQuery, Progress, ZoneReader} from '../ports.js'
import {cutRuns, type NamedSets, readNames} from './named-reading.js'
import {listProtections} from './protections.js'
import {memberOf, openPages, type PageStart, recordSetsContext} from './record-set-page.js'
import {readDetails} from './zone-details.js'
import {listAllZones, listZoneTags} from './zone-listing.js'
import {readInRanges} from './zone-ranges.js'

/** As many as there may be calls at a time. */
const MOST_RUNS = 4

export function makeZoneReader(connection: Route53Connection, progress: Progress = () => {}): ZoneReader {
  return {
    listZones: () => listAllZones(connection),
    listZoneTags: (zones) => listZoneTags(connection, zones),
    async listRecordSets(zone) {
      const recordSets = await readInRanges(
        zone,
        () => openPages(connection, zone),
        (pages, recordSets) => progress({zone, pages, recordSets, isWhole: true}),
      )
      // Every zone has an SOA. A listing without one is incomplete, and what it lacks would count as deleted.
      const soa = recordSets.find(({name, type}) => name === zone.name && type === 'SOA')
      memberOf(soa, recordSetsContext(zone))
      return recordSets
    },
    listRecordSetsNamed: async (zone, names) => (await readNames(openPages(connection, zone), names)).recordSets,
    readNames: (zone, query) => readNamesInRuns(connection, zone, query, progress),
    listProtections: (zone) => listProtections(connection, zone),
    readDetails: (zone) => readDetails(connection, zone),
  }
}

/** Opens readings of one zone, and reports after each page how much of the zone has been read by all of them. */
function pageReader(connection: Route53Connection, zone: Zone, progress: Progress) {
  let pages = 0
  let recordSets = 0
  return () => {
    const read = openPages(connection, zone)
    return async (start: PageStart) => {
      const page = await read(start)
      pages += 1
      recordSets += page.recordSets.length
      progress({zone, pages, recordSets})
      return page
    }
  }
}

async function readNamesInRuns(
  connection: Route53Connection,
  zone: Zone,
  {names, besides, isSideBySide}: NamesQuery,
  progress: Progress,
): Promise<NamedSets> {
  const open = pageReader(connection, zone, progress)
  const runs = isSideBySide ? cutRuns(names, MOST_RUNS, zone.name) : [names]
  const parts = await Promise.all(runs.map((run) => readNames(open(), run, [...names, ...besides])))
  const known = new Map<string, readonly RecordSet[]>()
  for (const part of parts) {
    for (const name of part.names) if (!known.has(name)) known.set(name, [])
    // A name that two runs came across is kept once.
    for (const [name, sets] of groupBy(part.recordSets, (set): string => set.name)) known.set(name, sets)
  }
  return {recordSets: [...known.values()].flat(), names: new Set(known.keys())}
}
