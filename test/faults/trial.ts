import type {Cell} from './matrix.js'
import type {Scenario} from './scenarios.js'

/** What came of one fault. `problems` empty: survived. */
export type Trial = {
  readonly scenario: Scenario
  readonly cell: Cell
  /** False: the run had no such call, so nothing was tried. */
  readonly isHit: boolean
  readonly problems: readonly string[]
  readonly lost: number
}
