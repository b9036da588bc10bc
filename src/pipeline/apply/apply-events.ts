import type {ServerAnswer, Wanted} from '../../dns/answer.js'
import type {Origin} from '../../dns/endpoint.js'
import type {RecordType} from '../../dns/record-set.js'
import type {Zone} from '../../dns/zone.js'
import type {HostPlan} from '../../plan/change.js'
import type {Blocked, PlanWarning} from '../../plan/plan.js'

/** What a run that writes has to tell, in the order in which it happens; the last one is `summary` or `error`. */
export type ApplyEvent =
  | {readonly kind: 'planned'; readonly host: HostPlan}
  | {readonly kind: 'not-changed'; readonly blocked: Blocked}
  | {readonly kind: 'warning'; readonly warning: PlanWarning}
  /** A request is about to be sent; a rejected batch is halved and its parts start under its number. */
  | {
      readonly kind: 'batch-started'
      readonly zone: Zone
      /** From 1. */
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
      /** Record sets, ownership TXT included, an update as one. */
      readonly changes: number
      readonly changeId: string
    }
  /** Nothing of the batch is in; its hosts are told one by one, after they were tried apart. */
  | {
      readonly kind: 'batch-rejected'
      readonly zone: Zone
      readonly hosts: number
      readonly messages: readonly string[]
    }
  /** `host-partly`: some of its batches are in, in one zone of two say. */
  | {
      readonly kind: 'host-failed' | 'host-partly'
      readonly zone: Zone
      readonly host: string
      readonly setIdentifier: string | undefined
      /** The objects that ask for it. */
      readonly origins: readonly Origin[]
      /** The rule that was broken, in our words. */
      readonly reason: string
      /** What AWS said. */
      readonly messages: readonly string[]
    }
  /** What the name servers say of a record set that was changed (`--verify`). */
  | {
      readonly kind: 'verified'
      readonly zone: Zone
      readonly host: string
      readonly type: RecordType
      readonly wanted: Wanted
      /** Empty where nobody was asked. */
      readonly answers: readonly ServerAnswer[]
      /** Why nobody was asked, as a phrase. */
      readonly obstacle: string | undefined
    }
  | {
      readonly kind: 'summary'
      readonly applied: number
      readonly partly: number
      readonly failed: number
      readonly total: number
      readonly blocked: number
      readonly exitCode: number
    }
  /** The parts of a `CliError`. */
  | {
      readonly kind: 'error'
      readonly code: string
      readonly doing: string
      readonly happened: string
      readonly fix: readonly string[]
      readonly changed: string
      readonly exitCode: number
    }

/** What a person reads while a plan is applied: the plan itself was on screen before, an error is told by the command. */
export type ApplyProgress = Exclude<
  ApplyEvent,
  {kind: 'planned' | 'not-changed' | 'warning' | 'batch-started' | 'error'}
>
