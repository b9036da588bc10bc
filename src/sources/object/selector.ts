import {type Parsed, parsed, problem} from '../../dns/parsed.js'

/** One term of a selector. `matchesSelector` says what each operator means for a key that is missing. */
type Requirement =
  | {readonly operator: 'exists' | 'does-not-exist'; readonly key: string}
  | {readonly operator: 'in' | 'not-in'; readonly key: string; readonly values: readonly string[]}
  | {readonly operator: 'greater' | 'less'; readonly key: string; readonly bound: bigint}

export interface Selector {
  readonly requirements: readonly Requirement[]
}

/** A requirement, and its operator as it was written. */
type WrittenRequirement = {readonly requirement: Requirement; readonly written: string}

export const EVERYTHING: Selector = {requirements: []}

/** `k=v`, `k==v`, `k!=v`, `k in (a,b)`, `k notin (a,b)`, `k`, `!k`, `k>n`, `k<n`, joined by commas (package labels, Parse). */
export function parseLabelSelector(text: string): Parsed<Selector> {
  const written = parseRequirements(text)
  return written.ok ? parsed({requirements: written.value.map(({requirement}) => requirement)}) : written
}

/** As above, without `!=`, `>`, `<`; of two equalities for a key the later counts: the limits of a LabelSelector. */
export function parseAnnotationSelector(text: string): Parsed<Selector> {
  const written = parseRequirements(text)
  if (!written.ok) return written
  const equalities = new Map<string, Requirement>()
  const others: Requirement[] = []
  for (const {requirement, written: operator} of written.value) {
    if (operator === '!=' || operator === '>' || operator === '<') {
      return problem(`${operator} cannot be used in the selector "${text}": only =, ==, in, notin, k and !k can`)
    }
    if (operator === '=' || operator === '==') equalities.set(requirement.key, requirement)
    else others.push(requirement)
  }
  return parsed({requirements: [...equalities.values(), ...others]})
}

/** True when every requirement holds. A missing key satisfies `!=`, `notin` and `!k` only. */
export function matchesSelector(selector: Selector, labels: Readonly<Record<string, string>>): boolean {
  return selector.requirements.every((requirement) => {
    const value = Object.hasOwn(labels, requirement.key) ? labels[requirement.key] : undefined
    switch (requirement.operator) {
      case 'exists':
        return value !== undefined
      case 'does-not-exist':
        return value === undefined
      case 'in':
        return value !== undefined && requirement.values.includes(value)
      case 'not-in':
        return value === undefined || !requirement.values.includes(value)
      default: {
        const number = value === undefined ? undefined : toInteger(value)
        if (number === undefined) return false
        return requirement.operator === 'greater' ? number > requirement.bound : number < requirement.bound
      }
    }
  })
}

export function mentionsKey(selector: Selector, key: string): boolean {
  return selector.requirements.some((requirement) => requirement.key === key)
}

function parseRequirements(text: string): Parsed<readonly WrittenRequirement[]> {
  try {
    return parsed(new SelectorParser(readSelectorTokens(text)).requirements())
  } catch (error) {
    if (error instanceof SelectorProblem) return problem(`the selector "${text}" is invalid: ${error.message}`)
    throw error
  }
}

class SelectorProblem extends Error {}

const OPERATORS: readonly string[] = ['=', '==', '!=', 'in', 'notin', '>', '<']

class SelectorParser {
  #position = 0

  constructor(private readonly tokens: readonly SelectorToken[]) {}

