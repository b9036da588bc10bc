/** The words of the template language; what each means is in the package documentation of Go's text/template. */
export const KEYWORDS = [
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

export type Keyword = (typeof KEYWORDS)[number]

export type TokenKind =
  | Keyword
  | 'assign'
  | 'bool'
  | 'char'
  | 'comma'
  | 'declare'
  | 'dot'
  | 'eof'
  | 'field'
  | 'identifier'
  | 'leftDelim'
  | 'leftParen'
  | 'number'
  | 'pipe'
  | 'rawString'
  | 'rightDelim'
  | 'rightParen'
  | 'rune'
  | 'space'
  | 'string'
  | 'text'
  | 'variable'

/** `text` is the source text, except for template text, where trim markers have already taken their white space. */
export interface Token {
  readonly kind: TokenKind
  readonly text: string
  /** Index into the template, in UTF-16 units. */
  readonly at: number
}

/** How deep actions and parentheses may nest; far above what people write, far below what overflows the stack. */
export const MAX_DEPTH = 200

/** A template that cannot be parsed; caught in `fqdn-template.ts` and nowhere else. */
export class SyntaxProblem extends Error {
  override readonly name = 'SyntaxProblem'
  readonly at: number

  constructor(at: number, message: string) {
    super(message)
    this.at = at
  }
}
