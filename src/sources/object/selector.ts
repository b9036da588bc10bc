import {type Parsed, parsed, problem} from '../../dns/parsed.js'

/** One term of a selector. `matchesSelector` says what each operator means for a key that is missing. */
type Requirement =
  | {readonly operator: 'exists' | 'does-not-exist'; readonly key: string}
  | {readonly operator: 'in' | 'not-in'; readonly key: string; readonly values: readonly string[]}
  | {readonly operator: 'greater' | 'less'; readonly key: string; readonly bound: bigint}

/** A Kubernetes selector: every requirement has to hold. Built by the parsers here. */
export interface Selector {
  readonly requirements: readonly Requirement[]
}

/** A requirement and the operator as the user wrote it. */
interface WrittenRequirement {
  readonly requirement: Requirement
  readonly written: string
}

/** The selector of an empty text: no requirement. */
export const EVERYTHING: Selector = {requirements: []}

/** `k=v`, `k==v`, `k!=v`, `k in (a,b)`, `k notin (a,b)`, `k`, `!k`, `k>n`, `k<n`, joined by commas (package labels, Parse). */
export function parseLabelSelector(text: string): Parsed<Selector> {
  const written = parseRequirements(text)
  return written.ok ? parsed({requirements: written.value.map(({requirement}) => requirement)}) : written
}

/**
 * As `parseLabelSelector`, without `!=`, `>` and `<`; of two equality terms for one key the later one counts.
 * external-dns converts these flags to a LabelSelector, which has the same limits.
 */
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

/** True when some term of the selector tests the key. */
export function mentionsKey(selector: Selector, key: string): boolean {
  return selector.requirements.some((requirement) => requirement.key === key)
}

function parseRequirements(text: string): Parsed<readonly WrittenRequirement[]> {
  const tokens = readSelectorTokens(text)
  const requirements: WrittenRequirement[] = []
  let position = 0
  while (position < tokens.length) {
    const read = parseRequirement(tokens, position)
    if (!read.ok) return problem(`the selector "${text}" is invalid: ${read.problem}`)
    requirements.push(read.value.written)
    position = read.value.next
    const separator = tokens[position]
    if (separator === undefined) break
    if (separator.text !== ',' || position + 1 === tokens.length) {
      return problem(
        `the selector "${text}" is invalid: found ${show(tokens, position)} where a comma or the end should be`,
      )
    }
    position += 1
  }
  return parsed(requirements)
}

/** Reads one term from `start`; `next` is the token behind it. */
function parseRequirement(
  tokens: readonly SelectorToken[],
  start: number,
): Parsed<{readonly written: WrittenRequirement; readonly next: number}> {
  const isNegated = tokens[start]?.text === '!'
  const at = isNegated ? start + 1 : start
  const key = tokens[at]
  if (key === undefined || !key.isWord) return problem(`found ${show(tokens, at)} where a key should be`)
  const keyProblem = problemOfKey(key.text)
  if (keyProblem !== undefined) return problem(keyProblem)
  const operator = tokens[at + 1]
  const found = (requirement: Requirement, written: string, next: number) =>
    parsed({written: {requirement, written}, next})
  if (isNegated) return found({operator: 'does-not-exist', key: key.text}, '!', at + 1)
  if (operator === undefined || operator.text === ',') return found({operator: 'exists', key: key.text}, '', at + 1)
  const values = OPERATORS.includes(operator.text) ? parseValues(tokens, at + 1) : undefined
  if (values === undefined) return problem(`found ${show(tokens, at + 1)} where an operator should be`)
  if (!values.ok) return values
  const requirement = toRequirement(key.text, operator.text, values.value.values)
  return requirement.ok ? found(requirement.value, operator.text, values.value.next) : requirement
}

const OPERATORS: readonly string[] = ['=', '==', '!=', 'in', 'notin', '>', '<']

