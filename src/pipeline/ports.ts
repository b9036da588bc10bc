import type {ClusterReader} from '../kubernetes/objects.js'
import type {LedgerReader, LedgerWriter} from '../registry/ledger.js'
import type {ChangeHistory, ChangeSubmitter, ZoneReader} from '../route53/ports.js'
import type {ApplyEvent} from './apply/apply-events.js'

/** What a plan is made from. No method here can write: docs/laws.md#1-a-plan-cannot-write. */
export interface PlanPorts {
  readonly cluster: ClusterReader
  readonly zones: ZoneReader
  readonly history: ChangeHistory
  /** Resolves a host name to its addresses; rejects when that fails. */
  readonly resolve: (host: string) => Promise<readonly string[]>
  /** Reads the endpoints of the source `connector`; called only when that source is chosen. */
  readonly connect: () => Promise<readonly unknown[]>
  /** Undefined when ownership is not kept in a ledger. */
  readonly ledger?: LedgerReader | undefined
}

export interface ApplyPorts {
  readonly submitter: ChangeSubmitter
  /** Used only after a lost answer or a refusal. */
  readonly zones: Pick<ZoneReader, 'listRecordSetsNamed' | 'listProtections' | 'readDetails'>
  readonly ledger?: LedgerWriter | undefined
  /** True once the user wants to stop: requests under way are finished, and nothing more is started. */
  readonly isStopping: () => boolean
  readonly report: (event: BatchEvent) => void
}

/** The events about batches, reported during an apply. */
export type BatchEvent = Extract<ApplyEvent, {readonly kind: `batch-${string}`}>
