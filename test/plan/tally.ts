/** How often each kind of situation was drawn: a law that meets none of a kind says nothing of it. */
export interface Tally {
  count(what: string): void
  of(what: string): number
  /** Where the runs were chosen. The defaults stay silent. */
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
