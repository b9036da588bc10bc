import {once} from '../../dns/once.js'
import {type Parsed, parsed, problem} from '../../dns/parsed.js'
import type {Cluster, KubeObject, Resource} from '../../kubernetes/objects.js'

/** Reads foreign data, which may hold anything: a field of the wrong type is absent, for the readers below too. */
export function fieldAt(value: unknown, ...path: readonly string[]): unknown {
  let at = value
  for (const key of path) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, key)) return undefined
    at = (at as Readonly<Record<string, unknown>>)[key]
  }
  return at
}

/** Empty when absent. */
export function textAt(value: unknown, ...path: readonly string[]): string {
  const text = fieldAt(value, ...path)
  return typeof text === 'string' ? text : ''
}

/** Empty when absent. */
export function listAt(value: unknown, ...path: readonly string[]): readonly unknown[] {
  const list = fieldAt(value, ...path)
  return Array.isArray(list) ? list : []
}

/** The texts of a list; anything else in it, and empty texts, are left out. */
export function textsAt(value: unknown, ...path: readonly string[]): readonly string[] {
  return listAt(value, ...path).filter((item): item is string => typeof item === 'string' && item !== '')
}

export function textsOrEmptyAt(value: unknown, ...path: readonly string[]): readonly string[] {
  return listAt(value, ...path).filter((item): item is string => typeof item === 'string')
}

/** False when absent. */
export function flagAt(value: unknown, ...path: readonly string[]): boolean {
  return fieldAt(value, ...path) === true
}

/** The texts of a map; empty when absent. */
export function textMapAt(value: unknown, ...path: readonly string[]): Readonly<Record<string, string>> {
  const map = fieldAt(value, ...path)
  if (typeof map !== 'object' || map === null) return {}
  return Object.fromEntries(
    Object.entries(map).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  )
}

/** The first condition of that type; undefined without one. */
export function conditionOf(owner: unknown, type: string): unknown {
  return listAt(owner, 'conditions').find((condition) => textAt(condition, 'type') === type)
}

export type ObjectIndex = (namespace: string, name: string) => KubeObject | undefined

/** Lists the resource at the first lookup, so it has to be read only if there is one. */
export function indexObjects(cluster: Cluster, resource: Resource): ObjectIndex {
  const objects = once(() => new Map(cluster.list(resource).map((object) => [showReference(object.metadata), object])))
  return (namespace, name) => objects().get(showReference({namespace, name}))
}

export interface ObjectReference {
  readonly namespace: string
  readonly name: string
}

export function showReference({namespace, name}: ObjectReference): string {
  return `${namespace}/${name}`
}

/** Reads `name` or `namespace/name`; the default namespace is that of the referring object. */
export function parseObjectReference(text: string, ownNamespace: string): Parsed<ObjectReference> {
  const parts = text.split('/')
  const [namespace, name] = parts.length === 1 ? ['', parts[0]] : parts
  if (parts.length > 2 || name === undefined || name === '') {
    return problem(`"${text}" is neither a name nor namespace/name`)
  }
  return parsed({namespace: namespace || ownNamespace, name})
}
