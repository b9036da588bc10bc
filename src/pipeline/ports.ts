import type {Zone} from '../dns/zone.js'
import type {ClusterReader} from '../kubernetes/objects.js'
import type {LedgerReader, LedgerWriter} from '../registry/ledger-ports.js'
import type {ChangeSubmitter, ZoneReader} from '../route53/ports.js'

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
  /** True once the user wants to stop: what was sent is finished, nothing more is started. */
  /** With a ledger alone. */
  readonly ledger?: LedgerWriter | undefined
  readonly isStopping: () => boolean
  readonly report: (event: BatchEvent) => void
}

export type BatchEvent =
  | {
      readonly kind: 'batch-started'
      readonly zone: Zone
      /** From 1. A part of a batch that was rejected or parted has the number of the whole. */
      readonly index: number
      readonly of: number
      readonly hosts: number
      readonly changes: number
    }
  | {
      readonly kind: 'batch-accepted'
      readonly zone: Zone
      /** From 1. */
      readonly index: number
      readonly of: number
      readonly hosts: number
      readonly changes: number
      readonly changeId: string
    }
  | {readonly kind: 'batch-rejected'; readonly zone: Zone; readonly hosts: number; readonly messages: readonly string[]}
