const SPACE = /[ \t\r\n]/
/** What an action is made of, in the order in which it is tried. The group takes what follows a number and spoils it. */
const TOKENS = [
  ['assign', /=/y],
  ['comma', /,/y],
  ['declare', /:=/y],
  ['leftParen', /\(/y],
  ['pipe', /\|/y],
  ['rightParen', /\)/y],
  ['rawString', /`[^`]*`/y],
  ['rune', /'(?:\\[^\n]|[^'\\\n])*'/y],
  ['string', /"(?:\\[^\n]|[^"\\\n])*"/y],
  ['number', /[-+]?0(?:[xX][0-9a-fA-F_]*|[oO][0-7_]*|[bB][01_]*)([\p{L}\p{Nd}_]*)/uy],
  ['number', /(?=[-+.]?[0-9]|[-+])[-+]?[0-9_]*(?:\.[0-9_]*)?(?:[eE][+-]?[0-9_]*)?([\p{L}\p{Nd}_]*)/uy],
  ['field', /\.[\p{L}\p{Nd}_]+/uy],
  ['dot', /\./y],
  ['variable', /\$[\p{L}\p{Nd}_]*/uy],
  ['identifier', /[\p{L}\p{Nd}_]+/uy],
] as const

/** What is wrong where one of these characters begins none of the tokens. */
const UNFINISHED: Readonly<Record<string, string>> = {
  ':': 'expected :=',
  '"': 'unterminated quoted string',
  "'": 'unterminated character constant',
  '`': 'unterminated raw quoted string',
}

/** Cuts a template into tokens, the white space around trim markers already gone. @throws SyntaxProblem */
export function tokenize(template: string): readonly Token[] {
  const tokens: Token[] = []
  let at = 0
  while (at < template.length) {
    const open = template.indexOf('{{', at)
    const end = open < 0 ? template.length : open
    const trims = open >= 0 && template[open + 2] === '-' && isSpace(template[open + 3])
    const text = template.slice(at, trims ? endOfText(template, at, end) : end)
    if (text !== '') tokens.push({kind: 'text', text, at})
    if (open < 0) break
    const inside = trims ? open + 4 : open + 2
    const isComment = template.startsWith('/*', inside)
    at = isComment ? skipComment(template, open, inside) : action(template, open, inside, tokens)
  }
  tokens.push({kind: 'eof', text: '', at: template.length})
  return tokens
}

function skipComment(template: string, open: number, start: number): number {
  const end = template.indexOf('*/', start + 2)
  if (end < 0) throw new SyntaxProblem(open, 'unclosed comment')
  const next = afterDelimiter(template, end + 2)
  if (next === undefined) throw new SyntaxProblem(open, 'comment ends before closing delimiter')
  return next
}

/** The index after a right delimiter at `at`; undefined when there is none. */
function afterDelimiter(template: string, at: number): number | undefined {
  if (template.startsWith('}}', at)) return at + 2
  if (!isSpace(template[at]) || !template.startsWith('-}}', at + 1)) return undefined
  let next = at + 4
  while (isSpace(template[next])) next++
  return next
}

function action(template: string, open: number, start: number, tokens: Token[]): number {
  tokens.push({kind: 'leftDelim', text: '{{', at: open})
  let at = start
  let depth = 0
  for (;;) {
    const next = afterDelimiter(template, at)
    if (next !== undefined) {
      if (depth > 0) throw new SyntaxProblem(at, 'unclosed left paren')
      tokens.push({kind: 'rightDelim', text: '}}', at})
      return next
    }
    if (at >= template.length) throw new SyntaxProblem(open, 'unclosed action')
    const token = isSpace(template[at]) ? space(template, at) : word(template, at)
    depth += token.kind === 'leftParen' ? 1 : token.kind === 'rightParen' ? -1 : 0
    if (depth < 0) throw new SyntaxProblem(at, 'unexpected right paren')
    tokens.push(token)
    at += token.text.length
  }
}

/** A run of white space, without the space that belongs to a trim marker. */
function space(template: string, at: number): Token {
  let end = at + 1
  while (isSpace(template[end]) && afterDelimiter(template, end) === undefined) end++
  return {kind: 'space', text: template.slice(at, end), at}
}

function word(template: string, at: number): Token {
  for (const [kind, pattern] of TOKENS) {
    pattern.lastIndex = at
    const [text, rest] = pattern.exec(template) ?? []
    if (text === undefined) continue
    if (kind === 'number' && (rest !== '' || !/\d/.test(text))) {
      throw new SyntaxProblem(at, `bad number syntax: ${JSON.stringify(text)}`)
    }
    if (kind === 'field' || kind === 'variable' || kind === 'identifier') checkTerminated(template, at + text.length)
    return {kind: kind === 'identifier' ? kindOfWord(text) : kind, text, at}
  }
  const first = characterAt(template, at)
  const unfinished = UNFINISHED[first]
  if (unfinished !== undefined) throw new SyntaxProblem(at, unfinished)
  if (/[!-~]/.test(first)) return {kind: 'char', text: first, at}
  throw new SyntaxProblem(at, `unrecognized character in action: ${JSON.stringify(first)}`)
}

function checkTerminated(template: string, at: number): void {
  const next = template[at]
  if (next === undefined || /[ \t\r\n.,|:()]/.test(next) || template.startsWith('}}', at)) return
  throw new SyntaxProblem(at, `bad character ${JSON.stringify(characterAt(template, at))}`)
}

function characterAt(template: string, at: number): string {
  return String.fromCodePoint(template.codePointAt(at) ?? 0)
}

function kindOfWord(text: string): TokenKind {
  if (text === 'true' || text === 'false') return 'bool'
  return KEYWORDS.find((keyword) => keyword === text) ?? 'identifier'
}

/** Trims the end as Go does: only these four characters, unlike `trimEnd`. */
function endOfText(template: string, start: number, end: number): number {
  let last = end
  while (last > start && isSpace(template[last - 1])) last--
  return last
}

function isSpace(character: string | undefined): boolean {
  return character !== undefined && SPACE.test(character)
}

/** The words of the template language; what each means is in the package documentation of Go's text/template. */
const KEYWORDS = [
  'block',
  'break',
  'continue',
  'define',
  'else',
  'end',
  'if',
  'nil',
  'range',
  'template',
  'with',
] as const

export type TokenKind =
  | (typeof KEYWORDS)[number]
  | (typeof TOKENS)[number][0]
  | 'bool'
  | 'char'
  | 'eof'
  | 'leftDelim'
  | 'rightDelim'
  | 'space'
  | 'text'

/** `text` is the source text, except for template text, where trim markers have already taken their white space. */
export interface Token {
  readonly kind: TokenKind
  readonly text: string
  /** Index into the template, in UTF-16 units. */
  readonly at: number
}

/** How deeply actions and parentheses may nest: far more than anybody writes, and far less than overflows the stack. */
export const MAX_DEPTH = 200

/** What is wrong with a template, and where. Caught in `fqdn-template.ts` only. */
export class PlacedProblem extends Error {
  /** @param at index into the template. */
  constructor(
    readonly at: number,
    message: string,
  ) {
    super(message)
  }
}

/** A template that cannot be parsed. */
export class SyntaxProblem extends PlacedProblem {}
