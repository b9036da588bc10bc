/** Counts how often each kind of situation was generated: a law proves nothing about a kind that never occurs. */
export interface Tally {
  count(what: string): void
  of(what: string): number
  /** Prints only when the number of runs was chosen, not by default. */
  print(law: string): void
}

export function makeTally(): Tally {
  const counts = new Map<string, number>()
  return {
    count: (what) => {
      counts.set(what, (counts.get(what) ?? 0) + 1)
    },
    of: (what) => counts.get(what) ?? 0,
    print: (law) => {
      if (process.env.LAW_RUNS === undefined) return
      console.info([`${law}:`, ...[...counts].sort().map(([what, times]) => `${what} ${times}`)].join('\n  '))
    },
  }
}
