import {cachedDataVersionTag, setFlagsFromString} from 'node:v8'

interface Threshold {
  readonly flag: string
  readonly usual: number
  readonly ofLongRuns: number
}

/** After how much V8 optimizes a function, by the major version of Node; from 24 on it has a cheaper compiler in between. */
const THRESHOLDS: Readonly<Record<string, Threshold>> = {
  20: {flag: '--interrupt-budget', usual: 67_584, ofLongRuns: 500_000},
  22: {flag: '--invocation-count-for-turbofan', usual: 3000, ofLongRuns: 50_000},
}

const threshold = THRESHOLDS[process.versions.node.split('.')[0] ?? '']
const tagAtStart = cachedDataVersionTag()
let isLate = false

/** Objects or record sets. */
const MUCH = 500

/**
 * For work of some seconds. V8 optimizes functions in other threads, which takes as long as the work itself and is done
 * when little of that is left (docs/decisions/speed.md). For less work it is not worth it: the compiled code of Node's
 * own modules counts for the flags of the start only.
 */
export function optimizeLaterFor(items: number): void {
  if (threshold === undefined || isLate || items < MUCH) return
  isLate = true
  setFlagsFromString(`${threshold.flag}=${threshold.ofLongRuns}`)
}

/** @returns whether all flags are those of the start, without which kept code would be refused by the next run. */
export function optimizeAsUsual(): boolean {
  if (threshold !== undefined && cachedDataVersionTag() !== tagAtStart)
    setFlagsFromString(`${threshold.flag}=${threshold.usual}`)
  isLate = false
  return cachedDataVersionTag() === tagAtStart
}
