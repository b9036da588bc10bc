import type {Value} from './value.js'

/** What a parameter accepts; `string` rejects Go's defined string types and numbers. */
export type Parameter = 'any' | 'string' | 'string map'

export interface TemplateFunction {
  readonly parameters: readonly Parameter[]
  /** The type of the arguments after `parameters`; without it there may be none. */
  readonly rest?: Parameter
  /**
   * @param source the word of `--source` whose object is rendered
   * @throws FunctionProblem
   */
  call(values: readonly Value[], source: string): Value
}

/** A function that fails; the evaluator adds the position. */
export class FunctionProblem extends Error {
  override readonly name = 'FunctionProblem'
}

/** The argument as text. The evaluator has checked its type. */
export function textOf(value: Value | undefined): string {
  return value?.kind === 'string' ? value.value : ''
}
