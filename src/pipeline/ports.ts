import type {ClusterReader} from '../kubernetes/objects.js'
import type {LedgerReader, LedgerWriter} from '../registry/ledger.js'
import type {OwnerId} from '../registry/ownership.js'
import type {ChangeHistory, ChangeSubmitter, ZoneReader} from '../route53/ports.js'
import type {SourceSettings} from '../sources/source-settings.js'
import type {ApplyEvent} from './apply/apply-events.js'

/** A cluster of the run: what is read of it, and whose its hosts become; undefined with registry noop. */
export interface RunCluster {
  readonly reader: ClusterReader
  /** The context, where the run has several clusters: every object names it. */
  readonly label?: string | undefined
  readonly settings: SourceSettings
  readonly owner: OwnerId | undefined
  /** Reads the endpoints of the source `connector`; called only when that source is chosen. */
  readonly connect: () => Promise<readonly unknown[]>
}

/** What a plan is made from. No method here can write: docs/laws.md#1-a-plan-cannot-write. */
export interface PlanPorts {
  /** At least one, in the order in which they were named. */
  readonly clusters: readonly RunCluster[]
  readonly zones: ZoneReader
  readonly history: ChangeHistory
  /** Resolves a host name to its addresses; rejects when that fails. */
  readonly resolve: (host: string) => Promise<readonly string[]>
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