  requirements(): readonly WrittenRequirement[] {
    const found: WrittenRequirement[] = []
    while (this.#token !== undefined) {
      found.push(this.#requirement())
      if (this.#token === undefined) break
      const isLast = this.#position + 1 === this.tokens.length
      if (this.#token.text !== ',' || isLast) throw this.#unexpected('a comma or the end')
      this.#position += 1
    }
    return found
  }

  get #token(): SelectorToken | undefined {
    return this.tokens[this.#position]
  }

  #requirement(): WrittenRequirement {
    const isNegated = this.#token?.text === '!'
    if (isNegated) this.#position += 1
    const key = this.#word('a key')
    if (!isLabelKey(key)) throw new SelectorProblem(`"${key}" is not a label key`)
    if (isNegated) return {requirement: {operator: 'does-not-exist', key}, written: '!'}
    const operator = this.#token?.text
    if (operator === undefined || operator === ',') return {requirement: {operator: 'exists', key}, written: ''}
    if (!OPERATORS.includes(operator)) throw this.#unexpected('an operator')
    this.#position += 1
    const values = operator === 'in' || operator === 'notin' ? this.#list() : [this.#value()]
    return {requirement: toRequirement(key, operator, values), written: operator}
  }

  #value(): string {
    return this.#token === undefined || this.#token.text === ',' ? '' : this.#word('a value')
  }

  #list(): readonly string[] {
    if (this.#token?.text !== '(') throw this.#unexpected('(')
    const start = this.#position + 1
    const end = this.tokens.findIndex((token, index) => index >= start && token.text === ')')
    if (end < 0) throw new SelectorProblem('a list of values has no closing )')
    if (end === start) throw new SelectorProblem('a list of values is empty')
    const inner = this.tokens.slice(start, end).map((token, index, all) => {
      const isFirst = index === 0 || all[index - 1]?.text === ','
      if (token.text !== ',' && !(token.isWord && isFirst)) throw this.#unexpected('a comma or )', token)
      return token.text
    })
    this.#position = end + 1
    return [...new Set(inner.join('').split(','))]
  }

  #word(expected: string): string {
    const word = this.#token
    if (word?.isWord !== true) throw this.#unexpected(expected)
    this.#position += 1
    return word.text
  }

  #unexpected(expected: string, token = this.#token): SelectorProblem {
    const found = token === undefined ? 'the end' : `"${token.text}"`
    return new SelectorProblem(`found ${found} where ${expected} should be`)
  }
}

function toRequirement(key: string, operator: string, values: readonly string[]): Requirement {
  const illegal = values.find((value) => value !== '' && !isLabelName(value))
  if (illegal !== undefined) {
    throw new SelectorProblem(
      `the value "${illegal}" is not a label value: at most 63 of A-Z a-z 0-9 - _ . beginning and ending with a letter or digit`,
    )
  }
  if (operator === '>' || operator === '<') {
    const bound = toInteger(values[0] ?? '')
    if (bound === undefined) throw new SelectorProblem(`"${values[0] ?? ''}" after ${operator} is not an integer`)
    return {operator: operator === '>' ? 'greater' : 'less', key, bound}
  }
  return {operator: operator === '!=' || operator === 'notin' ? 'not-in' : 'in', key, values}
}

/** 64-bit, as Go's ParseInt reads it. */
function toInteger(text: string): bigint | undefined {
  if (!/^[-+]?\d+$/.test(text)) return undefined
  const number = BigInt(text.replace(/^\+/, ''))
  return BigInt.asIntN(64, number) === number ? number : undefined
}

/** A qualified name: an optional DNS subdomain and a slash, then a label name (package validation, IsQualifiedName). */
export function isLabelKey(key: string): boolean {
  const slash = key.indexOf('/')
  const prefix = slash < 0 ? undefined : key.slice(0, slash)
  const isPrefixLegal =
    prefix === undefined ||
    (prefix.length <= 253 && /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/.test(prefix))
  return isPrefixLegal && isLabelName(key.slice(slash + 1))
}

/** Source: Kubernetes, Labels and selectors, "Syntax and character set". */
export function isLabelName(text: string): boolean {
  return text.length <= 63 && /^[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/.test(text)
}

/** `spec.selector` of a Service: every label has to be there with its value; no labels match everything. */
export function matchesLabels(
  wanted: Readonly<Record<string, string>>,
  labels: Readonly<Record<string, string>>,
): boolean {
  return Object.entries(wanted).every(([key, value]) => Object.hasOwn(labels, key) && labels[key] === value)
}

/** A piece of a selector: an operator, a bracket, a comma, or a word (`in` and `notin` are words too). */
interface SelectorToken {
  readonly text: string
  readonly isWord: boolean
}

/** Cuts a selector; blanks part words and mean nothing else (package labels, Lexer). */
function readSelectorTokens(text: string): readonly SelectorToken[] {
  return [...text.matchAll(/[=!]=|[=!(),><]|([^\s=!(),><]+)/g)].map(([token, word]) => ({
    text: token,
    isWord: word !== undefined,
  }))
}
