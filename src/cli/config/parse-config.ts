import {isMap, isScalar, isSeq, LineCounter, type Node, type Pair, parseDocument, visit, type YAMLMap} from 'yaml'
import {suggestFor} from '../../errors/suggestion.js'
import {isTooDeep, yamlProblem} from '../../errors/yaml-problem.js'
import {checkOption, type Setting} from '../command-line/argv.js'
import {CLUSTER_FLAGS} from '../flags/cluster-flags.js'
import type {FlagSpec, FlagTable} from '../flags/flag-spec.js'
import {type ConfigOrigin, usageError} from '../usage-error.js'
import {CLUSTERS, type ClusterEntry} from './cluster-entries.js'
import {FILE_FLAGS, refuseKey} from './config-keys.js'
import type {ConfigPlace} from './find-config.js'

type Origin = (node: unknown) => ConfigOrigin

export interface ParsedConfig {
  readonly settings: readonly Setting[]
  /** In the order of the file; empty where it lists none. */
  readonly clusters: readonly ClusterEntry[]
}

/** Parses a config file, in its order; each value of a list is one setting. @throws CliError USAGE with the line */
export function parseConfig(text: string, place: ConfigPlace): ParsedConfig {
  try {
    return parse(text, place)
  } catch (error) {
    if (!isTooDeep(error)) throw error
    throw usageError('It is nested too deeply.', ['write each setting as name: value'], `config file ${place.path}`)
  }
}

function parse(text: string, place: ConfigPlace): ParsedConfig {
  const lines = new LineCounter()
  const originAt = (offset: number): ConfigOrigin => `config file ${place.path}:${lines.linePos(offset).line}`
  const document = parseDocument(text, {lineCounter: lines, prettyErrors: false, uniqueKeys: false})
  const problem = document.errors[0] ?? document.warnings[0]
  if (problem !== undefined) {
    const isSecond = problem.code === 'MULTIPLE_DOCS'
    const happened = isSecond ? 'A second document begins here.' : `It is not valid YAML: ${yamlProblem(problem)}.`
    throw usageError(happened, ['correct it there'], originAt(problem.pos[0]))
  }
  const {contents} = document
  const origin: Origin = (node) => originAt((node as Node | null)?.range?.[0] ?? 0)
  if (contents === null || (isScalar(contents) && contents.value === null)) {
    throw usageError('It is empty.', ['write settings as name: value, or remove the file'], `config file ${place.path}`)
  }
  if (!isMap(contents)) {
    const fix = 'write each as the flag without its hyphens: policy: sync'
    throw usageError('It holds no settings.', [fix], origin(contents))
  }
  const refuse = (what: string, node: Node) => {
    throw usageError(`${what} of YAML is not allowed here.`, ['write the plain value'], origin(node))
  }
  visit(document, {
    Alias: (_key, node) => refuse('An alias', node),
    Value(_key, node) {
      if (node.anchor !== undefined) refuse('An anchor', node)
      if (node.tag !== undefined) refuse('A tag', node)
    },
  })
  const pairs = readKeys(contents, place, origin)
  const settings = pairs.filter(({key}) => key !== CLUSTERS).flatMap((pair) => readPair(pair, FILE_FLAGS, origin))
  const list = pairs.find(({key}) => key === CLUSTERS)
  const context = settings.find(({name}) => name === 'context')
  if (list !== undefined && context !== undefined) {
    throw usageError('context and clusters exclude each other.', ['keep one of the two'], origin(list.pair.key))
  }
  return {settings, clusters: list === undefined ? [] : readClusters(list, place, origin)}
}

interface KeyedPair {
  readonly key: string
  readonly pair: Pair
}

/** The pairs of a map, none twice, none that this file may not have. */
function readKeys({items}: YAMLMap, place: ConfigPlace, origin: Origin): readonly KeyedPair[] {
  const seen = new Map<string, ConfigOrigin>()
  return items.map((pair) => {
    const here = origin(pair.key)
    const key = isScalar(pair.key) ? String(pair.key.value) : ''
    const earlier = seen.get(key)
    if (earlier !== undefined) {
      throw usageError(`${key} is set twice, first in ${earlier.replace('config file ', '')}.`, ['keep one'], here)
    }
    seen.set(key, here)
    const refused = refuseKey(key, place)
    if (refused !== undefined) throw usageError(refused.happened, refused.fix, here)
    return {key, pair}
  })
}

