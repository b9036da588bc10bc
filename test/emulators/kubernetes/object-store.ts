import {createHash} from 'node:crypto'
import {apiVersionOf, qualifiedName, type Resource} from './resource.js'

/** Any Kubernetes object; only its name, kind and apiVersion are needed. */
export type KubernetesObject = {
  readonly apiVersion: string
  readonly kind: string
  readonly metadata: ObjectMetadata
  readonly [field: string]: unknown
}

export type ObjectMetadata = {
  readonly name: string
  readonly namespace?: string
  readonly labels?: Readonly<Record<string, string>>
  readonly resourceVersion?: string
  readonly [field: string]: unknown
}

/** Reads and changes the cluster directly, without calls that the program or the log would see. */
export type ClusterState = {
  /** Replaces all objects. */
  setObjects(objects: readonly KubernetesObject[]): void
  objects(): readonly KubernetesObject[]
  /** Creates the object, or replaces the one of that group, kind, namespace and name. */
  put(object: KubernetesObject): void
  /** @throws Error when the object does not exist. */
  remove(kind: string, namespace: string | undefined, name: string): void
}

export type ObjectStore = ClusterState & {
  /** The objects of a resource in the order of their keys, `namespace/name`. */
  list(resource: Resource): readonly StoredObject[]
  find(resource: Resource, namespace: string | undefined, name: string): StoredObject | undefined
  /** The number of writes so far, which is the resourceVersion of lists. */
  revision(): number
}

export type StoredObject = {readonly key: string; readonly object: KubernetesObject}

const NAMESPACES_OF_EVERY_CLUSTER = ['default', 'kube-node-lease', 'kube-public', 'kube-system']

export function openObjectStore(resources: readonly Resource[]): ObjectStore {
  let revision = 1000
  const byResource = new Map<string, Map<string, KubernetesObject>>()

  function resourceOf({apiVersion, kind}: KubernetesObject): Resource {
    const group = apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : ''
    const version = apiVersion.slice(apiVersion.indexOf('/') + 1)
    const found = resources.find(
      (resource) => resource.group === group && resource.kind === kind && resource.versions.includes(version),
    )
    if (found === undefined)
      throw new Error(`the emulator does not know ${kind} of ${apiVersion}: see its option resources`)
    return found
  }

  function put(object: KubernetesObject): void {
    const resource = resourceOf(object)
    if (resource.isNamespaced !== (object.metadata.namespace !== undefined)) {
      throw new Error(
        `${object.kind} ${object.metadata.name} must ${resource.isNamespaced ? '' : 'not '}have a namespace`,
      )
    }
    revision += 1
    const objects = byResource.get(qualifiedName(resource)) ?? new Map<string, KubernetesObject>()
    byResource.set(qualifiedName(resource), objects)
    objects.set(keyOf(object.metadata), withDefaults(object, revision))
  }

  function list(resource: Resource): readonly StoredObject[] {
    const stored = [...(byResource.get(qualifiedName(resource)) ?? [])].map(([key, object]) => ({key, object}))
    const all = qualifiedName(resource) === 'namespaces' ? [...stored, ...impliedNamespaces(stored)] : stored
    return all.sort((a, b) => (a.key < b.key ? -1 : 1))
  }

  /** The namespaces that every cluster has, and those of existing objects. */
  function impliedNamespaces(stored: readonly StoredObject[]): readonly StoredObject[] {
    const used = [...byResource.values()].flatMap((objects) =>
      [...objects.values()].map((object) => object.metadata.namespace),
    )
    return [...new Set([...NAMESPACES_OF_EVERY_CLUSTER, ...used])]
      .filter((name) => name !== undefined && !stored.some(({key}) => key === name))
      .map((name) => ({
        key: name ?? '',
        object: withDefaults({apiVersion: 'v1', kind: 'Namespace', metadata: {name: name ?? ''}}, 1),
      }))
  }

  return {
    setObjects(objects) {
      byResource.clear()
      revision += 1
      for (const object of objects) put(object)
    },
    objects: () =>
      [...byResource.values()].flatMap((objects) => [...objects.values()]).map((object) => structuredClone(object)),
    put,
    remove(kind, namespace, name) {
      const key = namespace === undefined ? name : `${namespace}/${name}`
      const holder = [...byResource.values()].find((objects) => objects.get(key)?.kind === kind)
      if (holder === undefined) throw new Error(`the emulator has no ${kind} ${key}`)
      holder.delete(key)
      revision += 1
    },
    list,
    find: (resource, namespace, name) => {
      const key = namespace === undefined ? name : `${namespace}/${name}`
      return list(resource).find((stored) => stored.key === key)
    },
    revision: () => revision,
  }
}

function keyOf({namespace, name}: ObjectMetadata): string {
  return namespace === undefined ? name : `${namespace}/${name}`
}

/** Adds the fields that an API server adds. The uid depends only on the key, so that runs can be compared. */
function withDefaults(object: KubernetesObject, revision: number): KubernetesObject {
  const {metadata, ...rest} = object
  const uid = createHash('sha256')
    .update(`${object.kind} ${keyOf(metadata)}`)
    .digest('hex')
  const isNamespace = object.kind === 'Namespace' && object.apiVersion === 'v1'
  return structuredClone({
    ...rest,
    kind: object.kind,
    apiVersion: object.apiVersion,
    metadata: {
      creationTimestamp: '2026-01-01T00:00:00Z',
      uid: `${uid.slice(0, 8)}-${uid.slice(8, 12)}-4${uid.slice(13, 16)}-8${uid.slice(17, 20)}-${uid.slice(20, 32)}`,
      ...metadata,
      ...(isNamespace && {labels: {'kubernetes.io/metadata.name': metadata.name, ...metadata.labels}}),
      resourceVersion: String(revision),
    },
  })
}

/** The object as in an answer: in the requested version, and in lists of built-in kinds without kind and apiVersion. */
export function toWire(object: KubernetesObject, resource: Resource, version: string, isItem: boolean): object {
  const {apiVersion: _apiVersion, kind, ...rest} = object
  if (isItem && !resource.isCustom) return rest
  return {apiVersion: apiVersionOf(resource.group, version), kind, ...rest}
}
