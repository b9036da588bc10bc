import type {Change} from './record-set.js'

/** A batch that was accepted, with its sets in the form of a listing. */
export type HistoryEntry = {
  /** Without /change/. */
  readonly changeId: string
  /** ChangeResourceRecordSets, CreateHostedZone, or anything that a test makes up. */
  readonly operation: string
  readonly submittedAt: number
  /** An ARN; absent when Route 53 knows no principal. */
  readonly submittedBy?: string
  /** Absent when there was no request. */
  readonly requestId?: string
  readonly comment?: string
  readonly changes: readonly Change[]
}

/** How long after the write a batch appears: in both lists, and in that of record sets still later. */
export type HistoryLag = {readonly batchesMs?: number; readonly setsMs?: number}

const RETENTION_MS = 365 * 24 * 3_600_000

/** What can be read of a history at that moment, in the order of the writes. */
export function readableEntries(
  entries: readonly HistoryEntry[],
  retentionStartsAt: number,
  now: number,
  lagMs: number,
): readonly HistoryEntry[] {
  const earliest = Math.max(retentionStartsAt, now - RETENTION_MS)
  return entries.filter(({submittedAt}) => submittedAt >= earliest && submittedAt + lagMs <= now)
}

const TIME_BOUND =
  /^(\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d)(?:\.(\d{1,9}))?(Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/

/** Milliseconds since 1970, finer ones rounded up; undefined for what is no time with an offset. */
export function parseTimeBound(text: string): number | undefined {
  const [, seconds, fraction = '', offset] = TIME_BOUND.exec(text) ?? []
  if (seconds === undefined || offset === undefined) return undefined
  const wholeMs = Number(fraction.slice(0, 3).padEnd(3, '0'))
  const isFiner = /[1-9]/.test(fraction.slice(3))
  return Date.parse(`${seconds}${offset}`) + wholeMs + (isFiner ? 1 : 0)
}
