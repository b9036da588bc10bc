import type {StatusUpdate} from '../kubernetes/objects.js'
import type {Plan} from '../plan/plan.js'
import type {CommandLine} from './base-command.js'
import type {OpenedPorts} from './open-ports.js'
import type {Settings} from './settings.js'

/** A plan, and everything that is needed to show and to apply it. */
export interface PlannedRun {
  readonly line: CommandLine
  readonly settings: Settings
  readonly ports: OpenedPorts
  readonly plan: Plan
  /** What is written back to the cluster after an apply. */
  readonly statusUpdates: readonly StatusUpdate[]
  /** How many requests the plan takes when nothing fails. */
  readonly batches: number
}
