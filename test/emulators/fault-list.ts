/** The calls that a fault hits: of those that pass `when`, the `nth` (1 = the first) and the following, `times` in all. */
export type FaultWindow<Call> = {
  readonly nth?: number
  readonly when?: (call: Call) => boolean
  /** Default 1; `Infinity` for "until removed". */
  readonly times?: number
}

export type FaultList<Call, Fault extends FaultWindow<Call>> = {
  /** @returns a function that removes the fault. */
  add(fault: Fault): () => void
  clear(): void
  /** The faults that hit this call, in the order they were added. Counts the call, so ask once per call. */
  hits(call: Call): readonly Fault[]
}

/** `concerns` is the part of the match that the emulator defines (operation, zone, resource). */
export function openFaultList<Call, Fault extends FaultWindow<Call>>(
  concerns: (fault: Fault, call: Call) => boolean,
): FaultList<Call, Fault> {
  let entries: {readonly fault: Fault; seen: number}[] = []
  return {
    add(fault) {
      const entry = {fault, seen: 0}
      entries.push(entry)
      return () => {
        entries = entries.filter((other) => other !== entry)
      }
    },
    clear() {
      entries = []
    },
    hits: (call) =>
      entries
        .filter(({fault}) => concerns(fault, call) && (fault.when?.(call) ?? true))
        .filter((entry) => {
          entry.seen += 1
          const first = entry.fault.nth ?? 1
          return entry.seen >= first && entry.seen < first + (entry.fault.times ?? 1)
        })
        .map(({fault}) => fault),
  }
}
