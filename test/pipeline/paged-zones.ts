import {type RecordSet, recordSetKey} from '../../src/dns/record-set.js'
import type {Zone} from '../../src/dns/zone.js'
import type {ZoneReader} from '../../src/route53/ports.js'
import {compareListed, cutRuns, readNames} from '../../src/route53/read/named-reading.js'
import type {Page, PageStart} from '../../src/route53/read/record-set-page.js'

export interface PagedZones extends ZoneReader {
  /** The number of pages read so far. */
  calls(): number
}

/**
 * Zones in memory that are read page by page, in the order of Route 53. Without a page size, exactly the requested
 * names are returned.
 */
export function pagedZones(
  contents: readonly (readonly [Zone, readonly RecordSet[]])[],
  size: number | undefined,
): PagedZones {
  const pageSize = size ?? 1
  let calls = 0
  const listings = new Map(contents.map(([zone, sets]) => [zone.id, [...sets].sort(compareSets)]))
  const pageReader =
    (zone: Zone) =>
    async (start: PageStart): Promise<Page> => {
      calls += 1
      const listing = listings.get(zone.id) ?? []
      const from = listing.findIndex((set) => isNotBefore(set, start))
      const rest = from < 0 ? [] : listing.slice(from)
      const next = rest[pageSize]
      return {recordSets: rest.slice(0, pageSize), next: next && startOf(next)}
    }
  return {
    calls: () => calls,
    listZones: async () => contents.map(([zone]) => zone),
    listZoneTags: async () => new Map(),
    readDetails: async () => ({ok: true, value: {features: undefined, vpcs: []}}),
    listProtections: async () => ({ok: true, value: []}),
    async listRecordSets(zone) {
      calls += Math.max(1, Math.ceil((listings.get(zone.id) ?? []).length / pageSize))
      return listings.get(zone.id) ?? []
    },
    listRecordSetsNamed: async (zone, names) => (await readNames(pageReader(zone), names)).recordSets,
    async readNames(zone, {names, besides, isSideBySide}) {
      const shown = size === undefined ? [] : [...names, ...besides]
      const runs = isSideBySide ? cutRuns(names, 4, zone.name) : [names]
      const parts = await Promise.all(runs.map((run) => readNames(pageReader(zone), run, shown)))
      const sets = new Map(parts.flatMap((part) => part.recordSets).map((set) => [recordSetKey(set), set]))
      return {recordSets: [...sets.values()], names: new Set(parts.flatMap((part) => [...part.names]))}
    },
  }
}

function compareSets(a: RecordSet, b: RecordSet): number {
  return compareListed(a.name, b.name) || compareText(keyOf(a), keyOf(b))
}

function isNotBefore(set: RecordSet, {name, type, identifier}: PageStart): boolean {
  if (name === undefined) return true
  const byName = compareListed(set.name, name)
  return byName > 0 || (byName === 0 && keyOf(set) >= `${type ?? ''} ${identifier ?? ''}`)
}

function startOf({name, type, setIdentifier}: RecordSet): PageStart {
  return {name, type, identifier: setIdentifier ?? ''}
}

function keyOf({type, setIdentifier}: RecordSet): string {
  return `${type} ${setIdentifier ?? ''}`
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
