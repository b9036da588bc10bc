import type {LedgerChange, LedgerRow} from './ledger.js'

/** Law 1: a plan is handed this and nothing that writes. */
export interface LedgerReader {
  /** All rows, of every owner. @throws CliError when they cannot all be read. */
  readRows(): Promise<readonly LedgerRow[]>
}

/** Each call writes one row, and only one that is ours, free, or as it was read: what happened otherwise is a value. */
export interface LedgerWriter {
  /** @throws CliError when the ledger cannot be written. */
  write(change: LedgerChange): Promise<LedgerOutcome>
}

export type LedgerOutcome =
  | {readonly kind: 'done'}
  /** Someone else's row stands there; undefined where it is not told whose. */
  | {readonly kind: 'taken'; readonly owner: string | undefined}
