import {ExecutionProblem} from './budget.js'
import {Evaluator, type Scope, type Setting} from './evaluator.js'
import {display} from './print.js'
import type {Branch, Node, Syntax} from './syntax.js'
import {follow, int, isTrue, MISSING, text, typeName, type Value} from './value.js'

/** How deep templates may call each other. */
const MAX_CALLS = 100

type Outcome = 'break' | 'continue' | undefined

/** One element of a `range`: its index or key, absent when it has none, and the element. */
type Item = {readonly key: Value | undefined; readonly value: Value}

/** The output of the template for the data. @throws ExecutionProblem */
export function execute(syntax: Syntax, data: Value, setting: Setting): string {
  return new Execution(syntax, new Evaluator(syntax, setting)).run(data)
}

class Execution {
  #output = ''
  #calls = 0

  constructor(
    private readonly syntax: Syntax,
    private readonly evaluator: Evaluator,
  ) {}

  run(data: Value): string {
    this.#nodes(this.syntax.body, data, [{name: '$', value: data}])
    return this.#output
  }

  #nodes(nodes: readonly Node[], dot: Value, scope: Scope): Outcome {
    for (const node of nodes) {
      const outcome = this.#node(node, dot, scope)
      if (outcome !== undefined) return outcome
    }
    return undefined
  }

  #node(node: Node, dot: Value, scope: Scope): Outcome {
    this.evaluator.budget.spend(node.start)
    switch (node.kind) {
      case 'text':
        this.#write(node.text, node.start)
        return undefined
      case 'action': {
        const value = this.evaluator.pipeline(node.pipeline, dot, scope)
        if (node.pipeline.variables.length === 0) this.#write(display(value), node.start)
        return undefined
      }
      case 'break':
      case 'continue':
        return node.kind
      case 'template':
        this.#template(node, dot, scope)
        return undefined
      default:
        return this.#branch(node, dot, scope)
    }
  }

  #branch(node: Branch, dot: Value, scope: Scope): Outcome {
    const mark = scope.length
    try {
      if (node.kind === 'range') return this.#range(node, dot, scope)
      const value = this.evaluator.pipeline(node.pipeline, dot, scope)
      if (!isTrue(value)) return this.#nodes(node.otherwise, dot, scope)
      return this.#nodes(node.body, node.kind === 'with' ? value : dot, scope)
    } finally {
      scope.length = mark
    }
  }

  #range(node: Branch, dot: Value, scope: Scope): Outcome {
    const {variables, assigns, start} = node.pipeline
    const pipeline = assigns ? node.pipeline : {...node.pipeline, variables: []}
    const value = this.evaluator.pipeline(pipeline, dot, scope)
    const mark = scope.length
    let isEmpty = true
    for (const item of this.#items(value, variables.length, start)) {
      isEmpty = false
      this.evaluator.budget.spend(start)
      scope.length = mark
      const bound = variables.length === 2 ? [item.key ?? item.value, item.value] : [item.value]
      for (const [index, name] of variables.entries()) {
        const element = bound[index] ?? MISSING
        if (assigns) this.evaluator.assign(name, element, scope, start)
        else scope.push({name, value: element})
      }
      if (this.#nodes(node.body, item.value, scope) === 'break') break
    }
    scope.length = mark
    return isEmpty ? this.#nodes(node.otherwise, dot, scope) : undefined
  }

  *#items(collection: Value, variables: number, at: number): Generator<Item> {
    const value = follow(collection)
    switch (value.kind) {
      case 'list':
        for (const [index, item] of value.items.entries()) yield {key: int(index), value: item}
        return
      case 'map':
        for (const key of value.keys) yield {key: text(key), value: value.get(key) ?? MISSING}
        return
      case 'int':
        if (variables > 1) {
          throw new ExecutionProblem(at, `can't use ${value.value} to iterate over more than one variable`)
        }
        for (let index = 0n; index < value.value; index++) yield {key: undefined, value: int(index)}
        return
      case 'missing':
      case 'nil':
        return
      case 'pointer':
        throw new ExecutionProblem(at, `range over nil pointer of type ${typeName(value)}`)
      default:
        throw new ExecutionProblem(at, `range can't iterate over ${display(value).slice(0, 100)}`)
    }
  }

  #template(node: Extract<Node, {kind: 'template'}>, dot: Value, scope: Scope): void {
    const body = this.syntax.named.get(node.name)
    if (body === undefined) throw new ExecutionProblem(node.start, `template ${JSON.stringify(node.name)} not defined`)
    if (this.#calls >= MAX_CALLS) {
      throw new ExecutionProblem(node.start, `templates call each other more than ${MAX_CALLS} deep`)
    }
    const data = node.pipeline === undefined ? MISSING : this.evaluator.pipeline(node.pipeline, dot, scope)
    this.#calls++
    this.#nodes(body, data, [{name: '$', value: data}])
    this.#calls--
  }

  #write(output: string, at: number): void {
    this.evaluator.budget.output(at, output)
    this.#output += output
  }
}
