import type {RecordSet} from '../../dns/record-set.js'
import type {Zone} from '../../dns/zone.js'
import {decodeName} from '../records/record-set-wire.js'
import {cutBetween} from './cut-name.js'
import {compareListed, isListedBefore, isPlainlyListed} from './named-reading.js'
import {type Page, type PageStart, RECORD_SETS_PER_PAGE, recordSetsContext, unusable} from './record-set-page.js'

/** As many as there may be calls at a time. */
const MOST_RANGES = 4
/** Of what one pass takes, so many pages are worth one that is read in vain: calls stay within 1.1 times those. */
const PAGES_PER_PAGE_IN_VAIN = 10
/**
 * Where a large zone is cut before anything of it is known: after the names of the TXTs that external-dns writes (`a-`,
 * `aaaa-` and `cname-`), and in the middle of the rest.
 */
const FIRST_LABELS = ['b', 'd', 'n']
/** What is shorter is read faster by one reader than after a cut. */
const LEAST_TO_CUT = 3 * RECORD_SETS_PER_PAGE

/** A part of a listing, read page by page up to the start of the next part. */
interface Range {
  readonly read: (start: PageStart) => Promise<Page>
  /** Plainly listed; undefined for the first range. */
  readonly start: string | undefined
  /** Where the page under way begins; undefined after the last one. */
  at: PageStart | undefined
  readonly recordSets: RecordSet[]
}

/**
 * Reads all record sets of a zone, as one pass would, by several ranges of the listing side by side. Whenever a reader
 * is idle, the range with the longest rest is cut in two. A cut is between two names, so each name is read by one range.
 *
 * @param open starts a reading that never asks for one page twice.
 * @param onPage is told the pages so far, and the record sets without those that were read twice.
 */
export async function readInRanges(
  zone: Zone,
  open: () => (start: PageStart) => Promise<Page>,
  onPage: (pages: number, recordSets: number) => void = () => {},
): Promise<readonly RecordSet[]> {
  const count = zone.recordSetCount ?? 0
  const mostInVain = Math.floor(count / RECORD_SETS_PER_PAGE / PAGES_PER_PAGE_IN_VAIN)
  let isFailed = false
  const openRange = (start?: string): Range => ({
    read: open(),
    start,
    at: start === undefined ? {} : {name: start},
    recordSets: [],
  })
  const first = mostInVain > FIRST_LABELS.length ? FIRST_LABELS.map((label) => `${label}.${zone.name}`) : []
  const ranges = [undefined, ...first].map((start) => openRange(start))
  let pages = 0
  let kept = 0

  async function readOn(range: Range): Promise<void> {
    if (range.at === undefined || isFailed) return
    try {
      const page = await range.read(range.at)
      checkOrder(zone, range.at, page)
      kept += keep(range, page, ranges[ranges.indexOf(range) + 1])
    } catch (error) {
      isFailed = true
      throw error
    }
    pages += 1
    onPage(pages, kept)
    await Promise.all([range, ...cutForIdle()].map(readOn))
  }

  /** New ranges for the readers that have nothing to do. */
  function cutForIdle(): readonly Range[] {
    const cut: Range[] = []
    for (let left = cutsLeft(); left > 0; left = cutsLeft()) {
      const best = bestCut(ranges, zone, count - kept)
      // Most cuts are needed at the end: none for a rest that is small beside what is left for each.
      if (best === undefined || best.expected < (count - kept) / (2 * left)) break
      const added = openRange(best.name)
      ranges.splice(ranges.indexOf(best.range) + 1, 0, added)
      cut.push(added)
    }
    return cut
  }

  /** The last page of each range, but for that of the zone, may be one that the next range has read too. */
  function cutsLeft(): number {
    const open = ranges.filter(({at}) => at !== undefined).length
    const inVain = Math.ceil(Math.max(0, pages - kept / RECORD_SETS_PER_PAGE))
    return open < MOST_RANGES ? mostInVain + 1 - inVain - open : 0
  }

  await Promise.all(ranges.map(readOn))
  return join(ranges)
}

/** Adds what a page holds of a range, and finds where the range goes on. @returns how many record sets that is. */
function keep(range: Range, {recordSets, next}: Page, following: Range | undefined): number {
  const nextName = nameOf(next)
  const isBefore = nextName !== undefined && following?.start !== undefined && isListedBefore(nextName, following.start)
  const past = isBefore ? -1 : recordSets.findIndex(({name}) => isPast(name, following))
  const kept = past < 0 ? recordSets : recordSets.slice(0, past)
  range.recordSets.push(...kept)
  range.at = past >= 0 || (nextName !== undefined && isPast(nextName, following)) ? undefined : next
  return kept.length
}

/** True for a name that is certain to come in the following range. */
function isPast(name: string, following: Range | undefined): boolean {
  if (following?.start === undefined) return false
  return name === following.start || isListedBefore(following.start, name)
}

/**
 * The ranges as one listing. Where AWS puts a name with escapes beside a cut is known only from the answers: what two
 * ranges came across belongs to the later one, which has all of it.
 */
function join(ranges: readonly Range[]): readonly RecordSet[] {
  const taken = new Set<string>()
  const parts: (readonly RecordSet[])[] = []
  for (const {recordSets} of ranges.toReversed()) {
    const own = recordSets.filter(({name}) => !taken.has(name))
    for (const {name} of own) if (!isPlainlyListed(name)) taken.add(name)
    parts.unshift(own)
  }
  return parts.flat()
}

/** @throws CliError for a page that begins before the place it was asked for, or goes back. */
function checkOrder(zone: Zone, start: PageStart, {recordSets, next}: Page): void {
  const names = [nameOf(start), recordSets[0]?.name, recordSets.at(-1)?.name, nameOf(next)]
  const plain = names.filter((name) => name !== undefined).filter(isPlainlyListed)
  if (plain.some((name, index) => index > 0 && compareListed(plain[index - 1] ?? '', name) > 0)) {
    throw unusable(
      recordSetsContext(zone),
      'The answer is not in the order of a listing, or not from where it was asked.',
    )
  }
}

function nameOf(start: PageStart | undefined): string | undefined {
  return start?.name === undefined ? undefined : decodeName(start.name)
}

/** A cut of the range with the longest rest, as far as both its ends are known from answers. */
function bestCut(ranges: readonly Range[], zone: Zone, unread: number) {
  const most = unread / ranges.filter(({at}) => at !== undefined).length
  const cuts = ranges.flatMap((range, index) => {
    const [at, following] = [nameOf(range.at), ranges[index + 1]]
    const isKnown = [range, following].every((one) => one?.at === undefined || one.recordSets.length > 0)
    const latest = range.recordSets.slice(-RECORD_SETS_PER_PAGE)
    const cut = at !== undefined && isKnown ? cutBetween(zone.name, latest, at, most, following?.start) : undefined
    return cut === undefined ? [] : [{range, ...cut}]
  })
  return cuts.filter(({expected}) => expected >= LEAST_TO_CUT).sort((a, b) => b.expected - a.expected)[0]
}
