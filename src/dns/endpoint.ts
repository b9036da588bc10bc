/** The object and the field in it that asked for a name: what the plan shows as `why`. */
export interface Origin {
  /** Kubernetes kind, as written in manifests: `Service`. */
  readonly kind: string
  readonly namespace: string
  readonly name: string
  /** Where in the object, as a user would point to it: `spec.rules[0].host`, `annotation hostname`. */
  readonly field: string
}

/** A provider-specific wish, `aws/weight` = `10` (spec route53.md §7). */
export interface Property {
  readonly name: string
  readonly value: string
}

/**
 * One desired (name, type, targets, TTL, set identifier), as a source yields it and the wrapper chain passes it on.
 * Names keep the case and the Unicode of the object: sources compare them exactly (spec sources.md §0).
 */
export interface Endpoint {
  /** One trailing dot removed, otherwise as written. */
  readonly dnsName: string
  readonly recordType: string
  readonly targets: readonly string[]
  /** Undefined: the object asks for none. Otherwise 1 to 2147483647. */
  readonly ttlSeconds: number | undefined
  /** Empty: none. */
  readonly setIdentifier: string
  /** The label `resource` of the ownership TXT, `service/shop/cart`; empty where upstream sets none. */
  readonly resource: string
  /** Further ownership labels (only a DNSEndpoint has them). */
  readonly labels: Readonly<Record<string, string>>
  readonly properties: readonly Property[]
  /** The AAAA that we add to an alias: no object wrote it. */
  readonly isTwin?: boolean | undefined
  /** Every object that had a part in it, the one named by `resource` first. */
  readonly origins: readonly Origin[]
}

/** A host that an object asks for while nothing it draws from yields a target yet: its records are held (design §4). */
export interface PendingHost {
  readonly dnsName: string
  readonly setIdentifier: string
  readonly resource: string
  readonly origin: Origin
  /** `has no address yet`: continues the sentence that begins with the object. */
  readonly reason: string
  /** The object will ask for further names, which only what is missing can tell: a pod brings its own host name. */
  readonly hidesNames?: true
}

/** An object that could not be converted: records whose ownership names it are held, the rest goes on, exit 4. */
export interface ObjectProblem {
  readonly resource: string
  readonly origin: Origin
  readonly dnsName: string | undefined
  readonly problem: string
  /** True: no line of the plan tells it, because it is about a name that a filter or another shard has. */
  readonly isUntold?: boolean
}

/** An oddity that changes nothing, as a TTL that is none. */
export interface SourceWarning {
  readonly origin: Origin | undefined
  readonly warning: string
}

/** What one source, or the whole chain, makes of a cluster. */
export interface Desired {
  readonly endpoints: readonly Endpoint[]
  readonly pending: readonly PendingHost[]
  readonly problems: readonly ObjectProblem[]
  readonly warnings: readonly SourceWarning[]
}
