import type {Verification} from '../../dns/answer.js'
import type {Origin, UnusedHost} from '../../dns/endpoint.js'
import type {Zone} from '../../dns/zone.js'
import type {BlockReason} from '../../plan/blocked.js'
import type {HostPlan} from '../../plan/change.js'
import type {Blocked, PlanWarning} from '../../plan/plan.js'

/** The events of a run that writes, in order. The last one is `summary` or `error`. */
export type ApplyEvent =
  | {readonly kind: 'planned'; readonly host: HostPlan}
  | {readonly kind: 'not-changed'; readonly blocked: Blocked}
  | {readonly kind: 'not-used'; readonly unused: UnusedHost}
  | {readonly kind: 'warning'; readonly warning: PlanWarning}
  /** A request is about to be sent. The parts of a rejected batch keep its number. */
  | ({readonly kind: 'batch-started'} & SentBatch)
  | ({readonly kind: 'batch-accepted'; readonly changeId: string} & SentBatch)
  /** Nothing of the batch was changed. Its hosts are reported one by one, after they were tried separately. */
  | {
      readonly kind: 'batch-rejected'
      readonly zone: Zone
      readonly hosts: number
      readonly messages: readonly string[]
    }
  /** `host-partly`: only some batches of the host were applied, for example in one of two zones. */
  | {
      readonly kind: 'host-failed' | 'host-partly'
      readonly zone: Zone
      readonly host: string
      readonly setIdentifier: string | undefined
      readonly origins: readonly Origin[]
      /** `protected` or `guardrail`, where Route 53 keeps the host as it is. */
      readonly code?: BlockReason | undefined
      /** The rule that was broken, in our words. */
      readonly reason: string
      readonly messages: readonly string[]
    }
  /** The answers of the name servers for a changed record set (`--verify`). */
  | ({readonly kind: 'verified'} & Verification)
  | {
      readonly kind: 'summary'
      readonly applied: number
      readonly partly: number
      readonly failed: number
      readonly total: number
      readonly blocked: number
      /** Of those, the ones for which the run ends with 4. */
      readonly problems: number
      readonly exitCode: number
    }
  /** The fields of a `CliError`. */
  | {
      readonly kind: 'error'
      readonly code: string
      readonly doing: string
      readonly happened: string
      readonly fix: readonly string[]
      readonly changed: string
      readonly exitCode: number
    }

interface SentBatch {
  readonly zone: Zone
  /** Starts at 1. */
  readonly index: number
  readonly of: number
  readonly hosts: number
  /** Record sets including ownership TXT; an update counts once. */
  readonly changes: number
}

/** The events that text output shows during an apply. The plan was shown before, and the command reports errors. */
export type ApplyProgress = Exclude<
  ApplyEvent,
  {kind: 'planned' | 'not-changed' | 'not-used' | 'warning' | 'batch-started' | 'error'}
>
