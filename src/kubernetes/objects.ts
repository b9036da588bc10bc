/** A kind of object, and where the API server lists it. */
export interface Resource {
  /** Empty for the core group. */
  readonly group: string
  readonly version: string
  /** Versions to try, best first, when the cluster does not serve `version`. */
  readonly olderVersions?: readonly string[]
  /** As in the URL: `services`. */
  readonly plural: string
  /** Empty: discovery finds kind and scope. */
  readonly kind: string
  readonly isNamespaced: boolean
  /** The flag without which nobody reads it, for messages; absent where `--source` alone decides. */
  readonly flag?: string
}

/** An object without managed fields; `spec`, `status` and other fields stay unparsed until a source reads them. */
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
 * `asks` for names, `gives` targets only, or `runs`: pods, EndpointSlices and nodes, which the cluster makes itself.
 */
export type ResourceRole = 'asks' | 'gives' | 'runs'

export interface Cluster {
  /** Sorted by namespace, then name. Throws ("bug:") for a resource that no source needs. */
  list(resource: Resource): readonly KubeObject[]
  /** Addresses of load-balancer host names, when `--resolve-service-load-balancer-hostname` is set. */
  readonly addresses: ReadonlyMap<string, readonly string[]>
  /** The endpoints from `--connector-source-server`; absent unless a source reads them. */
  readonly connected?: readonly unknown[]
}

export interface ClusterReader {
  /** Context name or `in-cluster`, for headers and errors. */
  readonly context: string
  /** Address of the API server; absent for files. */
  readonly server?: string
  /** All pages; an empty namespace means all. @throws CliError: half a list must not pass for a whole one. */
  list(resource: Resource, namespace: string): Promise<readonly KubeObject[]>
}

/** A new status of an object; the rest of the object is unchanged. */
export interface StatusUpdate {
  readonly resource: Resource
  /** The object as it was read. It is not written if it has changed since. */
  readonly object: KubeObject
  readonly status: Readonly<Record<string, unknown>>
}

export interface StatusWriter {
  /** Undefined on success, otherwise why not, as a sentence without a full stop. Never rejects. */
  writeStatus(update: StatusUpdate): Promise<string | undefined>
}

/** An event about a host, for the object that asks for it. */
export interface ObjectEvent {
  readonly object: KubeObject
  readonly reason: 'RecordReady' | 'RecordError'
  /** `Created`, `Updated`. */
  readonly action: string
  readonly note: string
}

export interface EventWriter {
  /** Undefined on success, otherwise why not, as a sentence without a full stop. Never rejects. */
  writeEvent(event: ObjectEvent): Promise<string | undefined>
}

/** The values of `--events-emit`. The last has no effect, as in external-dns: a deleted record has no object left. */
export const EVENT_REASONS = ['RecordReady', 'RecordError', 'RecordDeleted'] as const
export type EventReason = (typeof EVENT_REASONS)[number]
