import {type Parsed, parsed, problem} from '../../dns/parsed.js'
import type {Cluster, KubeObject, Resource} from '../../kubernetes/objects.js'

/**
 * Readers of what Kubernetes sent: `spec` and `status` are foreign data, and an object from a file may hold anything.
 * A field of another type than asked for reads as absent.
 */
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

/** The texts of a list, without what is none or empty. */
export function textsAt(value: unknown, ...path: readonly string[]): readonly string[] {
  return listAt(value, ...path).filter((item): item is string => typeof item === 'string' && item !== '')
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

/** Finds an object by namespace and name. */
export type ObjectIndex = (namespace: string, name: string) => KubeObject | undefined

/** The resource is listed at the first question, so it has to be read only where somebody asks. */
export function indexObjects(cluster: Cluster, resource: Resource): ObjectIndex {
  let objects: ReadonlyMap<string, KubeObject> | undefined
  return (namespace, name) => {
    objects ??= new Map(
      cluster.list(resource).map((object) => [`${object.metadata.namespace}/${object.metadata.name}`, object]),
    )
    return objects.get(`${namespace}/${name}`)
  }
}

export interface ObjectReference {
  readonly namespace: string
  readonly name: string
}

/** `name` or `namespace/name`, as one object speaks of another; without a namespace in that of the speaker. */
export function parseObjectReference(text: string, ownNamespace: string): Parsed<ObjectReference> {
  const parts = text.split('/')
  const [namespace, name] = parts.length === 1 ? ['', parts[0]] : parts
  if (parts.length > 2 || name === undefined || name === '') {
    return problem(`"${text}" is neither a name nor namespace/name`)
  }
  return parsed({namespace: namespace || ownNamespace, name})
}
