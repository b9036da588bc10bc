import {type Parsed, parsed, problem} from '../dns/parsed.js'
import {compareText} from '../dns/record-set.js'
import {isJson, type Json, parseJson} from './json.js'
import type {KubeObject, ObjectMeta, Resource} from './objects.js'

export interface ApiPage {
  /** `ServiceList`. */
  readonly kind: string
  readonly objects: readonly KubeObject[]
  readonly next: string
}

/** The annotation in which kubectl stores a copy of the whole object. external-dns drops it too. */
const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration'

/** Anything but a list of the resource is a problem ("The answer …"): taken for empty, it would delete records. */
export function parseApiPage(text: string, resource: Resource): Parsed<ApiPage> {
  const list = parseJson(text)
  if (list === undefined) return problem(text.trim() === '' ? 'is empty' : 'is not valid JSON')
  if (!isJson(list)) return problem('is not a JSON object')
  const {kind, apiVersion, metadata = {}, items} = list
  const expected = `not a list of ${resource.plural}`
  const version = apiVersionOf(resource)
  if (typeof kind !== 'string' || kind === '') return problem(`is ${expected}: it has no kind`)
  if (!mayBeKindOf(kind, resource) || apiVersion !== version) {
    return problem(
      `is ${expected} (${version}) but of kind ${kind} (${typeof apiVersion === 'string' ? apiVersion : 'no version'})`,
    )
  }
  if (!isJson(metadata) || !Array.isArray(items)) return problem(`is ${expected}: it has no items`)
  // An API server gives even an empty list its metadata.
  if (items.length === 0 && list.metadata === undefined) {
    return problem(`is ${expected}: it has neither items nor metadata`)
  }
  const objects = items.flatMap((item: unknown) => toKubeObject(item, resource) ?? [])
  if (objects.length < items.length) return problem(`is ${expected}: it holds something else`)
  const {continue: next = '', remainingItemCount: remaining = 0} = metadata
  if (typeof next !== 'string') return problem('names a next page in a form that is not known')
  if (next === '' && remaining !== 0) {
    return problem(
      `is not the complete list of ${resource.plural} (${typeof remaining === 'number' ? remaining : 'some'} more) and names no next page`,
    )
  }
  return parsed({kind, objects, next})
}

/** Groups built into the API server, whose list kinds follow from the kind of their objects. */
const OWN_GROUPS = /^(?:[^.]*|networking\.k8s\.io|discovery\.k8s\.io)$/

/** True when the list kind fits. A custom resource may choose its own (`spec.names.listKind`). */
function mayBeKindOf(kind: string, resource: Resource): boolean {
  return kind === listKindOf(resource) || !OWN_GROUPS.test(resource.group)
}

/** `ServiceList`. */
export function listKindOf({kind}: Resource): string {
  return `${kind}List`
}

function apiVersionOf({group, version}: Resource): string {
  return group === '' ? version : `${group}/${version}`
}

/** Only custom resources carry kind and apiVersion on the items of a list. */
function toKubeObject(item: unknown, resource: Resource): KubeObject | undefined {
  if (!isJson(item) || !isJson(item.metadata)) return undefined
  const {kind = resource.kind} = item
  const metadata = toMeta(item.metadata)
  if (metadata === undefined || kind !== resource.kind) return undefined
  return {...item, apiVersion: apiVersionOf(resource), kind, metadata}
}

/** Undefined where a type is not that of any API server: without its annotations, an object would ask for nothing. */
function toMeta({managedFields: _, ...metadata}: Json): ObjectMeta | undefined {
  const {name} = metadata
  const [namespace, labels, annotations] = [metadata.namespace ?? '', metadata.labels ?? {}, metadata.annotations ?? {}]
  if (typeof name !== 'string' || typeof namespace !== 'string' || !isTextMap(labels) || !isTextMap(annotations)) {
    return undefined
  }
  return {...metadata, name, namespace, labels, annotations: withoutLastApplied(annotations)}
}

export function withoutLastApplied(annotations: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  if (!Object.hasOwn(annotations, LAST_APPLIED)) return annotations
  const {[LAST_APPLIED]: _, ...others} = annotations
  return others
}

function isTextMap(value: unknown): value is Readonly<Record<string, string>> {
  return isJson(value) && Object.values(value).every((text) => typeof text === 'string')
}

export function compareObjects(a: KubeObject, b: KubeObject): number {
  return compareText(a.metadata.namespace, b.metadata.namespace) || compareText(a.metadata.name, b.metadata.name)
}