function readClusters({pair}: KeyedPair, place: ConfigPlace, origin: Origin): readonly ClusterEntry[] {
  const items = isSeq(pair.value) ? pair.value.items : []
  const like = ['write clusters: [{context: prod-eu1, txt-owner-id: prod-eu1}, …]']
  if (items.length === 0) throw usageError('clusters takes a list of clusters.', like, origin(pair.key))
  return items.map((item): ClusterEntry => {
    const here = origin(item)
    const all = isMap(item) ? readKeys(item, place, origin).flatMap((one) => readPair(one, CLUSTER_FLAGS, origin)) : []
    const context = String(all.find(({name}) => name === 'context')?.value ?? '')
    if (context === '') throw usageError('A cluster has no context.', like, here)
    return {context, settings: all.filter(({name}) => name !== 'context'), origin: here}
  })
}

/** @param table of the keys that may stand here */
function readPair({key, pair}: KeyedPair, table: FlagTable, origin: Origin): readonly Setting[] {
  const here = origin(pair.key)
  const spec = Object.hasOwn(table, key) ? table[key] : undefined
  if (spec === undefined) throw unknownKey(key, table, here)
  const {value} = pair
  if (!isSeq(value)) return [readScalar(key, spec, value, here)]
  if (spec.kind === 'strings') return value.items.map((item) => readScalar(key, spec, item, origin(item)))
  throw usageError(`${key} takes one value, not a list.`, [`write ${key}: ${example(spec)}`], here)
}

function readScalar(key: string, spec: FlagSpec, node: unknown, origin: ConfigOrigin): Setting {
  const fix = [`write ${key}: ${example(spec)}`]
  if (node !== null && !isScalar(node)) throw usageError(`${key} takes a plain value.`, fix, origin)
  const value = node?.value ?? null
  if (value === null) throw usageError(`${key} has no value.`, [...fix, 'or remove the line'], origin)
  if (spec.kind === 'boolean') {
    if (typeof value === 'boolean') return {name: key, value, origin}
    throw usageError(`${key} is a switch and cannot be "${String(value)}".`, fix, origin)
  }
  if (typeof value === 'boolean') {
    throw usageError(`${key} takes text, and ${value} without quotes is not text.`, fix, origin)
  }
  // The text as written, since 0123456789012 would lose its zero and 1e3 is not a whole number.
  const text = typeof value === 'string' ? value : (node?.source ?? String(value))
  if (text.includes('\0')) throw usageError(`${key} holds a NUL character.`, ['remove it'], origin)
  checkOption(`${key}: ${text}`, spec, text, origin)
  return {name: key, value: text, origin}
}

function unknownKey(key: string, table: FlagTable, origin: ConfigOrigin) {
  if (table !== FILE_FLAGS && Object.hasOwn(FILE_FLAGS, key)) {
    return usageError(`${key} is a setting of the whole run.`, ['write it outside of clusters'], origin)
  }
  const positive = key.replace(/^-*(no-)?/, '')
  if (positive !== key && Object.hasOwn(table, positive)) {
    const isNegated = key.replace(/^-*/, '').startsWith('no-')
    const fix = `write ${positive}: ${isNegated ? 'false' : '…'}, without hyphens in front`
    return usageError(`${key} is written as a flag.`, [fix], origin)
  }
  const near = suggestFor(key, [...Object.keys(table), CLUSTERS])
  const fix = near === undefined ? 'use the name of a flag: see --help' : `did you mean ${near}?`
  const happened = key === '' ? 'The name of a setting is not plain text.' : `There is no setting ${key}.`
  return usageError(happened, [fix], origin)
}

const EXAMPLES = {
  boolean: 'true or false',
  strings: '[first, second]',
  duration: '30s',
  integer: '10',
  string: '"text"',
  file: '"text"',
} as const

function example(spec: FlagSpec): string {
  return spec.kind === 'enum' ? spec.options.join(' or ') : EXAMPLES[spec.kind]
}
