import type {Desired} from '../dns/endpoint.js'
import type {Cluster, Resource, StatusUpdate} from '../kubernetes/objects.js'
import type {SourceSettings} from './source-settings.js'

/** A list to read. */
export interface Need {
  readonly resource: Resource
  /** Empty: all namespaces, and for what has none. */
  readonly namespace: string
}

/** The resource in the namespace of `--namespace`, which is all of them by default. */
export function inNamespace(resource: Resource, settings: Pick<SourceSettings, 'namespace'>): Need {
  return {resource, namespace: resource.isNamespaced ? settings.namespace : ''}
}

/** The resource in every namespace, whatever `--namespace` says. */
export function everywhere(resource: Resource): Need {
  return {resource, namespace: ''}
}

/** A kind of Kubernetes object that asks for names. One file a source, one row in `sources.ts`. */
export interface Source {
  /** The word of `--source`. */
  readonly name: string
  /** What certainly has to be listed; only this and what `needsMore` names is read. */
  needs(settings: SourceSettings): readonly Need[]
  /**
   * The resources whose objects ask for no name and only give targets to others: all that `needsMore` may name, and the
   * part of `needs` of which this is true. With it `deploy/rbac.yaml` and the README's table say all that may be read.
   */
  readonly dependsOn?: readonly Resource[]
  /** What has to be listed besides, seen from the objects of `needs`: nodes only where some object draws from nodes. */
  needsMore?(cluster: Cluster, settings: SourceSettings): readonly Need[]
  /** Host names of load balancers whose addresses have to be looked up first; most sources have none. */
  hostsToResolve?(cluster: Cluster, settings: SourceSettings): readonly string[]
  /** True for the source whose endpoints come over TCP: `Cluster.connected` has to be read. */
  readonly readsConnector?: true
  /** What `apply` writes back to objects of `needs` after the records are written; most sources have none. */
  statusUpdates?(cluster: Cluster, settings: SourceSettings): readonly StatusUpdate[]
  /** Pure: the same cluster gives the same endpoints, in the same order. */
  toEndpoints(cluster: Cluster, settings: SourceSettings): Desired
}
