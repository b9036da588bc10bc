/** Of one run, or the medians of several: wall and CPU in milliseconds, memory in MiB at its peak. */
export type Measured = {
  readonly wall: number
  readonly cpu: number
  readonly memory: number
  /** To Route 53. */
  readonly calls: number
  readonly throttled: number
}

export const MEASURES = ['wall', 'cpu', 'memory', 'calls', 'throttled'] as const satisfies (keyof Measured)[]

export function medians(runs: readonly Measured[]): Measured {
  const of = (measure: keyof Measured) => median(runs.map((run) => run[measure]))
  return {wall: of('wall'), cpu: of('cpu'), memory: of('memory'), calls: of('calls'), throttled: of('throttled')}
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  const [low = Number.NaN, high = Number.NaN] = [sorted[sorted.length % 2 === 0 ? middle - 1 : middle], sorted[middle]]
  return (low + high) / 2
}
