import type {StatusUpdate} from '../kubernetes/objects.js'
import type {FindObject} from '../pipeline/object-events.js'
import type {Plan} from '../plan/plan.js'
import type {ZoneSnapshot} from '../plan/plan-input.js'
import type {LedgerRow} from '../registry/ledger.js'
import type {CommandLine} from './line-command.js'
import type {OpenedPorts, Route53Ports} from './open-ports.js'
import type {Settings} from './settings.js'

/** A plan, and everything that is needed to show and to apply it. */
export interface PlannedRun {
  readonly line: CommandLine
  readonly settings: Settings
  readonly ports: OpenedPorts
  readonly plan: Plan
  /** What it was made from. */
  readonly snapshots: readonly ZoneSnapshot[]
  readonly rows: readonly LedgerRow[] | undefined
  /** What is written back to the cluster after an apply. */
  readonly statusUpdates: readonly StatusUpdate[]
  readonly findObject: FindObject
  /** How many requests the plan takes when nothing fails. */
  readonly batches: number
}

/** What the writing of an approved plan needs, wherever the plan comes from. */
export interface WritableRun {
  readonly line: CommandLine
  readonly ports: Route53Ports
  readonly plan: Plan
}
