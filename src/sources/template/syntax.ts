/** Where a node stands in the template: `start` up to, not including, `end`. */
export interface Span {
  readonly start: number
  readonly end: number
}

export interface Pipeline extends Span {
  readonly kind: 'pipeline'
  /** `$x := …` or `$x = …`; two variables only in `range`. */
  readonly variables: readonly string[]
  readonly assigns: boolean
  readonly commands: readonly Command[]
}

export interface Command extends Span {
  readonly first: Operand
  readonly rest: readonly Operand[]
}

export type Operand = Span &
  (
    | {readonly kind: 'bool'; readonly value: boolean}
    | {readonly kind: 'dot'}
    | {readonly kind: 'nil'}
    | {readonly kind: 'int'; readonly value: bigint}
    | {readonly kind: 'float'; readonly value: number}
    | {readonly kind: 'string'; readonly value: string}
    | {readonly kind: 'field'; readonly path: readonly string[]}
    | {readonly kind: 'variable'; readonly name: string; readonly path: readonly string[]}
    | {readonly kind: 'function'; readonly name: string}
    | {readonly kind: 'chain'; readonly operand: Operand; readonly path: readonly string[]}
    | Pipeline
  )

export interface Branch extends Span {
  readonly kind: 'if' | 'range' | 'with'
  readonly pipeline: Pipeline
  readonly body: readonly Node[]
  readonly otherwise: readonly Node[]
}

export type Node =
  | (Span & {readonly kind: 'text'; readonly text: string})
  | (Span & {readonly kind: 'action'; readonly pipeline: Pipeline})
  | (Span & {readonly kind: 'break' | 'continue'})
  | (Span & {readonly kind: 'template'; readonly name: string; readonly pipeline: Pipeline | undefined})
  | Branch

/** A parsed template: what to run, and the named templates that it may call. */
export interface Syntax {
  readonly source: string
  readonly body: readonly Node[]
  readonly named: ReadonlyMap<string, readonly Node[]>
}
