import {fieldsOf, isJson, type Json} from './json.js'
import type {ManifestObject} from './manifest-documents.js'
import type {KubeObject, Resource} from './objects.js'

/** The API's defaults on which sources rely (Kubernetes API reference, Service v1; the schemas of the Gateway API). */
export function withApiDefaults(group: string, kind: string, content: Json): Json {
  const spec = isJson(content.spec) ? content.spec : undefined
  if (spec === undefined) return content
  if (group === '' && kind === 'Service') return {...content, spec: serviceSpec(spec)}
  if (group !== 'gateway.networking.k8s.io') return content
  if (kind === 'Gateway' || kind === 'ListenerSet') {
    const parent = isJson(spec.parentRef) ? {parentRef: gatewayRef(spec.parentRef)} : {}
    return {...content, spec: {...spec, ...mapped(spec, 'listeners', listener), ...parent}}
  }
  return kind.endsWith('Route') ? {...content, spec: {...spec, ...mapped(spec, 'parentRefs', gatewayRef)}} : content
}

function serviceSpec(spec: Json): Json {
  const port = (entry: Json) => ({...entry, protocol: textOr(entry.protocol, 'TCP')})
  return {...spec, type: textOr(spec.type, 'ClusterIP'), ...mapped(spec, 'ports', port)}
}

/** A listener without a rule allows Routes of its own namespace. */
function listener(entry: Json): Json {
  const allowed = fieldsOf(entry.allowedRoutes)
  const namespaces = fieldsOf(allowed.namespaces)
  return {...entry, allowedRoutes: {...allowed, namespaces: {...namespaces, from: textOr(namespaces.from, 'Same')}}}
}

function gatewayRef(entry: Json): Json {
  const group = typeof entry.group === 'string' ? entry.group : 'gateway.networking.k8s.io'
  return {...entry, group, kind: textOr(entry.kind, 'Gateway')}
}

/** The list under `field` with each object changed; empty when there is no list. */
function mapped(spec: Json, field: string, change: (entry: Json) => Json): Json {
  const list: unknown = spec[field]
  if (!Array.isArray(list)) return {}
  return {[field]: list.map((entry: unknown) => (isJson(entry) ? change(entry) : entry))}
}

function textOr(value: unknown, otherwise: string): unknown {
  return value === undefined || value === null || value === '' ? otherwise : value
}

const CLUSTER_SCOPED = new Set([
  '/ComponentStatus',
  '/Namespace',
  '/Node',
  '/PersistentVolume',
  'apiextensions.k8s.io/CustomResourceDefinition',
  'gateway.networking.k8s.io/GatewayClass',
  'networking.k8s.io/IngressClass',
  'rbac.authorization.k8s.io/ClusterRole',
  'rbac.authorization.k8s.io/ClusterRoleBinding',
  'scheduling.k8s.io/PriorityClass',
  'storage.k8s.io/StorageClass',
])

/** Decides which objects belong to a resource, as the API server would for a live cluster. */
export function makeManifestKinds(objects: readonly ManifestObject[]) {
  const defined = new Map<string, {plural: string; isNamespaced: boolean}>(objects.flatMap(toDefinedKind))
  const keyOf = ({group, kind}: ManifestObject) => `${group}/${kind}`
  return {
    // Any version counts, because the API server would convert it.
    isOf: (object: ManifestObject, {group, kind, plural}: Resource) =>
      object.group === group &&
      (kind === ''
        ? (defined.get(keyOf(object))?.plural ?? guessPlural(object.kind)) === plural
        : object.kind === kind),
    isNamespaced: (object: ManifestObject, resource: Resource) =>
      resource.kind !== ''
        ? resource.isNamespaced
        : (defined.get(keyOf(object))?.isNamespaced ?? !CLUSTER_SCOPED.has(keyOf(object))),
  }
}

function toDefinedKind({group, kind, content}: ManifestObject) {
  if (group !== 'apiextensions.k8s.io' || kind !== 'CustomResourceDefinition' || !isJson(content.spec)) return []
  const {group: ofGroup, names, scope} = content.spec
  if (!isJson(names) || typeof names.plural !== 'string' || typeof names.kind !== 'string') return []
  const defined = {plural: names.plural, isNamespaced: scope !== 'Cluster'}
  return [[`${String(ofGroup)}/${names.kind}`, defined] as const]
}

/** The plural as Kubernetes guesses it: `Ingress` is `ingresses`, `NetworkPolicy` is `networkpolicies`. */
function guessPlural(kind: string): string {
  const word = kind.toLowerCase()
  if (word.endsWith('s')) return `${word}es`
  return word.endsWith('y') ? `${word.slice(0, -1)}ies` : `${word}s`
}

const NAME_LABEL = 'kubernetes.io/metadata.name'

export function isNamespace({group, plural}: Resource): boolean {
  return group === '' && plural === 'namespaces'
}

/** Namespaces of the files, and those that other objects name. `fallback`: of objects that name none. */
export function withNamespaces(
  written: readonly KubeObject[],
  objects: readonly ManifestObject[],
  fallback: string,
  hasLiveStatus: boolean,
): KubeObject[] {
  const labelled = written.map((object) => {
    const {metadata} = object
    return {...object, metadata: {...metadata, labels: {...metadata.labels, [NAME_LABEL]: metadata.name}}}
  })
  if (hasLiveStatus) return labelled
  const known = new Set(written.map(({metadata}) => metadata.name))
  const used = new Set(objects.map((object) => namespaceOf(object) || fallback || 'default'))
  return [...labelled, ...[...used].filter((name) => !known.has(name)).map(toNamespace)]
}

function namespaceOf({content}: ManifestObject): string {
  const {namespace} = fieldsOf(content.metadata)
  return typeof namespace === 'string' ? namespace : ''
}

function toNamespace(name: string): KubeObject {
  const metadata = {name, namespace: '', labels: {[NAME_LABEL]: name}, annotations: {}}
  return {apiVersion: 'v1', kind: 'Namespace', metadata}
}
