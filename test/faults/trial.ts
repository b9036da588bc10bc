import type {Cell} from './matrix.js'
import type {Scenario} from './scenarios.js'

/** The result of one fault; empty `problems`: survived. */
export type Trial = {
  readonly scenario: Scenario
  readonly cell: Cell
  /** False when the run had no such call, so that nothing was tested. */
  readonly isHit: boolean
  readonly problems: readonly string[]
  readonly lost: number
}
