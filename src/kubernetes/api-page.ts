import type {KubeObject, ObjectMeta, Resource} from './objects.js'

/** One page of a list, trimmed. */
export interface ApiPage {
  readonly objects: readonly KubeObject[]
  /** Empty on the last page. */
  readonly next: string
}

type Json = Readonly<Record<string, unknown>>

/** What kubectl writes on each object it applies: a copy of the whole, which external-dns drops as well. */
const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration'

/** Reads the text of a list answer; undefined when it is none. Objects get kind and apiVersion, which lists leave out. */
export function parseApiPage(text: string, resource: Resource): ApiPage | undefined {
  const list: unknown = JSON.parse(text)
  if (!isJson(list)) return undefined
  // A Go server writes an empty slice as null.
  const items = list.items ?? []
  if (!Array.isArray(items) || !isJson(list.metadata ?? {}) || !('items' in list)) return undefined
  const objects = items.map((item: unknown) => toKubeObject(item, resource))
  if (!objects.every((object) => object !== undefined)) return undefined
  return {objects, next: nextOf(list.metadata)}
}

function toKubeObject(item: unknown, resource: Resource): KubeObject | undefined {
  if (!isJson(item) || !isJson(item.metadata) || typeof item.metadata.name !== 'string') return undefined
  const apiVersion = resource.group === '' ? resource.version : `${resource.group}/${resource.version}`
  return {...item, apiVersion, kind: resource.kind, metadata: toMeta(item.metadata.name, item.metadata)}
}

function toMeta(name: string, {managedFields: _, ...metadata}: Json): ObjectMeta {
  const namespace = typeof metadata.namespace === 'string' ? metadata.namespace : ''
  const annotations = toTexts(metadata.annotations)
  return {...metadata, name, namespace, labels: toTexts(metadata.labels), annotations: withoutLastApplied(annotations)}
}

export function withoutLastApplied(annotations: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  if (!Object.hasOwn(annotations, LAST_APPLIED)) return annotations
  const {[LAST_APPLIED]: _, ...others} = annotations
  return others
}

/** The map itself where it is one of texts, which is the rule: copying every one costs as much as parsing the page. */
function toTexts(value: unknown): Readonly<Record<string, string>> {
  if (!isJson(value)) return {}
  if (isTextMap(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, text]) => [key, typeof text === 'string' ? text : '']))
}

function isTextMap(value: Json): value is Readonly<Record<string, string>> {
  return Object.values(value).every((text) => typeof text === 'string')
}

function nextOf(metadata: unknown): string {
  return isJson(metadata) && typeof metadata.continue === 'string' ? metadata.continue : ''
}

function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
