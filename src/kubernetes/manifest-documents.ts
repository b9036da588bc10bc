import {LineCounter, parseAllDocuments, type ScalarTag} from 'yaml'
import {badManifest} from './manifest-errors.js'
import type {ManifestFile} from './manifest-files.js'

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
  return (text.trimStart().startsWith('{') ? parseJsonValues(text) : undefined) ?? parseYaml(text, file.name)
}

/** kubectl's YAML is 1.1 where it says yes and no; the rest of 1.1 would read some IPv6 addresses as numbers. */
const YES: ScalarTag = boolean(/^(?:yes|Yes|YES|on|On|ON)$/, true)
const NO: ScalarTag = boolean(/^(?:no|No|NO|off|Off|OFF)$/, false)

function parseYaml(text: string, name: string): readonly ManifestDocument[] {
  const lineCounter = new LineCounter()
  const parsed = parseAllDocuments(text, {lineCounter, prettyErrors: false, merge: true, customTags: [YES, NO]})
  if (!Array.isArray(parsed)) return []
  return parsed.flatMap((document, index) => {
    const number = index + 1
    const [problem] = document.errors
    if (problem !== undefined) throw broken(name, number, lineCounter.linePos(problem.pos[0]).line, problem)
    const line = lineCounter.linePos(document.contents?.range?.[0] ?? document.range[0]).line
    try {
      const value: unknown = document.toJS()
      return value === null || value === undefined ? [] : [{number, line, value}]
    } catch (error) {
      // An alias without its anchor, or anchors that would fill the memory.
      throw broken(name, number, line, error)
    }
  })
}

function broken(name: string, document: number, line: number, error: unknown) {
  const message = (error instanceof Error ? error.message : String(error)).split('\n')[0]?.replace(/[.:]$/, '') ?? ''
  return badManifest(
    `${name}, line ${line} (document ${document}) is no YAML: ${message}`,
    ['mend it there', 'a template has to be rendered first: helm template …, kubectl kustomize …'],
    error,
  )
}

/** Undefined when the text is not wholly JSON: then it may still be YAML. */
function parseJsonValues(text: string): readonly ManifestDocument[] | undefined {
  const whole = parseJson(text)
  if (whole !== undefined) return [{number: 1, line: lineOf(text, text.indexOf('{')), value: whole}]
  const parts = splitJson(text).map(({from, to}, index) => ({
    number: index + 1,
    line: lineOf(text, from),
    value: parseJson(text.slice(from, to)),
  }))
  return parts.length === 0 || parts.some(({value}) => value === undefined) ? undefined : parts
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function lineOf(text: string, index: number): number {
  return text.slice(0, index).split('\n').length
}

/** Where each of the objects that follow one another begins and ends; none when something else stands among them. */
function splitJson(text: string): readonly {readonly from: number; readonly to: number}[] {
  const parts: {from: number; to: number}[] = []
  let depth = 0
  let from = 0
  // Texts as a whole, so that braces inside them do not count.
  for (const {0: token, index} of text.matchAll(/"[^"\\]*(?:\\.[^"\\]*)*"|[{}]|[^\s{}"]+/g)) {
    if (depth === 0 && token !== '{') return []
    if (token === '{') {
      if (depth === 0) from = index
      depth += 1
    }
    if (token === '}') {
      depth -= 1
      if (depth === 0) parts.push({from, to: index + 1})
    }
  }
  return depth === 0 ? parts : []
}

function boolean(test: RegExp, value: boolean): ScalarTag {
  return {tag: 'tag:yaml.org,2002:bool', default: true, test, resolve: () => value}
}
