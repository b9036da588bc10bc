import {equals, isLess} from './compare.js'
import {elementAt, lengthOf, sliceOf} from './element.js'
import {escapeHtml, escapeQuery, escapeScript} from './escape.js'
import {print, printable, printLine} from './print.js'
import {printf} from './printf.js'
import {FunctionProblem, type TemplateFunction, textOf} from './template-function.js'
import {bool, isTrue, MISSING, text, typeName, type Value} from './value.js'

/** The functions of Go's text/template itself. `and` and `or` are here for their names: the evaluator runs them. */
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

/** No value of a Kubernetes object is a function. */
function refuseCall([value = MISSING]: readonly Value[]): never {
  throw new FunctionProblem(`non-function of type ${typeName(value)}`)
}
