import {BUILT_INS} from '../../../src/sources/template/built-ins.js'
import {execute} from '../../../src/sources/template/execution.js'
import {
  parseFqdnTemplate,
  renderNames,
  renderPairs,
  type Template,
  type TemplateObject,
} from '../../../src/sources/template/fqdn-template.js'
import {parseTemplate} from '../../../src/sources/template/parser.js'
import {SOURCE_FUNCTIONS} from '../../../src/sources/template/source-functions.js'
import {typedData} from '../../../src/sources/template/template-data.js'
import type {Value} from '../../../src/sources/template/value.js'

const functions = {...BUILT_INS, ...SOURCE_FUNCTIONS}

/** The output of a template before it is cut into names; first try only. */
export function outputFor(template: string, data: Value): string {
  const syntax = parseTemplate(template, new Set(Object.keys(functions)))
  return execute(syntax, data, {functions, source: 'service', isStrict: false})
}

export function outputOf(template: string, object: TemplateObject): string {
  return outputFor(template, typedData(object, 'service'))
}

export function parsedTemplate(...values: readonly string[]): Template {
  const parsed = parseFqdnTemplate(values)
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problem))
  if (parsed.value === undefined) throw new Error('blank')
  return parsed.value
}

/** The names, or the problem as text. */
export function namesOf(template: string, object: TemplateObject, source = 'service'): readonly string[] | string {
  const names = renderNames(parsedTemplate(template), object, source)
  return names.ok ? names.value : names.problem
}

/** The pairs as `name target`, or the problem as text. */
export function pairsOf(template: string, object: TemplateObject, source = 'service'): readonly string[] | string {
  const pairs = renderPairs(parsedTemplate(template), object, source)
  return pairs.ok ? pairs.value.map(({name, target}) => `${name} ${target}`) : pairs.problem
}
