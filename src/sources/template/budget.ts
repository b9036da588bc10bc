import {PlacedProblem} from './lexer.js'

/** A template that fails on an object. */
export class ExecutionProblem extends PlacedProblem {}

/** A template that exceeds a limit. The second try on the JSON would not help, so there is none. */
export class LimitProblem extends ExecutionProblem {}

/** Steps of evaluation: a second or two, and hundreds of times more than a large object needs. */
const LARGEST_WORK = 1_000_000

/** The limit for one string and for the whole output. */
const LARGEST_TEXT = 1_000_000

/** Stops templates that would run for ever (`{{range 1000000000}}`) or fill the memory. */
export class Budget {
  #work = LARGEST_WORK
  #output = LARGEST_TEXT

  spend(at: number, work = 1): void {
    this.#work -= work
    if (this.#work < 0)
      throw new LimitProblem(at, 'too much work for one object; does a range or template repeat itself?')
  }

  /** Counts a text that was read or made as a little work too. */
  text(at: number, text: string): void {
    if (text.length > LARGEST_TEXT) throw new LimitProblem(at, `makes a text longer than ${LARGEST_TEXT} characters`)
    this.spend(at, text.length >> 4)
  }

  output(at: number, text: string): void {
    this.#output -= text.length
    if (this.#output < 0) throw new LimitProblem(at, `output longer than ${LARGEST_TEXT} characters`)
    this.text(at, text)
  }
}
