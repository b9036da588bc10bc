import {MAX_DEPTH, SyntaxProblem, type Token} from './lexer.js'
import {unquote} from './literal.js'
import {parsePipeline} from './pipeline-parser.js'
import type {Node, Pipeline, Syntax} from './syntax.js'
import {TokenReader} from './syntax.js'

type Block = {readonly nodes: readonly Node[]; readonly end: 'end' | 'else' | 'eof'; readonly at: number}

/** Reads a template and the templates that it defines. @throws SyntaxProblem */
export function parseTemplate(source: string, functions: ReadonlySet<string>): Syntax {
  const named = new Map<string, readonly Node[]>()
  const body = new BlockParser(new TokenReader(source, functions), named).top()
  return {source, body, named}
}

class BlockParser {
  #rangeDepth = 0
  #depth = 0

  constructor(
    private readonly reader: TokenReader,
    private readonly named: Map<string, readonly Node[]>,
  ) {}

  top(): readonly Node[] {
    const {nodes, end, at} = this.#nodes(true)
    if (end === 'eof') return nodes
    throw new SyntaxProblem(at, `unexpected {{${end}}}`)
  }

  /** Reads up to and including the `end` or `else` that closes the nodes; after `else` still inside its action. */
  #nodes(isTop: boolean): Block {
    const nodes: Node[] = []
    for (;;) {
      const token = this.reader.next()
      if (token.kind === 'eof') return {nodes, end: 'eof', at: token.at}
      if (token.kind === 'text') {
        nodes.push({kind: 'text', text: token.text, start: token.at})
        continue
      }
      const word = this.reader.peekWord()
      if (word.kind === 'end' || word.kind === 'else') {
        this.reader.next()
        if (word.kind === 'end') this.reader.expect('rightDelim', 'end')
        return {nodes, end: word.kind, at: word.at}
      }
      if (word.kind === 'define' && isTop) this.#define()
      else nodes.push(this.#action(token))
    }
  }

  #action(open: Token): Node {
    const word = this.reader.peekWord()
    switch (word.kind) {
      case 'if':
      case 'range':
      case 'with':
        this.reader.nextWord()
        return this.#branch(word.kind, open.at)
      case 'break':
      case 'continue':
        return this.#jump(word.kind, open.at)
      case 'template':
        return this.#call(open.at)
      case 'block':
        return this.#block(open.at)
      default:
        return {kind: 'action', pipeline: this.#pipeline('command'), start: open.at}
    }
  }

  #branch(kind: 'if' | 'range' | 'with', start: number): Node {
    this.#enter(start)
    const scope = this.reader.variables.length
    const pipeline = this.#pipeline(kind)
    if (kind === 'range') this.#rangeDepth++
    const body = this.#inside(kind, start)
    if (kind === 'range') this.#rangeDepth--
    const otherwise = body.end === 'else' ? this.#otherwise(kind, start) : []
    this.reader.variables.length = scope
    this.#depth--
    return {kind, pipeline, body: body.nodes, otherwise, start}
  }

  /** `{{else if …}}` shares the `end` of its `if`, `{{else with …}}` that of its `with`. */
  #otherwise(kind: 'if' | 'range' | 'with', start: number): readonly Node[] {
    const at = this.reader.last.at
    const word = this.reader.peekWord()
    if (word.kind === kind && kind !== 'range') {
      this.reader.nextWord()
      return [this.#branch(kind, at)]
    }
    this.reader.expect('rightDelim', 'else')
    const {nodes, end, at: found} = this.#inside(kind, start)
    if (end === 'else') throw new SyntaxProblem(found, 'expected end; found {{else}}')
    return nodes
  }

  /** Reads the nodes of an action that has to end. */
  #inside(word: string, start: number): Block {
    const block = this.#nodes(false)
    if (block.end === 'eof') throw new SyntaxProblem(start, `unexpected EOF: {{${word}}} has no {{end}}`)
    return block
  }

  #jump(kind: 'break' | 'continue', start: number): Node {
    this.reader.nextWord()
    this.reader.expect('rightDelim', `{{${kind}}}`)
    if (this.#rangeDepth === 0) throw new SyntaxProblem(start, `{{${kind}}} outside {{range}}`)
    return {kind, start}
  }

  #call(start: number): Node {
    this.reader.nextWord()
    const name = this.#name('template clause')
    const isBare = this.reader.peekWord().kind === 'rightDelim'
    if (isBare) this.reader.nextWord()
    const pipeline = isBare ? undefined : this.#pipeline('template clause')
    return {kind: 'template', name, pipeline, start}
  }

  #block(start: number): Node {
    this.reader.nextWord()
    const name = this.#name('block clause')
    const pipeline = this.#pipeline('block clause')
    this.#body('block', name, start)
    return {kind: 'template', name, pipeline, start}
  }

  #define(): void {
    const {at} = this.reader.nextWord()
    const name = this.#name('define clause')
    this.reader.expect('rightDelim', 'define clause')
    this.#body('define', name, at)
  }

  /** Reads the body of a named template, which sees neither the variables nor the `range` around it. */
  #body(word: 'block' | 'define', name: string, start: number): void {
    this.#enter(start)
    const {variables} = this.reader
    this.reader.variables = ['$']
    const rangeDepth = this.#rangeDepth
    this.#rangeDepth = 0
    const block = this.#inside(word, start)
    if (block.end === 'else') throw new SyntaxProblem(block.at, 'unexpected {{else}}')
    this.#rangeDepth = rangeDepth
    this.reader.variables = variables
    this.#depth--
    const known = this.named.get(name)
    if (known === undefined || isBlank(known)) this.named.set(name, block.nodes)
    else if (!isBlank(block.nodes)) {
      throw new SyntaxProblem(start, `multiple definition of template ${JSON.stringify(name)}`)
    }
  }

  #name(context: string): string {
    const token = this.reader.nextWord()
    if (token.kind === 'string' || token.kind === 'rawString') return unquote(token)
    throw this.reader.unexpected(token, context)
  }

  #pipeline(context: string): Pipeline {
    return parsePipeline(this.reader, context, 'rightDelim', this.#depth)
  }

  #enter(at: number): void {
    if (++this.#depth > MAX_DEPTH) throw new SyntaxProblem(at, `nested more than ${MAX_DEPTH} deep`)
  }
}

function isBlank(nodes: readonly Node[]): boolean {
  return nodes.every((node) => node.kind === 'text' && node.text.trim() === '')
}
