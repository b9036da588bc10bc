/** One logged call; the fields that all emulators have in common. */
export type LoggedCall = {
  readonly operation: string
  /** Milliseconds since the emulator started. */
  readonly atMs: number
  /** The number of calls under way when this one arrived, itself included. */
  readonly underWay: number
  /** The HTTP status of the answer; 0 while the call is under way, and if the client never got an answer. */
  readonly status: number
  readonly errorCode?: string
}

export type CallLog<Call extends LoggedCall> = {
  all(): readonly Call[]
  /** Calls by operation, including those hit by faults. */
  counts(): Readonly<Record<string, number>>
  total(): number
  /** The most calls under way at the same time. */
  mostUnderWay(): number
  clear(): void
}

/** A call log: what readers see, and the function with which the emulator appends to it. */
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
