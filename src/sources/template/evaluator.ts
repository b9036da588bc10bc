import {Budget, ExecutionProblem} from './budget.js'
import {fieldOf} from './element.js'
import type {Command, Operand, Pipeline, Syntax} from './syntax.js'
import {
  FunctionProblem,
  follow,
  isAbsent,
  isTrue,
  MISSING,
  NIL,
  type Parameter,
  type TemplateFunction,
  typeName,
  type Value,
} from './value.js'

/** The context of a template's evaluation, apart from the object. */
export interface Setting {
  readonly functions: Readonly<Record<string, TemplateFunction>>
  readonly source: string
  /** An absent key of a map is a failure instead of `<no value>`. */
  readonly isStrict: boolean
}

/** The variables in scope, innermost last. */
export type Scope = {readonly name: string; value: Value}[]

/** Computes pipelines; `Execution` runs the actions around them. */
export class Evaluator {
  readonly budget = new Budget()

  constructor(
    private readonly syntax: Syntax,
    private readonly setting: Setting,
  ) {}

  /** The value of the pipeline; its variables are declared or assigned on the way. */
  pipeline(pipeline: Pipeline, dot: Value, scope: Scope): Value {
    let value: Value | undefined
    for (const command of pipeline.commands) value = this.#command(command, dot, scope, value)
    // As in Go, a nil from a pipeline counts as missing: its fields are missing too, which is no failure.
    const result = value === undefined || value.kind === 'nil' ? MISSING : value
    for (const name of pipeline.variables) {
      if (pipeline.assigns) this.assign(name, result, scope, pipeline.start)
      else scope.push({name, value: result})
    }
    return result
  }

  assign(name: string, value: Value, scope: Scope, at: number): void {
    this.#variable(name, scope, at).value = value
  }

  #command(command: Command, dot: Value, scope: Scope, last: Value | undefined): Value {
    const {first, rest} = command
    if (first.kind === 'function') return this.#call(command, first.name, dot, scope, last)
    if (rest.length > 0 || last !== undefined) throw new ExecutionProblem(first.start, this.#notAFunction(first))
    if (first.kind === 'nil') throw new ExecutionProblem(first.start, 'nil is not a command')
    return this.#operand(first, dot, scope)
  }

  #notAFunction(operand: Operand): string {
    const shown = this.syntax.source.slice(operand.start, operand.end)
    return operand.kind === 'field' || operand.kind === 'chain'
      ? `${shown} has arguments but cannot be invoked as function`
      : `can't give argument to non-function ${shown}`
  }

  #operand(operand: Operand, dot: Value, scope: Scope): Value {
    this.budget.spend(operand.start)
    switch (operand.kind) {
      case 'literal':
        return operand.value
      case 'nil':
        return NIL
      case 'dot':
        return dot
      case 'field':
        return this.#path(dot, operand.path, operand.start)
      case 'variable':
        return this.#path(this.#variable(operand.name, scope, operand.start).value, operand.path, operand.start)
      case 'chain':
        return this.#path(this.#operand(operand.operand, dot, scope), operand.path, operand.start)
      case 'function':
        return this.#call({first: operand, rest: [], start: operand.start}, operand.name, dot, scope)
      case 'pipeline':
        return this.pipeline(operand, dot, scope)
    }
  }

  #variable(name: string, scope: Scope, at: number): Scope[number] {
    const variable = scope.findLast((known) => known.name === name)
    if (variable === undefined) throw new ExecutionProblem(at, `undefined variable: ${name}`)
    return variable
  }

  #path(start: Value, path: readonly string[], at: number): Value {
    let value = start
    for (const name of path) value = fieldOf(value, name, at, this.setting.isStrict)
    return value
  }

  #call(command: Command, name: string, dot: Value, scope: Scope, last?: Value): Value {
    this.budget.spend(command.start)
    const found = Object.hasOwn(this.setting.functions, name) ? this.setting.functions[name] : undefined
    if (found === undefined)
      throw new ExecutionProblem(command.start, `${JSON.stringify(name)} is not a defined function`)
    this.#checkCount(found, name, command.rest.length + (last === undefined ? 0 : 1), command.start)
    if (name === 'and' || name === 'or') return this.#shortCircuit(name === 'or', command, dot, scope, last)
    const parameterAt = (index: number) => found.parameters[index] ?? found.rest ?? 'any'
    const values = command.rest.map((operand, index) =>
      accepted(this.#operand(operand, dot, scope), parameterAt(index), operand),
    )
    if (last !== undefined) values.push(accepted(last, parameterAt(values.length), command.first))
    return this.#run(found, name, values, command.start)
  }

  #run(found: TemplateFunction, name: string, values: readonly Value[], at: number): Value {
    for (const value of values) if (value.kind === 'string') this.budget.text(at, value.value)
    try {
      const result = found.call(values, this.setting.source)
      if (result.kind === 'string') this.budget.text(at, result.value)
      return result
    } catch (error) {
      if (error instanceof FunctionProblem) throw new ExecutionProblem(at, `error calling ${name}: ${error.message}`)
      throw error
    }
  }

  /** The first value that decides. Operands after it are not evaluated, so they cannot fail. */
  #shortCircuit(decides: boolean, command: Command, dot: Value, scope: Scope, last: Value | undefined): Value {
    let value: Value = MISSING
    for (const operand of command.rest) {
      value = this.#operand(operand, dot, scope)
      if (isTrue(value) === decides) return value
    }
    return last ?? value
  }

  #checkCount({parameters: {length}, rest}: TemplateFunction, name: string, count: number, at: number): void {
    if (rest === undefined ? count === length : count >= length) return
    const wanted = rest === undefined ? length : `at least ${length}`
    throw new ExecutionProblem(at, `wrong number of args for ${name}: want ${wanted} got ${count}`)
  }
}

/** Go converts nothing: a defined string type or a number is no string; a missing value counts as an empty map. */
function accepted(value: Value, parameter: Parameter, operand: Operand): Value {
  if (parameter === 'any') return value
  const followed = follow(value)
  if (isAbsent(followed)) {
    if (parameter === 'string map') return followed
    throw new ExecutionProblem(operand.start, `invalid value; expected ${parameter}`)
  }
  const fits =
    parameter === 'string'
      ? followed.kind === 'string' && followed.type === undefined
      : followed.kind === 'map' && followed.holdsStrings
  if (fits) return followed
  throw new ExecutionProblem(operand.start, `wrong type for value; expected ${parameter}; got ${typeName(value)}`)
}
