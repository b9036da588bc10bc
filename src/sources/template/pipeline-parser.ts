import {MAX_DEPTH, SyntaxProblem, type Token} from './lexer.js'
import {parseNumber, unquote} from './literal.js'
import type {Command, Operand, Pipeline, TokenReader} from './syntax.js'
import {bool, text} from './value.js'

type Variables = {readonly names: readonly string[]; readonly assigns: boolean}

/** Reads a pipeline up to and including its right delimiter or parenthesis. @throws SyntaxProblem */
export function parsePipeline(
  reader: TokenReader,
  context: string,
  end: 'rightDelim' | 'rightParen',
  depth: number,
): Pipeline {
  const start = reader.peekWord()
  if (depth > MAX_DEPTH) throw new SyntaxProblem(start.at, `nested more than ${MAX_DEPTH} deep`)
  const {names, assigns} = variables(reader, context)
  const commands: Command[] = []
  for (let token = reader.peekWord(); token.kind !== end; token = reader.peekWord()) {
    if (!startsOperand(token)) throw reader.unexpected(token, context)
    commands.push(command(reader, depth))
  }
  const {at} = reader.next()
  checkStages(commands, context, start)
  return {kind: 'pipeline', variables: names, assigns, commands, start: start.at, end: at + 1}
}

function variables(reader: TokenReader, context: string): Variables {
  const names: string[] = []
  for (;;) {
    const variable = reader.peekWord()
    if (variable.kind !== 'variable') return {names, assigns: false}
    const mark = reader.position
    reader.next()
    const after = reader.peekWord()
    if (after.kind !== 'declare' && after.kind !== 'assign' && after.kind !== 'comma') {
      if (names.length > 0) throw new SyntaxProblem(after.at, 'range can only initialize variables')
      reader.position = mark
      return {names, assigns: false}
    }
    reader.next()
    names.push(variable.text)
    reader.variables.push(variable.text)
    if (after.kind !== 'comma') return {names, assigns: after.kind === 'assign'}
    if (context !== 'range' || names.length > 1) {
      throw new SyntaxProblem(after.at, `too many declarations in ${context}`)
    }
    if (reader.peekWord().kind !== 'variable') {
      throw new SyntaxProblem(reader.peekWord().at, 'range can only initialize variables')
    }
  }
}

function checkStages(commands: readonly Command[], context: string, start: Token): void {
  if (commands.length === 0) throw new SyntaxProblem(start.at, `missing value for ${context}`)
  for (const [index, {first}] of commands.entries()) {
    if (index > 0 && ['literal', 'dot', 'nil'].includes(first.kind)) {
      throw new SyntaxProblem(first.start, `non executable command in pipeline stage ${index + 1}`)
    }
  }
}

function command(reader: TokenReader, depth: number): Command {
  const first = operand(reader, depth)
  const rest: Operand[] = []
  while (reader.peek().kind === 'space') {
    if (startsOperand(reader.peekWord())) rest.push(operand(reader, depth))
  }
  const token = reader.peek()
  if (token.kind === 'pipe') reader.next()
  else if (token.kind !== 'rightDelim' && token.kind !== 'rightParen') throw reader.unexpected(token, 'operand')
  return {first, rest, start: first.start}
}

const OPERANDS: ReadonlySet<string> = new Set(
  'bool dot field identifier leftParen nil number rawString rune string variable'.split(' '),
)

function startsOperand({kind}: Token): boolean {
  return OPERANDS.has(kind)
}

/** A term and the fields taken from it: `(index .Spec.Ports 0).Port`. */
function operand(reader: TokenReader, depth: number): Operand {
  const term = termOf(reader, depth)
  const path: string[] = []
  while (reader.peek().kind === 'field') path.push(reader.next().text.slice(1))
  const end = reader.last.at + reader.last.text.length
  if (path.length === 0) return term
  switch (term.kind) {
    case 'field':
      return {kind: 'field', path: [...term.path, ...path], start: term.start, end}
    case 'variable':
      return {kind: 'variable', name: term.name, path, start: term.start, end}
    case 'literal':
    case 'nil':
    case 'dot':
      throw new SyntaxProblem(term.end, 'unexpected . after term')
    default:
      return {kind: 'chain', operand: term, path, start: term.start, end}
  }
}

function termOf(reader: TokenReader, depth: number): Operand {
  const token = reader.next()
  const span = {start: token.at, end: token.at + token.text.length}
  switch (token.kind) {
    case 'identifier':
      if (!reader.functions.has(token.text)) {
        throw new SyntaxProblem(token.at, `function ${JSON.stringify(token.text)} not defined`)
      }
      return {kind: 'function', name: token.text, ...span}
    case 'dot':
    case 'nil':
      return {kind: token.kind, ...span}
    case 'bool':
      return {kind: 'literal', value: bool(token.text === 'true'), ...span}
    case 'number':
    case 'rune':
      return {kind: 'literal', value: parseNumber(token), ...span}
    case 'string':
    case 'rawString':
      return {kind: 'literal', value: text(unquote(token)), ...span}
    case 'field':
      return {kind: 'field', path: [token.text.slice(1)], ...span}
    case 'variable':
      if (!reader.variables.includes(token.text)) {
        throw new SyntaxProblem(token.at, `undefined variable ${JSON.stringify(token.text)}`)
      }
      return {kind: 'variable', name: token.text, path: [], ...span}
    case 'leftParen':
      return {...parsePipeline(reader, 'parenthesized pipeline', 'rightParen', depth + 1), start: token.at}
    default:
      throw reader.unexpected(token, 'command')
  }
}
