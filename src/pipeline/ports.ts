import type {ClusterReader} from '../kubernetes/objects.js'
import type {LedgerReader, LedgerWriter} from '../registry/ledger.js'
import type {ChangeSubmitter, ZoneReader} from '../route53/ports.js'
import type {ApplyEvent} from './apply/apply-events.js'

/** What a plan is made from. Nothing here can write (law 1). */
export interface PlanPorts {
  readonly cluster: ClusterReader
  readonly zones: ZoneReader
  /** The addresses of a host name; rejects when it does not resolve. */
  readonly resolve: (host: string) => Promise<readonly string[]>
  /** The endpoints that the peer of the source `connector` sends; asked only when that source is chosen. */
  readonly connect: () => Promise<readonly unknown[]>
  /** With a ledger alone. */
  readonly ledger?: LedgerReader | undefined
}

export interface ApplyPorts {
  readonly submitter: ChangeSubmitter
  /** Asked only when an answer was lost. */
  readonly zones: Pick<ZoneReader, 'listRecordSetsNamed'>
  /** With a ledger alone. */
  readonly ledger?: LedgerWriter | undefined
  /** True once the user wants to stop: what was sent is finished, nothing more is started. */
  readonly isStopping: () => boolean
  readonly report: (event: BatchEvent) => void
}

/** What of an apply is known while it goes on. */
export type BatchEvent = Extract<ApplyEvent, {readonly kind: `batch-${string}`}>
