import * as models from '@kubernetes/client-node'

// The generated models of client-node carry the fields of Kubernetes' OpenAPI document with their types: enough to find a
// field that does not exist, stands in the wrong place or has the wrong type, without a network and without a cluster.

interface Attribute {
  readonly baseName: string
  readonly type: string
}

/** Kinds whose schema is not Kubernetes' own. */
const FOREIGN_GROUPS = ['monitoring.coreos.com/', 'kustomize.config.k8s.io/']

/** What of an object Kubernetes would not know, as paths; empty: all is well. */
export function problemsOfObject(object: unknown): readonly string[] {
  if (!isRecord(object)) return ['it is not an object']
  const {apiVersion, kind} = object
  if (typeof apiVersion !== 'string' || typeof kind !== 'string') return ['it has no apiVersion or no kind']
  if (FOREIGN_GROUPS.some((group) => apiVersion.startsWith(group))) return []
  const version = apiVersion.split('/').at(-1) ?? ''
  const name = `${version[0]?.toUpperCase()}${version.slice(1)}${kind}`
  const attributes = attributesOf(name)
  return attributes === undefined ? [`${apiVersion} ${kind} is not known`] : problemsIn(object, attributes, kind)
}

function problemsIn(value: unknown, attributes: readonly Attribute[], path: string): readonly string[] {
  if (!isRecord(value)) return [`${path} is not an object`]
  return Object.entries(value).flatMap(([key, one]) => {
    const attribute = attributes.find(({baseName}) => baseName === key)
    return attribute === undefined
      ? [`${path}.${key} does not exist`]
      : problemsOfValue(one, attribute.type, `${path}.${key}`)
  })
}

function problemsOfValue(value: unknown, type: string, path: string): readonly string[] {
  const list = /^Array<(.+)>$/.exec(type)?.[1]
  if (list !== undefined) {
    if (!Array.isArray(value)) return [`${path} is not a list`]
    return value.flatMap((one: unknown, index) => problemsOfValue(one, list, `${path}[${index}]`))
  }
  const map = /^\{ \[key: string\]: (.+); \}$/.exec(type)?.[1]
  if (map !== undefined) {
    if (!isRecord(value)) return [`${path} is not a map`]
    return Object.entries(value).flatMap(([key, one]) => problemsOfValue(one, map, `${path}.${key}`))
  }
  if (type === 'any' || type === 'IntOrString' || type === 'Date') return []
  if (type === 'string' || type === 'number' || type === 'boolean') {
    return typeof value === type ? [] : [`${path} is not a ${type}`]
  }
  const attributes = attributesOf(type)
  return attributes === undefined ? [`${path} has the unknown type ${type}`] : problemsIn(value, attributes, path)
}

function attributesOf(name: string): readonly Attribute[] | undefined {
  const model: unknown = Reflect.get(models, name)
  return typeof model === 'function'
    ? (Reflect.get(model, 'attributeTypeMap') as readonly Attribute[] | undefined)
    : undefined
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
