/** A template that fails on an object; caught in `fqdn-template.ts` and nowhere else. */
export class ExecutionProblem extends Error {
  override readonly name = 'ExecutionProblem'
  /** Index into the template. */
  readonly at: number

  constructor(at: number, message: string) {
    super(message)
    this.at = at
  }
}

/** A template that does more than any name can need: no second try makes that better. */
export class LimitProblem extends ExecutionProblem {}

/** One or two seconds at worst; hundreds of times more than a template over a large object needs. */
const LARGEST_WORK = 1_000_000

/** One string, or the whole output. */
const LARGEST_TEXT = 1_000_000

/** Ends templates that would run for ever (`{{range 1000000000}}`) or fill the memory. */
export class Budget {
  #work = LARGEST_WORK
  #output = LARGEST_TEXT

  spend(at: number, work = 1): void {
    this.#work -= work
    if (this.#work < 0)
      throw new LimitProblem(at, 'too much work for one object; does a range or template repeat itself?')
  }

  /** Reading or making a text costs a little of the work as well. */
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
