import type {RecordSet} from '../dns/record-set.js'
import {compareListed, isListedBefore} from './listing-order.js'
import type {Page, PageStart} from './record-set-page.js'
import {decodeName} from './record-set-wire.js'

/** What is stored under some names. */
export interface NamedSets {
  readonly recordSets: readonly RecordSet[]
  /** The names that are now known, whether anything is stored under them or not. */
  readonly names: ReadonlySet<string>
}

/**
 * Asks for the first name and takes from the page what else is wanted; names that the page has gone past are done. So it
 * takes no more calls than there are names (but for names that fill more than a page), nor, but for a few escaped names,
 * more than the whole zone has pages: each page begins behind the one before.
 *
 * @param besides names that are worth no call, but told where a page holds them.
 */
export async function readNames(
  read: (start: PageStart) => Promise<Page>,
  names: readonly string[],
  besides: readonly string[] = [],
): Promise<NamedSets> {
  const wanted = new Set(names)
  const listing = [...new Set([...names, ...besides])].sort(compareListed)
  const known = new Map<string, readonly RecordSet[]>()
  for (const [index, asked] of listing.entries()) {
    if (!wanted.has(asked) || known.has(asked)) continue
    const own: RecordSet[] = []
    known.set(asked, own)
    let start: PageStart | undefined = {StartRecordName: asked}
    while (start !== undefined) {
      const {recordSets, next}: Page = await read(start)
      const nextName = next?.StartRecordName === undefined ? undefined : decodeName(next.StartRecordName)
      const byName = groupByName(recordSets)
      own.push(...(byName.get(asked) ?? []))
      for (const name of namesOnPage(listing, index, nextName)) {
        if (!known.has(name)) known.set(name, byName.get(name) ?? [])
      }
      start = nextName === asked ? next : undefined
    }
  }
  return {recordSets: [...known.values()].flat(), names: new Set(known.keys())}
}

/** The names behind the one at `index` that surely lie before `nextName`, in whichever order AWS compares escaped ones. */
function namesOnPage(listing: readonly string[], index: number, nextName: string | undefined): readonly string[] {
  const asked = listing[index] ?? ''
  const names: string[] = []
  for (const name of listing.slice(index + 1)) {
    if (nextName !== undefined && compareListed(name, nextName) >= 0) break
    if (isListedBefore(asked, name) && (nextName === undefined || isListedBefore(name, nextName))) names.push(name)
  }
  return names
}

function groupByName(recordSets: readonly RecordSet[]): ReadonlyMap<string, readonly RecordSet[]> {
  const groups = new Map<string, RecordSet[]>()
  for (const set of recordSets) {
    const same = groups.get(set.name)
    if (same === undefined) groups.set(set.name, [set])
    else same.push(set)
  }
  return groups
}
