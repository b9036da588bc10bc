import {isJson, type ManifestObject} from './manifest-objects.js'
import type {Resource} from './objects.js'

/** What a CustomResourceDefinition among the manifests says about its kind. */
interface DefinedKind {
  readonly plural: string
  readonly isNamespaced: boolean
}

export interface ManifestKinds {
  isOf(object: ManifestObject, resource: Resource): boolean
  isNamespaced(object: ManifestObject, resource: Resource): boolean
}

/** Kinds of Kubernetes itself that have no namespace. */
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

/** Says which objects belong to a resource: in files there is no API server to ask. */
export function makeManifestKinds(objects: readonly ManifestObject[]): ManifestKinds {
  const defined = new Map(objects.flatMap(toDefinedKind))
  const keyOf = ({group, kind}: ManifestObject) => `${group}/${kind}`
  return {
    // Any version counts, because the API server would convert it to the one that is read.
    isOf: (object, {group, kind, plural}) =>
      object.group === group &&
      (kind === ''
        ? (defined.get(keyOf(object))?.plural ?? guessPlural(object.kind)) === plural
        : object.kind === kind),
    isNamespaced: (object, resource) =>
      resource.kind !== ''
        ? resource.isNamespaced
        : (defined.get(keyOf(object))?.isNamespaced ?? !CLUSTER_SCOPED.has(keyOf(object))),
  }
}

function toDefinedKind({group, kind, content}: ManifestObject): readonly (readonly [string, DefinedKind])[] {
  if (group !== 'apiextensions.k8s.io' || kind !== 'CustomResourceDefinition' || !isJson(content.spec)) return []
  const {group: ofGroup, names, scope} = content.spec
  if (!isJson(names) || typeof names.plural !== 'string' || typeof names.kind !== 'string') return []
  return [[`${String(ofGroup)}/${names.kind}`, {plural: names.plural, isNamespaced: scope !== 'Cluster'}]]
}

/** As Kubernetes guesses it: `Ingress` is `ingresses`, `NetworkPolicy` is `networkpolicies`. */
function guessPlural(kind: string): string {
  const word = kind.toLowerCase()
  if (word.endsWith('s')) return `${word}es`
  return word.endsWith('y') ? `${word.slice(0, -1)}ies` : `${word}s`
}
