import {SyntaxProblem, type Token, type TokenKind, tokenize} from './lexer.js'
import type {Value} from './value.js'

/** Where it begins in the template. */
interface Placed {
  readonly start: number
}

interface Span extends Placed {
  /** Not included. */
  readonly end: number
}

export interface Pipeline extends Span {
  readonly kind: 'pipeline'
  /** `$x := …` or `$x = …`; two variables only in `range`. */
  readonly variables: readonly string[]
  readonly assigns: boolean
  readonly commands: readonly Command[]
}

export interface Command extends Placed {
  readonly first: Operand
  readonly rest: readonly Operand[]
}

export type Operand = Span &
  (
    | {readonly kind: 'literal'; readonly value: Value}
    | {readonly kind: 'dot'}
    | {readonly kind: 'nil'}
    | {readonly kind: 'field'; readonly path: readonly string[]}
    | {readonly kind: 'variable'; readonly name: string; readonly path: readonly string[]}
    | {readonly kind: 'function'; readonly name: string}
    | {readonly kind: 'chain'; readonly operand: Operand; readonly path: readonly string[]}
    | Pipeline
  )

export interface Branch extends Placed {
  readonly kind: 'if' | 'range' | 'with'
  readonly pipeline: Pipeline
  readonly body: readonly Node[]
  readonly otherwise: readonly Node[]
}

export type Node =
  | (Placed & {readonly kind: 'text'; readonly text: string})
  | (Placed & {readonly kind: 'action'; readonly pipeline: Pipeline})
  | (Placed & {readonly kind: 'break' | 'continue'})
  | (Placed & {readonly kind: 'template'; readonly name: string; readonly pipeline: Pipeline | undefined})
  | Branch

export interface Syntax {
  readonly source: string
  readonly body: readonly Node[]
  readonly named: ReadonlyMap<string, readonly Node[]>
}

/** Reads the tokens of one template, and tracks which functions and variables are known. */
export class TokenReader {
  variables: string[] = ['$']
  position = 0
  readonly #tokens: readonly Token[]

  constructor(
    template: string,
    readonly functions: ReadonlySet<string>,
  ) {
    this.#tokens = tokenize(template)
  }

  get last(): Token {
    return this.#at(this.position - 1)
  }

  peek(): Token {
    return this.#at(this.position)
  }

  next(): Token {
    const token = this.peek()
    this.position++
    return token
  }

  /** The next token that is not white space. It is not consumed. */
  peekWord(): Token {
    while (this.peek().kind === 'space') this.position++
    return this.peek()
  }

  nextWord(): Token {
    this.peekWord()
    return this.next()
  }

  expect(kind: TokenKind, context: string): Token {
    const token = this.nextWord()
    if (token.kind !== kind) throw this.unexpected(token, context)
    return token
  }

  unexpected(token: Token, context: string): SyntaxProblem {
    const what = token.kind === 'eof' ? 'EOF' : JSON.stringify(token.text)
    return new SyntaxProblem(token.at, `unexpected ${what} in ${context}`)
  }

  #at(position: number): Token {
    return this.#tokens[position] ?? this.#tokens.at(-1) ?? {kind: 'eof', text: '', at: 0}
  }
}
