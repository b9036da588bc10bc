/** A kind of object and where the API server lists it. */
export interface Resource {
  /** Empty for the core group. */
  readonly group: string
  readonly version: string
  /** Versions to fall back on, best first, where the cluster does not serve `version`; discovery tells. */
  readonly olderVersions?: readonly string[]
  /** As in the URL: `services`. */
  readonly plural: string
  /** Empty: discovery tells, and whether it is namespaced too. */
  readonly kind: string
  readonly isNamespaced: boolean
}

/**
 * An object as the API server returns it, trimmed to what is read: `metadata` without managed fields. `spec`, `status`
 * and whatever else the kind has stay raw until the source that knows the kind reads them.
 */
export interface KubeObject {
  readonly apiVersion: string
  readonly kind: string
  readonly metadata: ObjectMeta
  readonly spec?: unknown
  readonly status?: unknown
  readonly [field: string]: unknown
}

export interface ObjectMeta {
  readonly name: string
  /** Empty for cluster-scoped objects. */
  readonly namespace: string
  readonly labels: Readonly<Record<string, string>>
  readonly annotations: Readonly<Record<string, string>>
  readonly [field: string]: unknown
}

/**
 * What objects of a resource are for in a run. `asks`: they ask for names · `gives`: they only give targets to others ·
 * `runs`: pods, endpoint slices and nodes, which a cluster makes itself and hardly a manifest holds.
 */
export type ResourceRole = 'asks' | 'gives' | 'runs'

/** Everything that a run read from Kubernetes. */
export interface Cluster {
  /** Objects of a resource that some source needs, sorted by namespace, then name. Throws ("bug:") for one not read. */
  list(resource: Resource): readonly KubeObject[]
  /** Addresses of load-balancer host names, where `--resolve-service-load-balancer-hostname` asks for them. */
  readonly addresses: ReadonlyMap<string, readonly string[]>
  /** What the peer at `--connector-source-server` sent, for the source that asks it; absent where none does. */
  readonly connected?: readonly unknown[]
}

/** The cluster behind one method, so that the program can read from an API server or from files. */
export interface ClusterReader {
  /** Context name or `in-cluster`, for headers and errors. */
  readonly context: string
  /**
   * Every object of the resource, all pages; `namespace` empty for all namespaces.
   * @throws CliError when one page fails: half a list is no list.
   */
  list(resource: Resource, namespace: string): Promise<readonly KubeObject[]>
}

/** The status that an object should have, now that it was read; the rest of the object stays. */
export interface StatusUpdate {
  readonly resource: Resource
  /** As it was read: an object that was changed since then is not written. */
  readonly object: KubeObject
  readonly status: Readonly<Record<string, unknown>>
}

/** What is written to an object, and by `apply` alone. */
export interface StatusWriter {
  /** Why the status was not written, as a sentence without a full stop; undefined when it was. Never rejects. */
  writeStatus(update: StatusUpdate): Promise<string | undefined>
}

/** What became of a host, told to an object that asks for it. */
export interface ObjectEvent {
  readonly object: KubeObject
  readonly reason: 'RecordReady' | 'RecordError'
  /** `Created`, `Updated`. */
  readonly action: string
  readonly note: string
}

/** Creates Events, where `--events-emit` asks for them. */
export interface EventWriter {
  /** Why it was not written, as a sentence without a full stop; undefined when it was. Never rejects. */
  writeEvent(event: ObjectEvent): Promise<string | undefined>
}

/** What `--events-emit` takes. A delete has no object left to be told of, so the last word tells nothing, as upstream. */
export const EVENT_REASONS = ['RecordReady', 'RecordError', 'RecordDeleted'] as const
export type EventReason = (typeof EVENT_REASONS)[number]
