import {trimDot} from '../../dns/dns-name.js'
import {type Brand, type Parsed, parsed, problem} from '../../dns/parsed.js'
import {compareBytes} from '../../dns/target.js'
import {ExecutionProblem, LimitProblem} from './budget.js'
import {BUILT_INS} from './built-ins.js'
import type {Setting} from './evaluator.js'
import {execute} from './execution.js'
import {SyntaxProblem} from './lexer.js'
import {parseTemplate} from './parser.js'
import {SOURCE_FUNCTIONS} from './source-functions.js'
import type {Syntax} from './syntax.js'
import {jsonData, type TemplateObject, typedData} from './template-data.js'
import type {Value} from './value.js'

export type {TemplateObject} from './template-data.js'

/** A parsed template: all values of one template flag. Made by `parseFqdnTemplate` only. */
export type Template = Brand<Syntax, 'Template'>

/** Line and column, from 1, in the values of the flag joined with commas. */
export interface TemplateProblem {
  readonly message: string
  readonly line: number
  readonly column: number
}

const FUNCTIONS: Setting['functions'] = {...BUILT_INS, ...SOURCE_FUNCTIONS}
const FUNCTION_NAMES: ReadonlySet<string> = new Set(Object.keys(FUNCTIONS))

/** All values of a flag as one template (Go's text/template: docs/decisions/templates.md); undefined when blank. */
export function parseFqdnTemplate(
  values: readonly string[],
): {readonly ok: true; readonly value: Template | undefined} | {readonly ok: false; readonly problem: TemplateProblem} {
  if (values.every((value) => value.trim() === '')) return {ok: true, value: undefined}
  const source = values.join(',')
  try {
    return {ok: true, value: parseTemplate(source, FUNCTION_NAMES) as Template}
  } catch (error) {
    if (error instanceof SyntaxProblem) {
      return {ok: false, problem: {message: error.message, ...position(source, error.at)}}
    }
    throw error
  }
}

/** The names that the template renders for the object: unique, sorted, each without one trailing dot. */
export function renderNames(template: Template, object: TemplateObject, sourceName: string): Parsed<readonly string[]> {
  const output = render(template, object, sourceName)
  if (!output.ok) return output
  return parsed([...new Set(items(output.value).filter(Boolean))].sort(compareBytes))
}

/** The `name:target` pairs of `--fqdn-target-template`, cut at the first colon so that a target may be an IPv6 address. */
export function renderPairs(
  template: Template,
  object: TemplateObject,
  sourceName: string,
): Parsed<readonly {readonly name: string; readonly target: string}[]> {
  const output = render(template, object, sourceName)
  if (!output.ok) return output
  const pairs = [...new Set(items(output.value))].sort(compareBytes).map((item) => {
    const colon = item.indexOf(':')
    return {name: item.slice(0, Math.max(colon, 0)).trim(), target: item.slice(colon + 1).trim()}
  })
  return parsed(pairs.filter(({name, target}) => name !== '' && target !== ''))
}

type Run = Parsed<string> & {readonly isFinal?: boolean}

/** Renders the template. If it fails, it is tried once more on the object's JSON, where a missing key is a failure. */
function render(template: Template, object: TemplateObject, source: string): Parsed<string> {
  if (source === 'unstructured') return run(template, jsonData(object, source), source, false)
  const typed = run(template, typedData(object, source), source, false)
  if (typed.ok || typed.isFinal) return typed
  const json = run(template, jsonData(object, source), source, true)
  return json.ok ? json : problem(`${typed.problem}; read as plain JSON: ${json.problem}`)
}

function run(template: Template, data: Value, source: string, isStrict: boolean): Run {
  try {
    return {ok: true, value: execute(template, data, {functions: FUNCTIONS, source, isStrict})}
  } catch (error) {
    if (error instanceof RangeError) {
      return {ok: false, problem: 'the template or the object is nested too deep', isFinal: true}
    }
    if (!(error instanceof ExecutionProblem)) throw error
    const {line, column} = position(template.source, error.at)
    const text = `template line ${line}, column ${column}: ${error.message}`
    return {ok: false, problem: text, isFinal: error instanceof LimitProblem}
  }
}

function items(output: string): readonly string[] {
  return output.split(',').map((item) => trimDot(item.trim()))
}

function position(source: string, at: number): {line: number; column: number} {
  const before = source.slice(0, at).split('\n')
  return {line: before.length, column: (before.at(-1)?.length ?? 0) + 1}
}
