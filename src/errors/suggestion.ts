/** Our words, each with what other tools call it, separated by blanks. */
export type Synonyms = Readonly<Record<string, string>>

/** Our word for one of another tool. @param known those of our words that may stand here. */
export function wordFor(
  other: string,
  synonyms: Synonyms,
  known: readonly string[] = Object.keys(synonyms),
): string | undefined {
  const names = (word: string) => synonyms[word]?.split(' ')
  return Object.keys(synonyms).find((word) => known.includes(word) && names(word)?.includes(other))
}

/** With more edits than this, two words are unrelated. */
const MAX_EDITS = 3

/** The candidate nearest to a mistyped word; undefined when none is near. @param maxEdits letters that may be wrong. */
export function suggestFor<T extends string>(
  word: string,
  candidates: Iterable<T>,
  maxEdits = MAX_EDITS,
): T | undefined {
  let best: T | undefined
  let bestEdits = Math.min(maxEdits, Math.floor(word.length / 2)) + 1
  for (const candidate of candidates) {
    const edits = countEdits(word.toLowerCase(), candidate.toLowerCase())
    if (edits < bestEdits) {
      best = candidate
      bestEdits = edits
    }
  }
  return best
}

/** Levenshtein distance, one row at a time. */
function countEdits(a: string, b: string): number {
  let row = Array.from({length: b.length + 1}, (_, index) => index)
  for (const [i, charA] of [...a].entries()) {
    const next = [i + 1]
    for (const [j, charB] of [...b].entries()) {
      const swap = (row[j] ?? 0) + (charA === charB ? 0 : 1)
      next.push(Math.min(swap, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1))
    }
    row = next
  }
  return row[b.length] ?? 0
}
