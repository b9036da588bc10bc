/** What every logged call has, whichever emulator answered it. */
export type LoggedCall = {
  readonly operation: string
  /** Milliseconds since the emulator started. */
  readonly atMs: number
  /** Calls under way when this one arrived, itself included. */
  readonly underWay: number
  /** HTTP status that was answered; 0 while it is under way and when the client never got an answer. */
  readonly status: number
  readonly errorCode?: string
}

export type CallLog<Call extends LoggedCall> = {
  all(): readonly Call[]
  /** How many calls of each operation, faults included. */
  counts(): Readonly<Record<string, number>>
  total(): number
  /** The most calls that were under way at one moment. */
  mostUnderWay(): number
  clear(): void
}

/** The log as its readers see it, and the list that the emulator appends to. */
export function openCallLog<Call extends LoggedCall>(): {readonly log: CallLog<Call>; add(call: Call): void} {
  let calls: Call[] = []
  return {
    add: (call) => {
      calls.push(call)
    },
    log: {
      all: () => [...calls],
      counts() {
        const counts: Record<string, number> = {}
        for (const call of calls) counts[call.operation] = (counts[call.operation] ?? 0) + 1
        return counts
      },
      total: () => calls.length,
      mostUnderWay: () => calls.reduce((most, call) => Math.max(most, call.underWay), 0),
      clear() {
        calls = []
      },
    },
  }
}
