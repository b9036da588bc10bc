import type {Desired} from '../dns/endpoint.js'
import type {Cluster, Resource, StatusUpdate} from '../kubernetes/objects.js'
import type {SourceSettings} from './source-settings.js'

export interface Need {
  readonly resource: Resource
  /** Empty: all namespaces, or a resource without namespaces. */
  readonly namespace: string
}

/** Chosen sources, what was read for them, and how they read it. */
export interface SourceView {
  readonly sources: readonly Source[]
  readonly cluster: Cluster
  readonly settings: SourceSettings
}

/** The resource in the namespace of `--namespace`; by default in all namespaces. */
export function inNamespace(resource: Resource, settings: Pick<SourceSettings, 'namespace'>): Need {
  return {resource, namespace: resource.isNamespaced ? settings.namespace : ''}
}

/** The resource in every namespace, whatever `--namespace` says. */
export function everywhere(resource: Resource): Need {
  return {resource, namespace: ''}
}

/** A kind of Kubernetes object that asks for names. Each source has its own file and one row in `sources.ts`. */
export interface Source {
  readonly name: string
  /** The lists that are always needed. Only these and those of `needsMore` are read. */
  needs(settings: SourceSettings): readonly Need[]
  /** Resources that ask for no name and only give targets; RBAC and docs/sources.md follow from this and `needs`. */
  readonly dependsOn?: readonly Resource[]
  /** Lists that are needed because of certain objects of `needs`, such as nodes for NodePort Services. */
  needsMore?(cluster: Cluster, settings: SourceSettings): readonly Need[]
  /** Load-balancer host names to resolve before `toEndpoints`; most sources have none. */
  hostsToResolve?(cluster: Cluster, settings: SourceSettings): readonly string[]
  /** True for the source whose endpoints come over TCP: `Cluster.connected` has to be read. */
  readonly readsConnector?: true
  /** Status updates that `apply` writes to objects of `needs` after the records; most sources have none. */
  statusUpdates?(cluster: Cluster, settings: SourceSettings): readonly StatusUpdate[]
  /** Pure: the same cluster gives the same endpoints in the same order. */
  toEndpoints(cluster: Cluster, settings: SourceSettings): Desired
}
