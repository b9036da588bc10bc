/** Values by their key, both in the order in which they come up. */
export function collect<Key, Value>(pairs: Iterable<readonly [Key, Value]>): Map<Key, [Value, ...Value[]]> {
  const groups = new Map<Key, [Value, ...Value[]]>()
  for (const [key, value] of pairs) {
    const same = groups.get(key)
    if (same === undefined) groups.set(key, [value])
    else same.push(value)
  }
  return groups
}

/** How often each word comes up, those included that never do. */
export function tally<Word extends string>(all: readonly Word[], found: Iterable<Word>): Record<Word, number> {
  const counts = Object.fromEntries(all.map((word) => [word, 0])) as Record<Word, number>
  for (const word of found) counts[word] += 1
  return counts
}

/** How many items have each key. */
export function countBy<Key, Item>(items: readonly Item[], keyOf: (item: Item) => Key): Map<Key, number> {
  const counts = new Map<Key, number>()
  for (const key of items.map(keyOf)) counts.set(key, (counts.get(key) ?? 0) + 1)
  return counts
}

/** Items by their key, without a pair for each of a large zone's sets. Node 20 has no `Map.groupBy`. */
export function groupBy<Key, Item>(items: readonly Item[], keyOf: (item: Item) => Key): Map<Key, [Item, ...Item[]]> {
  const groups = new Map<Key, [Item, ...Item[]]>()
  for (const item of items) {
    const key = keyOf(item)
    const same = groups.get(key)
    if (same === undefined) groups.set(key, [item])
    else same.push(item)
  }
  return groups
}
