import type {Desired} from '../dns/endpoint.js'
import type {Cluster, Resource} from '../kubernetes/objects.js'
import type {SourceSettings} from './source-settings.js'

/** A kind of Kubernetes object that asks for names. One file a source, one row in `sources.ts`. */
export interface Source {
  /** The word of `--source`. */
  readonly name: string
  /** What certainly has to be listed; only this and what `needsMore` names is read. */
  needs(settings: SourceSettings): readonly Resource[]
  /** What has to be listed besides, seen from the objects of `needs`: nodes only where some object draws from nodes. */
  needsMore?(cluster: Cluster, settings: SourceSettings): readonly Resource[]
  /** Host names of load balancers whose addresses have to be looked up first; most sources have none. */
  hostsToResolve?(cluster: Cluster, settings: SourceSettings): readonly string[]
  /** Pure: the same cluster gives the same endpoints, in the same order. */
  toEndpoints(cluster: Cluster, settings: SourceSettings): Desired
}
