import type {LedgerChange, LedgerRow} from './ledger.js'

/** Law 1: a plan is handed this and nothing that writes. */
export interface LedgerReader {
  /** All rows, of every owner. @throws CliError when they cannot all be read. */
  readRows(): Promise<readonly LedgerRow[]>
}

/**
 * Each call writes one row, and only where it is as it was read. What another run of the same owner wrote meanwhile is
 * read and joined with it; what happened otherwise is a value.
 */
export interface LedgerWriter {
  /** @throws CliError when the ledger cannot be written or read again. */
  write(change: LedgerChange): Promise<LedgerOutcome>
}

export type LedgerOutcome =
  | {readonly kind: 'done'}
  /** Another owner's row stands there; undefined: the row that was read is gone. */
  | {readonly kind: 'taken'; readonly owner: string | undefined}
