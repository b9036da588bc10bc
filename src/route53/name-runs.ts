import {compareListed, listingKey} from './listing-order.js'

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
