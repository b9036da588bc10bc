import {groupBy} from '../../dns/group.js'
import {compareText, type RecordSet} from '../../dns/record-set.js'
import {decodeName} from '../records/record-set-wire.js'
import type {Page, PageStart} from './record-set-page.js'

/** The record sets under some names. */
export interface NamedSets {
  readonly recordSets: readonly RecordSet[]
  /** The names that are now known, with or without record sets. */
  readonly names: ReadonlySet<string>
}

/**
 * Reads the sets under some names. Each call asks for the first name that is not known yet and takes all other wanted
 * names from its page. So there are no more calls than names (except for names that fill more than a page), nor, except
 * for a few escaped names, more calls than the zone has pages: each page begins after the one before.
 *
 * @param besides names that are worth no call of their own, but are kept when a page contains them.
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
    let start: PageStart | undefined = {name: requestedName}
    while (start !== undefined) {
      const {recordSets, next}: Page = await read(start)
      const nextName = next?.name === undefined ? undefined : decodeName(next.name)
      const byName = groupBy(recordSets, (set): string => set.name)
      own.push(...(byName.get(requestedName) ?? []))
      const after = listing.slice(index + 1)
      for (const name of namesOnPage(requestedName, after, nextName)) known.set(name, byName.get(name) ?? [])
      start = nextName === requestedName ? next : undefined
    }
  }
  return {recordSets: [...known.values()].flat(), names: new Set(known.keys())}
}

/** Those of the later names that certainly come before `nextName`, whichever order AWS uses for escaped ones. */
function namesOnPage(requestedName: string, later: readonly string[], nextName: string | undefined): readonly string[] {
  const names: string[] = []
  for (const name of later) {
    if (nextName !== undefined && compareListed(name, nextName) >= 0) break
    if (isListedBefore(requestedName, name) && (nextName === undefined || isListedBefore(name, nextName)))
      names.push(name)
  }
  return names
}

/** Characters that Route 53 writes as octal escapes. */
const ESCAPED = /[^a-z0-9._-]/

/**
 * The order in which Route 53 lists names: by their reversed labels with the trailing dot, bytewise. So
 * `foo-bar.example.com` comes before `foo.example.com`, because `-` comes before `.`, and `foo.example.com` before the
 * names below it.
 */
export function compareListed(a: string, b: string): number {
  return compareText(listingKey(a), listingKey(b))
}

/**
 * True when a listing that continues at `next` is past `name`. AWS does not say whether it compares `*` as such or in
 * its escaped form (`\052`), so both orders must agree; if they do not, the name is requested once more.
 */
export function isListedBefore(name: string, next: string): boolean {
  return compareListed(name, next) < 0 && compareText(escapedKey(name), escapedKey(next)) < 0
}

/** True for a name without escapes, whose place in a listing is certain. */
export function isPlainlyListed(name: string): boolean {
  return !ESCAPED.test(name)
}

/** The key by which names are ordered. */
export function listingKey(name: string): string {
  return `${name.split('.').reverse().join('.')}.`
}

function escapedKey(name: string): string {
  return listingKey(name).replace(
    /[^a-z0-9._\\-]/g,
    (character) => `\\${character.charCodeAt(0).toString(8).padStart(3, '0')}`,
  )
}

/**
 * Splits names into at most `most` runs of neighbours, which are read in parallel. Names close together may be on one
 * page, so a split is made where two neighbours have little in common, if possible near the middle.
 *
 * @param apex the zone's name, which all names share.
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

/** The index at which to split a run; 0 when all its names are close. */
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

/** How many characters two texts have in common at their beginning. */
export function sharedLength(a: string, b: string): number {
  let length = 0
  while (length < a.length && a[length] === b[length]) length++
  return length
}
