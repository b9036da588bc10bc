/** The object that asked for a name, and the field in it: shown in the plan as `why`. */
export interface Origin {
  /** Kubernetes kind, as written in manifests: `Service`. */
  readonly kind: string
  readonly namespace: string
  readonly name: string
  /** The place in the object as a user would write it: `spec.rules[0].host`, `annotation hostname`. */
  readonly field: string
  /** The context of its cluster; only where a run has several. */
  readonly cluster?: string | undefined
}

/** A provider-specific property, such as `aws/weight` = `10`. */
export interface Property {
  readonly name: string
  readonly value: string
}

/**
 * One requested (name, type, targets, TTL, set identifier), from a source and through the wrapper chain. Names keep the
 * object's case and Unicode: sources compare them exactly, as external-dns does.
 */
export interface Endpoint {
  /** One trailing dot removed, otherwise as written. */
  readonly dnsName: string
  readonly recordType: string
  readonly targets: readonly string[]
  /** Undefined when the object asks for none; otherwise 1 to 2147483647. */
  readonly ttlSeconds: number | undefined
  /** Empty: none. */
  readonly setIdentifier: string
  /** The label `resource` of the ownership TXT, `service/shop/cart`; empty where external-dns sets none. */
  readonly resource: string
  /** Further ownership labels; only DNSEndpoints have them. */
  readonly labels: Readonly<Record<string, string>>
  readonly properties: readonly Property[]
  /** True for the AAAA that an alias gets in addition: no object asked for it. */
  readonly isTwin?: boolean | undefined
  /** Every object that contributed, the one named by `resource` first. */
  readonly origins: readonly Origin[]
}

/** A host whose object has no target yet. The records of such a host are held, neither changed nor deleted. */
export interface PendingHost {
  readonly dnsName: string
  readonly setIdentifier: string
  readonly resource: string
  readonly origin: Origin
  /** Continues a sentence that begins with the object: `has no address yet`. */
  readonly reason: string
  /** Set when the object will ask for further names that are not known yet: a pod adds its own host name. */
  readonly hidesNames?: true
}

/**
 * An object that could not be converted. Records whose ownership names it are held, all others are planned, and the run
 * exits with 4.
 */
export interface ObjectProblem {
  readonly resource: string
  readonly origin: Origin
  readonly dnsName: string | undefined
  readonly problem: string
  /** True when no line of the plan reports it, because its name is filtered out or belongs to another shard. */
  readonly isUntold?: boolean
}

/** A host that stands in an object and of which nothing comes, so that no object is silent. */
export interface UnusedHost {
  readonly dnsName: string
  readonly resource: string
  readonly origin: Origin
  /** A phrase without a full stop, the same for every host that it keeps out: `left out by --annotation-filter`. */
  readonly reason: string
}

/**
 * An object that asks for hosts whose names are not known now, as those of the listeners of a Gateway that does not
 * exist. Records whose ownership names it are held.
 */
export type WaitingObject = Pick<PendingHost, 'resource' | 'origin' | 'reason'>

/** An oddity without effect on the plan, such as a malformed TTL. */
export interface SourceWarning {
  readonly origin: Origin | undefined
  readonly warning: string
}

/** The result of one source, or of the whole chain. */
export interface Desired {
  readonly endpoints: readonly Endpoint[]
  readonly pending: readonly PendingHost[]
  readonly problems: readonly ObjectProblem[]
  readonly warnings: readonly SourceWarning[]
  readonly unused: readonly UnusedHost[]
  readonly waiting: readonly WaitingObject[]
}
