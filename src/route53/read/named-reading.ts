import {groupBy} from '../../dns/group.js'
import {compareText, type RecordSet} from '../../dns/record-set.js'
import {decodeName} from '../records/record-set-wire.js'
import type {Page, PageStart} from './record-set-page.js'

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
  for (const [index, requestedName] of listing.entries()) {
    if (!wanted.has(requestedName) || known.has(requestedName)) continue
    const own: RecordSet[] = []
    known.set(requestedName, own)
    let start: PageStart | undefined = {StartRecordName: requestedName}
    while (start !== undefined) {
      const {recordSets, next}: Page = await read(start)
      const nextName = next?.StartRecordName === undefined ? undefined : decodeName(next.StartRecordName)
      const byName = groupBy(recordSets, (set): string => set.name)
      own.push(...(byName.get(requestedName) ?? []))
      for (const name of namesOnPage(listing, index, nextName)) {
        if (!known.has(name)) known.set(name, byName.get(name) ?? [])
      }
      start = nextName === requestedName ? next : undefined
    }
  }
  return {recordSets: [...known.values()].flat(), names: new Set(known.keys())}
}

/** The names behind the one at `index` that surely lie before `nextName`, in whichever order AWS compares escaped ones. */
function namesOnPage(listing: readonly string[], index: number, nextName: string | undefined): readonly string[] {
  const requestedName = listing[index] ?? ''
  const names: string[] = []
  for (const name of listing.slice(index + 1)) {
    if (nextName !== undefined && compareListed(name, nextName) >= 0) break
    if (isListedBefore(requestedName, name) && (nextName === undefined || isListedBefore(name, nextName)))
      names.push(name)
  }
  return names
}

/** Characters that Route 53 writes as octal escapes, or part of one. */
const ESCAPED = /[^a-z0-9._-]/

/**
 * The order in which Route 53 lists names: labels reversed and joined again with the trailing dot, bytewise. So
 * `foo-bar.example.com` comes before `foo.example.com`, because `-` comes before `.`, and that before what lies below it.
 */
export function compareListed(a: string, b: string): number {
  return compareText(listingKey(a), listingKey(b))
}

/**
 * True when a listing that goes on at `next` has gone past `name`. AWS does not say whether it compares `*` as such or
 * as it writes it (`\052`), so both must agree; where they do not, the name is asked for once more.
 */
export function isListedBefore(name: string, next: string): boolean {
  return compareListed(name, next) < 0 && compareText(escapedKey(name), escapedKey(next)) < 0
}

/** True for a name whose place in a listing is sure, because nothing of it is written with an escape. */
export function isPlainlyListed(name: string): boolean {
  return !ESCAPED.test(name)
}

/** The text that is compared. */
function listingKey(name: string): string {
  return `${name.split('.').reverse().join('.')}.`
}

function escapedKey(name: string): string {
  return listingKey(name).replace(
    /[^a-z0-9._\\-]/g,
    (character) => `\\${character.charCodeAt(0).toString(8).padStart(3, '0')}`,
  )
}

/**
 * Cuts names into at most so many runs of neighbours, to be read side by side. A cut is made where two neighbours have
 * little in common, because what stands close together one page may hold; among such places near the middle.
 *
 * @param apex the zone's name, which all have in common.
 */
export function cutRuns(names: readonly string[], most: number, apex: string): readonly (readonly string[])[] {
  const runs = [[...names].sort(compareListed)]
  const skipped = listingKey(apex).length
  while (runs.length < most) {
    const [longest] = [...runs].filter((run) => bestCut(run, skipped) > 0).sort((a, b) => b.length - a.length)
    if (longest === undefined) break
    const cut = bestCut(longest, skipped)
    runs.splice(runs.indexOf(longest), 1, longest.slice(0, cut), longest.slice(cut))
  }
  return runs.filter((run) => run.length > 0)
}

/** Where to cut a run; 0 when all its names are close neighbours. */
function bestCut(run: readonly string[], skipped: number): number {
  const own = run.map((name) => listingKey(name).slice(skipped))
  let best = 0
  let bestRank = Number.POSITIVE_INFINITY
  for (let cut = 1; cut < own.length; cut++) {
    const [before = '', after = ''] = [own[cut - 1], own[cut]]
    const shared = sharedLength(before, after)
    if (shared * 2 > Math.min(before.length, after.length)) continue
    const rank = shared + Math.abs(cut - own.length / 2) / own.length
    if (rank < bestRank) [best, bestRank] = [cut, rank]
  }
  return best
}

function sharedLength(a: string, b: string): number {
  let length = 0
  while (length < a.length && a[length] === b[length]) length++
  return length
}
