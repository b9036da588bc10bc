import type {Size} from './content.js'
import type {Measured} from './measured.js'

/** A piece of work for every program, on the same servers. */
export type Case = {
  readonly name: string
  /** In a few words, for the README; only where it is shown there. */
  readonly inReadme?: string
  readonly size: Size
  readonly latencyMs: number
  readonly command: 'plan' | 'apply'
  /** `done`: the records of the objects exist already, so that there is nothing to do. */
  readonly before: 'nothing' | 'done'
  /** Default sync, as in external-dns. */
  readonly policy?: 'sync' | 'upsert-only'
  /** Without `--domain-filter`, so that every zone of the account may matter. */
  readonly takesAllZones?: true
  /** A new HOME for every run, as in CI and in a CronJob's Pod. */
  readonly isCold?: true
  /** Route 53 has AWS's bucket of requests: 50, and 10 more a second. */
  readonly hasBucket?: true
  /** One round without a warm-up: it takes long. */
  readonly isOnce?: true
  readonly targets: Targets
}

export type Targets = {readonly [M in keyof Measured]?: Target}

export type Target =
  /** The ratio to external-dns. */
  | {readonly times: number}
  /** A number in the unit of the measure, and what it comes from. */
  | {readonly most: (facts: Facts) => number; readonly text: string}

/** What a limit may depend on. */
export type Facts = {
  /** Pages of example.com, in one pass. */
  readonly pages: number
  /** What ours took for an earlier case. */
  oursOf(name: string): Measured | undefined
}

const LATENCY_MS = 80
/** Calls that our program makes at a time. */
const UNDER_WAY = 4
const TENTH = 'first plan of 5,000 objects beside 10,000 sets'

export const CASES: readonly Case[] = [
  {
    name: '30 objects, nothing to do, 80 ms a call, warm',
    size: {objects: 30, foreignSets: 10},
    latencyMs: LATENCY_MS,
    command: 'plan',
    before: 'done',
    targets: {wall: {times: 0.95}, cpu: {times: 2.5}},
  },
  {
    name: '30 objects, nothing to do, 80 ms a call, cold: first run with this HOME',
    inReadme: '30 objects, first run with this HOME, as in CI',
    size: {objects: 30, foreignSets: 10},
    latencyMs: LATENCY_MS,
    command: 'plan',
    before: 'done',
    isCold: true,
    targets: {wall: {times: 1.1}, cpu: {times: 4}},
  },
  {
    name: '60 zones, 30 objects, 80 ms a call',
    size: {objects: 30, foreignSets: 10, furtherZones: 60},
    latencyMs: LATENCY_MS,
    command: 'plan',
    before: 'done',
    takesAllZones: true,
    targets: {wall: {times: 0.22}},
  },
  {
    name: 'five new hosts beside 20,000 sets, upsert-only, 80 ms a call',
    size: {objects: 5, foreignSets: 20_000},
    latencyMs: LATENCY_MS,
    command: 'plan',
    before: 'nothing',
    policy: 'upsert-only',
    targets: {wall: {times: 0.2}, calls: {most: () => 12, text: '≤ 12'}},
  },
  {
    name: 'one zone of 24,000 sets, whole, 1,000 objects, nothing to do, 80 ms a call',
    inReadme: '1,000 objects, one zone of 24,000 record sets read whole',
    size: {objects: 1000, foreignSets: 21_400},
    latencyMs: LATENCY_MS,
    command: 'plan',
    before: 'done',
    targets: {
      wall: {times: 0.3},
      calls: {most: ({pages}) => Math.floor(1.1 * (pages + 1)), text: '≤ 1.1 × one pass'},
    },
  },
  {
    name: 'one zone of 48,000 sets, whole, 1,000 objects, nothing to do, 80 ms a call, 50 calls and then 10 a second',
    size: {objects: 1000, foreignSets: 45_400},
    latencyMs: LATENCY_MS,
    command: 'plan',
    before: 'done',
    hasBucket: true,
    targets: {
      wall: {most: ({pages}) => 1.15 * floorMs(pages), text: '≤ 1.15 × the floor'},
      throttled: {most: () => 3, text: '≤ 3'},
    },
  },
  {
    name: '7,000 objects, 48,000 sets, nothing to do, 0 ms a call',
    inReadme: '7,000 objects, 48,000 record sets, servers that answer at once',
    size: {objects: 7000, foreignSets: 30_000},
    latencyMs: 0,
    command: 'plan',
    before: 'done',
    targets: {wall: {times: 1}, cpu: {times: 1.8}, memory: {times: 1.1}},
  },
  {
    name: 'first apply of 7,000 objects beside 20,000 sets, 0 ms a call, no pause between batches',
    size: {objects: 7000, foreignSets: 20_000},
    latencyMs: 0,
    command: 'apply',
    before: 'nothing',
    targets: {wall: {times: 1.2}, cpu: {times: 2.5}, memory: {times: 1.3}},
  },
  {
    name: TENTH,
    size: {objects: 5000, foreignSets: 10_000},
    latencyMs: 0,
    command: 'plan',
    before: 'nothing',
    isOnce: true,
    targets: {},
  },
  {
    name: 'first plan of 50,000 objects beside 100,000 sets',
    size: {objects: 50_000, foreignSets: 100_000},
    latencyMs: 0,
    command: 'plan',
    before: 'nothing',
    isOnce: true,
    targets: {
      wall: tenTimes('wall'),
      cpu: tenTimes('cpu'),
      memory: {most: () => 1024, text: '≤ 1 GiB'},
    },
  },
]

/** Linear, against the case of a tenth of the size. */
function tenTimes(measure: 'wall' | 'cpu'): Target {
  return {most: ({oursOf}) => 10 * (oursOf(TENTH)?.[measure] ?? Number.POSITIVE_INFINITY), text: '≤ 10 × a tenth'}
}

/** The least that reading whole takes: the latency of the pages, or the bucket once its 50 are used up. */
function floorMs(pages: number): number {
  return Math.max(LATENCY_MS * Math.ceil(pages / UNDER_WAY), (pages - 50) * 100)
}
