import type {Value} from './value.js'

/** What a parameter accepts; `string` refuses Go's defined string types and numbers. */
export type Parameter = 'any' | 'string' | 'string map'

export interface TemplateFunction {
  readonly parameters: readonly Parameter[]
  /** Of the arguments after `parameters`; without it their number is fixed. */
  readonly rest?: Parameter
  /**
   * @param source the word of `--source` whose object is rendered
   * @throws FunctionProblem
   */
  call(values: readonly Value[], source: string): Value
}

/** A function that cannot answer; the evaluator adds where. */
export class FunctionProblem extends Error {
  override readonly name = 'FunctionProblem'
}

/** The argument as text; the evaluator has checked it against the parameters before. */
export function textOf(value: Value | undefined): string {
  return value?.kind === 'string' ? value.value : ''
}
