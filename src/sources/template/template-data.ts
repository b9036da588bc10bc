import {textAt} from '../object/object-field.js'
import {
  fromParsedJson,
  generalValue,
  goName,
  isJsonObject,
  type JsonObject,
  jsonMap,
  jsonWithGoNames,
  stringMap,
} from './general-value.js'
import {KNOWN_KINDS} from './known-types.js'
import {structValue} from './typed-value.js'
import {type MapValue, text, type Value} from './value.js'

/** The object that a template is rendered for. */
export interface TemplateObject {
  readonly kind: string
  readonly apiVersion: string
  /** The JSON of the Kubernetes object. */
  readonly object: unknown
}

const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration'

/** Kinds whose `status.conditions` templates do not see, because external-dns drops them from its cache. */
const WITHOUT_CONDITIONS: ReadonlySet<string> = new Set([
  'v1/Service',
  'v1/Node',
  'v1/Pod',
  'projectcontour.io/v1/HTTPProxy',
])

/** The object as Go's typed client presents it: `.Spec.ClusterIP`, `.ObjectMeta.Name`, `.GetLabels`. */
export function typedData(object: TemplateObject, source: string): Value {
  const json = visibleJson(object, source)
  const metadata = structValue('v1.ObjectMeta', part(json, 'metadata'))
  const header = structValue('v1.TypeMeta', {kind: object.kind, apiVersion: object.apiVersion})
  const own = ownFields(object, json)
  const fields = new Map<string, Value>([['TypeMeta', header], ['ObjectMeta', metadata], ...own])
  if (object.kind === 'RouteGroup') fields.set('Metadata', metadata)
  return {
    kind: 'struct',
    type: `*${object.kind}`,
    text: undefined,
    fields: [...fields.keys()],
    get: (name) => fields.get(name) ?? header.get(name) ?? metadata.get(name) ?? getter(metadata, name),
  }
}

/** The object by its JSON keys, for the second try of a failed template; in the source `unstructured` by more names. */
export function jsonData(object: TemplateObject, source: string): Value {
  const json = visibleJson(object, source)
  const metadata = part(json, 'metadata')
  const isFirstTry = source === 'unstructured'
  const body = isFirstTry ? jsonWithGoNames : plainMap
  const fields = new Map<string, Value>([
    ['Name', text(textAt(metadata, 'name'))],
    ['Namespace', text(textAt(metadata, 'namespace'))],
    ['Kind', text(object.kind)],
    ['APIVersion', text(object.apiVersion)],
    ['Labels', stringMap(metadata.labels)],
    ['Annotations', stringMap(metadata.annotations)],
    ['Metadata', plainMap(metadata)],
    ['Spec', body(part(json, 'spec'))],
    ['Status', body(part(json, 'status'))],
    ['Object', plainMap(json)],
  ])
  const typed = structValue('v1.ObjectMeta', metadata)
  const got = (name: string) => (/^Get(Kind|APIVersion)$/.test(name) ? fields.get(name.slice(3)) : getter(typed, name))
  return {
    kind: 'struct',
    type: '*Unstructured',
    text: undefined,
    fields: [...fields.keys()],
    get: (name) => fields.get(name) ?? (isFirstTry ? got(name) : undefined),
  }
}

/** `Spec`, `Status` and, for a kind that is not described, all other top-level fields. */
function ownFields(object: TemplateObject, json: JsonObject): readonly (readonly [string, Value])[] {
  if (KNOWN_KINDS.has(`${object.apiVersion}/${object.kind}`)) {
    return ['Spec', 'Status'].map((name) => [
      name,
      structValue(`v1.${object.kind}${name}`, part(json, name.toLowerCase())),
    ])
  }
  const others = Object.keys(json).filter((key) => !['apiVersion', 'kind', 'metadata'].includes(key))
  return [...new Set(['spec', 'status', ...others])].map((key) => [goName(key), generalValue(json[key] ?? {})])
}

function getter(metadata: Extract<Value, {kind: 'struct'}>, name: string): Value | undefined {
  return name.startsWith('Get') ? metadata.get(name.slice(3)) : undefined
}

function visibleJson(object: TemplateObject, source: string): JsonObject {
  const json = isJsonObject(object.object) ? object.object : {}
  const metadata = without(part(json, 'metadata'), 'managedFields')
  const annotations = metadata.annotations
  const clean = isJsonObject(annotations) ? {...metadata, annotations: without(annotations, LAST_APPLIED)} : metadata
  const visible = {...json, apiVersion: object.apiVersion, kind: object.kind, metadata: clean}
  const clears = source !== 'unstructured' && WITHOUT_CONDITIONS.has(`${object.apiVersion}/${object.kind}`)
  return clears ? {...visible, status: without(part(json, 'status'), 'conditions')} : visible
}

function without(json: JsonObject, key: string): JsonObject {
  return Object.fromEntries(Object.entries(json).filter(([known]) => known !== key))
}

function part(json: JsonObject, key: string): JsonObject {
  const found = json[key]
  return isJsonObject(found) ? found : {}
}

function plainMap(json: JsonObject): MapValue {
  return jsonMap(json, (value) => fromParsedJson(value, 'int'))
}
