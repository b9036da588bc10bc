import {compareBytes} from '../../dns/target.js'
import {elementAt, lengthOf, sliceOf} from './element.js'
import {escapeHtml, escapeQuery, escapeScript} from './literal.js'
import {PLAIN} from './number-format.js'
import {formatValue, print, printable, printLine} from './print.js'
import {printf} from './printf.js'
import {
  bool,
  FunctionProblem,
  isAbsent,
  isTrue,
  MISSING,
  type TemplateFunction,
  text,
  textOf,
  typeName,
  type Value,
} from './value.js'

/** As in Go, only values of one basic kind, or with nil, are compared. */
function equals(value: Value, others: readonly Value[]): boolean {
  if (others.length === 0) throw new FunctionProblem('missing argument for comparison')
  return others.some((other) => equalsOne(value, other))
}

/** `<`, for whole numbers, floats and strings of the same kind. */
function isLess(a: Value, b: Value): boolean {
  if (!isBasic(a) || !isBasic(b) || a.kind === 'bool' || b.kind === 'bool') {
    if (isBasic(a) && isBasic(b) && a.kind !== b.kind) throw incompatible(a, b)
    throw new FunctionProblem('invalid type for comparison')
  }
  if (a.kind === 'string' && b.kind === 'string') return compareBytes(a.value, b.value) < 0
  if (a.kind === b.kind) return a.value < b.value
  throw incompatible(a, b)
}

function equalsOne(a: Value, b: Value): boolean {
  if (isBasic(a) && isBasic(b)) {
    if (a.kind !== b.kind) throw incompatible(a, b)
    return a.value === b.value
  }
  if (isAbsent(a) || isAbsent(b)) return isNil(a) && isNil(b)
  if (isBasic(a) || isBasic(b)) throw incompatible(a, b)
  if (isNil(a) || isNil(b)) return isNil(a) && isNil(b)
  throw new FunctionProblem(`non-comparable type ${formatValue(a, 'v', PLAIN)}: ${typeName(a)}`)
}

type Basic = Extract<Value, {kind: 'bool' | 'float' | 'int' | 'string'}>

function isBasic(value: Value): value is Basic {
  return ['bool', 'float', 'int', 'string'].includes(value.kind)
}

/** Empty lists and maps count as nil: an absent field of a Kubernetes object is Go's nil slice. */
function isNil(value: Value): boolean {
  if (value.kind === 'list') return value.items.length === 0
  if (value.kind === 'map') return value.keys.length === 0
  return isAbsent(value) || (value.kind === 'pointer' && value.to === undefined)
}

function incompatible(a: Value, b: Value): FunctionProblem {
  return new FunctionProblem(`incompatible types for comparison: ${typeName(a)} and ${typeName(b)}`)
}

/** The functions of Go's text/template. `and` and `or` are here for their names only: the evaluator runs them. */
export const BUILT_INS: Readonly<Record<string, TemplateFunction>> = {
  and: {parameters: ['any'], rest: 'any', call: lastOf},
  or: {parameters: ['any'], rest: 'any', call: lastOf},
  not: {parameters: ['any'], call: ([value = MISSING]) => bool(!isTrue(value))},
  eq: {parameters: ['any'], rest: 'any', call: ([value = MISSING, ...others]) => bool(equals(value, others))},
  ne: comparison((a, b) => !equals(a, [b])),
  lt: comparison(isLess),
  le: comparison((a, b) => isLess(a, b) || equals(a, [b])),
  gt: comparison((a, b) => !isLess(a, b) && !equals(a, [b])),
  ge: comparison((a, b) => !isLess(a, b)),
  len: {parameters: ['any'], call: ([value = MISSING]) => lengthOf(value)},
  index: {parameters: ['any'], rest: 'any', call: ([value = MISSING, ...indexes]) => elementAt(value, indexes)},
  slice: {parameters: ['any'], rest: 'any', call: ([value = MISSING, ...indexes]) => sliceOf(value, indexes)},
  print: {parameters: [], rest: 'any', call: (values) => text(print(values))},
  println: {parameters: [], rest: 'any', call: (values) => text(printLine(values))},
  printf: {parameters: ['string'], rest: 'any', call: ([format, ...values]) => text(printf(textOf(format), values))},
  html: {parameters: [], rest: 'any', call: (values) => text(escapeHtml(printable(values)))},
  js: {parameters: [], rest: 'any', call: (values) => text(escapeScript(printable(values)))},
  urlquery: {parameters: [], rest: 'any', call: (values) => text(escapeQuery(printable(values)))},
  call: {parameters: ['any'], rest: 'any', call: refuseCall},
}

function comparison(compare: (a: Value, b: Value) => boolean): TemplateFunction {
  return {parameters: ['any', 'any'], call: ([a = MISSING, b = MISSING]) => bool(compare(a, b))}
}

function lastOf(values: readonly Value[]): Value {
  return values.at(-1) ?? MISSING
}

/** `call` always fails: no value of a Kubernetes object is a function. */
function refuseCall([value = MISSING]: readonly Value[]): never {
  throw new FunctionProblem(`non-function of type ${typeName(value)}`)
}
