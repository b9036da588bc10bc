import {type Document, isCollection, isScalar, LineCounter, parseAllDocuments, type ScalarTag, visit} from 'yaml'
import {CliError} from '../errors/cli-error.js'
import {isTooDeep, yamlProblem} from '../errors/yaml-problem.js'
import {badManifest} from './manifest-errors.js'
import type {ManifestFile} from './manifest-files.js'
import {parseJsonValues} from './manifest-json.js'

/** One document of a file; empty ones are left out. */
export interface ManifestDocument {
  /** From 1; empty ones count. */
  readonly number: number
  /** From 1. */
  readonly line: number
  readonly value: unknown
}

/**
 * The documents of a YAML or JSON file; several JSON values may follow one another, as kubectl takes them.
 *
 * @throws CliError MANIFESTS_INVALID that names file, line and document.
 */
export function parseDocuments(file: ManifestFile): readonly ManifestDocument[] {
  const text = file.text.replace(/^\uFEFF/, '')
  return (text.trimStart().startsWith('{') ? parseJson(text, file.name) : undefined) ?? parseYaml(text, file.name)
}

/** Undefined when the text is not wholly JSON: then it may still be YAML. */
function parseJson(text: string, name: string): readonly ManifestDocument[] | undefined {
  try {
    return parseJsonValues(text)?.map((value, index) => ({number: index + 1, ...value}))
  } catch (error) {
    throw broken(name, 1, 1, error)
  }
}

/** kubectl's YAML is 1.1 where it says yes and no; the rest of 1.1 would read some IPv6 addresses as numbers. */
const YES: ScalarTag = boolean(/^(?:yes|Yes|YES|on|On|ON)$/, true)
const NO: ScalarTag = boolean(/^(?:no|No|NO|off|Off|OFF)$/, false)

function parseYaml(text: string, name: string): readonly ManifestDocument[] {
  const lineCounter = new LineCounter()
  const options = {lineCounter, prettyErrors: false, merge: true, uniqueKeys: false, customTags: [YES, NO]}
  const parsed = parseAllDocuments(text, options)
  if (!Array.isArray(parsed)) return []
  return parsed.flatMap((document, index) => {
    const number = index + 1
    const [problem] = document.errors
    if (problem !== undefined) throw broken(name, number, lineCounter.linePos(problem.pos[0]).line, problem)
    const line = lineCounter.linePos(document.contents?.range?.[0] ?? document.range[0]).line
    try {
      const fault = findFault(document)
      if (fault !== undefined) throw broken(name, number, lineCounter.linePos(fault.offset).line, fault.error)
      const value: unknown = document.toJS()
      return value === null || value === undefined ? [] : [{number, line, value}]
    } catch (error) {
      if (error instanceof CliError) throw error
      // An alias without its anchor, or anchors that would fill the memory.
      throw broken(name, number, line, error)
    }
  })
}

const DOUBLE_KEY = new Error('Map keys must be unique')
const CIRCLE = new Error('An anchor contains itself')

interface Fault {
  readonly offset: number
  readonly error: Error
}

/**
 * Where a key stands for the second time, since the library would compare each key of a map with every other; or an alias of
 * what it stands in, of which whoever walks through it finds no end.
 */
function findFault(document: Document): Fault | undefined {
  let found: Fault | undefined
  visit(document, {
    Alias(_key, {source, range}, path) {
      if (!path.some((node) => isCollection(node) && node.anchor === source)) return undefined
      found = {offset: range?.[0] ?? 0, error: CIRCLE}
      return visit.BREAK
    },
    Map(_key, {items}) {
      const seen = new Set<unknown>()
      for (const {key} of items) {
        if (!isScalar(key)) continue
        if (seen.has(key.value)) {
          found = {offset: key.range?.[0] ?? 0, error: DOUBLE_KEY}
          return visit.BREAK
        }
        seen.add(key.value)
      }
      return undefined
    },
  })
  return found
}

function broken(name: string, document: number, line: number, error: unknown) {
  const place = `${name}, line ${line} (document ${document})`
  if (isTooDeep(error)) return badManifest(`${place} is nested too deeply`, ['look at what made it'], error)
  return badManifest(
    `${place} is no YAML: ${yamlProblem(error)}`,
    ['mend it there', 'a template has to be rendered first: helm template …, kubectl kustomize …'],
    error,
  )
}

function boolean(test: RegExp, value: boolean): ScalarTag {
  return {tag: 'tag:yaml.org,2002:bool', default: true, test, resolve: () => value}
}