function parseValues(
  tokens: readonly SelectorToken[],
  operatorAt: number,
): Parsed<{readonly values: readonly string[]; readonly next: number}> {
  const at = operatorAt + 1
  const first = tokens[at]
  if (!['in', 'notin'].includes(tokens[operatorAt]?.text ?? '')) {
    if (first === undefined || first.text === ',') return parsed({values: [''], next: at})
    return first.isWord
      ? parsed({values: [first.text], next: at + 1})
      : problem(`found ${show(tokens, at)} where a value should be`)
  }
  if (first?.text !== '(') return problem(`found ${show(tokens, at)} where ( should be`)
  const end = tokens.findIndex((token, index) => index > at && token.text === ')')
  if (end < 0) return problem('a list of values has no closing )')
  const inside = tokens.slice(at + 1, end)
  if (inside.length === 0) return problem('a list of values is empty')
  const values = new Set<string>()
  let expectsValue = true
  for (const token of inside) {
    if (token.text === ',') {
      if (expectsValue) values.add('')
      expectsValue = true
    } else if (token.isWord && expectsValue) {
      values.add(token.text)
      expectsValue = false
    } else {
      return problem(`found "${token.text}" where a comma or ) should be`)
    }
  }
  if (expectsValue) values.add('')
  return parsed({values: [...values], next: end + 1})
}

function toRequirement(key: string, operator: string, values: readonly string[]): Parsed<Requirement> {
  const illegal = values.find((value) => value !== '' && !isLabelName(value))
  if (illegal !== undefined) {
    return problem(
      `the value "${illegal}" is no label value: at most 63 of A-Z a-z 0-9 - _ . beginning and ending with a letter or digit`,
    )
  }
  if (operator === '>' || operator === '<') {
    const bound = toInteger(values[0] ?? '')
    if (bound === undefined) return problem(`"${values[0] ?? ''}" after ${operator} is no integer`)
    return parsed({operator: operator === '>' ? 'greater' : 'less', key, bound})
  }
  return parsed({operator: operator === '!=' || operator === 'notin' ? 'not-in' : 'in', key, values})
}

function show(tokens: readonly SelectorToken[], at: number): string {
  const token = tokens[at]
  return token === undefined ? 'the end' : `"${token.text}"`
}

/** 64-bit, as Go's ParseInt reads it. */
function toInteger(text: string): bigint | undefined {
  if (!/^[-+]?\d+$/.test(text)) return undefined
  const number = BigInt(text.replace(/^\+/, ''))
  return BigInt.asIntN(64, number) === number ? number : undefined
}

/** A qualified name: an optional DNS subdomain and a slash, then a label name (package validation, IsQualifiedName). */
function problemOfKey(key: string): string | undefined {
  const slash = key.indexOf('/')
  const prefix = slash < 0 ? undefined : key.slice(0, slash)
  const isPrefixLegal =
    prefix === undefined ||
    (prefix.length <= 253 && /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/.test(prefix))
  return isPrefixLegal && isLabelName(key.slice(slash + 1)) ? undefined : `"${key}" is no label key`
}

/** Source: Kubernetes, Labels and selectors, "Syntax and character set". */
function isLabelName(text: string): boolean {
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

const TOKEN = /([=!(),><])|([^\s=!(),><]+)/g
const LONG_OPERATORS: readonly string[] = ['==', '!=']

/** Cuts a selector; blanks part words and mean nothing else (package labels, Lexer). */
function readSelectorTokens(text: string): readonly SelectorToken[] {
  const tokens: SelectorToken[] = []
  let end = -1
  for (const match of text.matchAll(TOKEN)) {
    const last = tokens.at(-1)
    const joined = `${last?.text ?? ''}${match[0]}`
    if (match.index === end && LONG_OPERATORS.includes(joined))
      tokens[tokens.length - 1] = {text: joined, isWord: false}
    else tokens.push({text: match[0], isWord: match[2] !== undefined})
    end = match.index + match[0].length
  }
  return tokens
}
