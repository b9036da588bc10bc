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
  if (isLate || items < MUCH) return
  isLate = true
  optimizeAfter('ofLongRuns')
}

/** Kept code is made and read under the flags of the start: V8 refuses that of others. Undefined where they cannot be set back. */
export function withUsualFlags<T>(run: () => T): T | undefined {
  if (cachedDataVersionTag() === tagAtStart) return run()
  optimizeAfter('usual')
  try {
    return cachedDataVersionTag() === tagAtStart ? run() : undefined
  } finally {
    optimizeAfter('ofLongRuns')
  }
}

function optimizeAfter(which: 'usual' | 'ofLongRuns'): void {
  if (threshold !== undefined) setFlagsFromString(`${threshold.flag}=${threshold[which]}`)
}
