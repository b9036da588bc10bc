/** So many refusals more than batches that were let in: of an object that is refused whole, a few calls tell it. */
const MOST_IN_A_ROW = 8

/** In all: some bad hosts among hundreds of good ones are still found one by one. */
const MOST_REFUSALS = 24

/**
 * How much is tried for one object: one of which Route 53 refuses batch after batch by one rule is given up, since a call
 * for each of its thousands of hosts would keep all others waiting.
 */
export interface Patience {
  /** @returns false when that was once too often. */
  refuse(asker: string, rule: string): boolean
  accept(asker: string): void
}

export function makePatience(): Patience {
  const counts = new Map<string, Map<string, {inARow: number; all: number}>>()
  return {
    refuse(asker, rule) {
      const rules = counts.get(asker) ?? new Map<string, {inARow: number; all: number}>()
      counts.set(asker, rules)
      const count = rules.get(rule) ?? {inARow: 0, all: 0}
      rules.set(rule, count)
      count.inARow++
      count.all++
      return count.inARow < MOST_IN_A_ROW && count.all < MOST_REFUSALS
    },
    accept(asker) {
      for (const count of counts.get(asker)?.values() ?? []) count.inARow = Math.max(0, count.inARow - 1)
    },
  }
}
