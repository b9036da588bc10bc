import {type Document, isCollection, isScalar, LineCounter, parseAllDocuments, type ScalarTag, visit} from 'yaml'
import {CliError} from '../errors/cli-error.js'
import {isTooDeep, yamlProblem} from '../errors/yaml-problem.js'
import {isJson, type Json} from './json.js'
import {badManifest, isKustomization, type ManifestFile, type ManifestPlace, placeText} from './manifest-files.js'
import {parseJsonValues} from './manifest-json.js'

/** One document of a file; empty documents are left out. */
interface ManifestDocument {
  /** From 1; empty ones count. */
  readonly number: number
  /** From 1. */
  readonly line: number
  readonly value: unknown
}

/** Several JSON values may follow one another, as kubectl takes them. @throws CliError MANIFESTS_INVALID */
export function parseDocuments(file: ManifestFile): readonly ManifestDocument[] {
  const text = file.text.replace(/^\uFEFF/, '')
  return (text.trimStart().startsWith('{') ? parseJson(text, file.name) : undefined) ?? parseYaml(text, file.name)
}

/** Undefined when the text is not entirely JSON: it may still be YAML. */
function parseJson(text: string, name: string): readonly ManifestDocument[] | undefined {
  const values = orBroken(name, 1, 1, () => parseJsonValues(text))
  return values?.map((value, index) => ({number: index + 1, ...value}))
}

/** The booleans of YAML 1.1, which kubectl reads; the rest of 1.1 would read some IPv6 addresses as numbers. */
const BOOLEAN = {tag: 'tag:yaml.org,2002:bool', default: true} as const
const YES: ScalarTag = {...BOOLEAN, test: /^(?:yes|Yes|YES|on|On|ON)$/, resolve: () => true}
const NO: ScalarTag = {...BOOLEAN, test: /^(?:no|No|NO|off|Off|OFF)$/, resolve: () => false}

function parseYaml(text: string, name: string): readonly ManifestDocument[] {
  const lineCounter = new LineCounter()
  const options = {prettyErrors: false, logLevel: 'error', merge: true, uniqueKeys: false} as const
  const parsed = orBroken(name, 1, 1, () => parseAllDocuments(text, {...options, lineCounter, customTags: [YES, NO]}))
  if (!Array.isArray(parsed)) return []
  return parsed.flatMap((document, index) => {
    const number = index + 1
    const [problem] = document.errors
    if (problem !== undefined) throw broken(name, number, lineCounter.linePos(problem.pos[0]).line, problem)
    const line = lineCounter.linePos(document.contents?.range?.[0] ?? document.range[0]).line
    return orBroken(name, number, line, () => {
      const fault = findFault(document)
      if (fault !== undefined) throw broken(name, number, lineCounter.linePos(fault.offset).line, fault.error)
      const value: unknown = document.toJS()
      return value === null || value === undefined ? [] : [{number, line, value}]
    })
  })
}

/** Fails for an alias without its anchor, anchors that would exhaust the memory, and what would exhaust the stack. */
function orBroken<T>(name: string, document: number, line: number, read: () => T): T {
  try {
    return read()
  } catch (error) {
    throw error instanceof CliError ? error : broken(name, document, line, error)
  }
}

const DOUBLE_KEY = new Error('Map keys must be unique')
const CIRCLE = new Error('An anchor contains itself')

/** A repeated key, which the library finds in quadratic time only; an alias inside its own anchor, which never ends. */
function findFault(document: Document) {
  let found: {readonly offset: number; readonly error: Error} | undefined
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
  if (isTooDeep(error))
    return badManifest(`${place} is nested too deeply`, ['check the tool that made the file'], error)
  const fix = ['correct it there', 'a template has to be rendered first: helm template …, kubectl kustomize …']
  return badManifest(`${place} is not valid YAML: ${yamlProblem(error)}`, fix, error)
}

/** An object of a file. Its kind is known; the rest is read only when a source needs the kind. */
export interface ManifestObject {
  readonly place: ManifestPlace
  /** Empty for the core group. */
  readonly group: string
  readonly version: string
  readonly kind: string
  readonly content: Json
}

/** The objects of a file; those of Lists one by one. @throws CliError MANIFESTS_INVALID */
export function readManifestObjects(file: ManifestFile): readonly ManifestObject[] {
  // A kustomization is not an object of a cluster, and some do not even have a kind.
  if (isKustomization(file.name)) return []
  return parseDocuments(file).flatMap(({number, line, value}) =>
    fromValue(value, {file: file.name, document: number, line, item: undefined}, {}),
  )
}

/** @param inherited apiVersion and kind for the items of a typed list such as `ServiceList`, which leave them out. */
function fromValue(value: unknown, place: ManifestPlace, inherited: Json): readonly ManifestObject[] {
  if (!isJson(value)) throw noObject(place, `it is ${nameOf(value)}`)
  const {apiVersion, kind} = {...inherited, ...value}
  if (typeof apiVersion !== 'string' || apiVersion === '') throw noObject(place, 'it has no apiVersion')
  if (typeof kind !== 'string' || kind === '') throw noObject(place, 'it has no kind')
  const isList = kind.endsWith('List') && !isJson(value.spec) && (Array.isArray(value.items) || value.items === null)
  if (isList || (kind === 'List' && value.items === undefined)) {
    const items: readonly unknown[] = Array.isArray(value.items) ? value.items : []
    const ofItems = kind === 'List' ? {} : {apiVersion, kind: kind.slice(0, -'List'.length)}
    return items.flatMap((item, index) => fromValue(item, {...place, item: index + 1}, ofItems))
  }
  const [version = '', group = ''] = apiVersion.split('/').reverse()
  return [{place, group, version, kind, content: value}]
}

function noObject(place: ManifestPlace, why: string) {
  const happened = `${placeText(place)} is not a Kubernetes object: ${why}`
  return badManifest(happened, ['name only files that kubectl apply would take'])
}

/** Without any of its content: a file that is not a manifest may contain secrets. */
function nameOf(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'a list'
  return typeof value === 'string' ? 'a text' : `a ${typeof value}`
}
