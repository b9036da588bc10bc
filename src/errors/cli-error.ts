/** Stable codes for scripts and tests: codes are added, never renamed. */
export type ErrorCode =
  | 'USAGE'
  | 'KUBECONFIG_MISSING'
  | 'KUBECONFIG_INVALID'
  | 'PROXY_INVALID'
  | 'KUBERNETES_UNREACHABLE'
  | 'KUBERNETES_TIMEOUT'
  | 'KUBERNETES_UNAUTHORIZED'
  | 'KUBERNETES_FORBIDDEN'
  | 'KUBERNETES_KIND_MISSING'
  | 'KUBERNETES_BAD_ANSWER'
  | 'DEPLOYMENT_UNREADABLE'
  | 'MANIFESTS_INVALID'
  | 'MANIFESTS_REFUSED'
  | 'CONNECTOR_FAILED'
  | 'AWS_NO_CREDENTIALS'
  | 'AWS_CREDENTIALS_EXPIRED'
  | 'AWS_SIGN_IN_REFUSED'
  | 'AWS_UNREACHABLE'
  | 'ROUTE53_ACCESS_DENIED'
  | 'ROUTE53_THROTTLED'
  | 'ROUTE53_ZONE_VANISHED'
  | 'ROUTE53_REJECTED'
  | 'ROUTE53_FAILED'
  | 'ROUTE53_NO_HISTORY'
  | 'FILE_UNREADABLE'
  | 'FILE_INVALID'
  | 'FILE_NOT_WRITTEN'
  | 'OUTPUT_NOT_WRITTEN'
  | 'DIGEST_MISMATCH'
  | 'ZONE_NOT_VISIBLE'
  | 'PLAN_STALE'
  | 'DYNAMODB_ACCESS_DENIED'
  | 'DYNAMODB_TABLE_MISSING'
  | 'DYNAMODB_TABLE_INVALID'
  | 'DYNAMODB_THROTTLED'
  | 'DYNAMODB_FAILED'
  | 'HOSTS_REFUSED'
  | 'LIMIT_EXCEEDED'
  | 'STRICT_REASON'
  | 'CHANGES_FOUND'
  | 'NOT_CONFIRMED'
  | 'NO_TERMINAL'
  | 'INTERRUPTED'
  | 'TIMED_OUT'

export interface CliErrorParts {
  readonly code: ErrorCode
  /** Continues "cannot …": `read the record sets of zone example.com (Z0EXAMPLE)`. */
  readonly doing: string
  /** Whole sentences: what happened. */
  readonly happened: string
  /** Each a command or an action; shown after "Fix:". */
  readonly fix: readonly string[]
  /** Whether anything was changed, as a sentence. Default: `Nothing was changed.` */
  readonly changed?: string
  /** The flags that it is about, without their hyphens: where nobody typed them, it is told who set them. */
  readonly flags?: readonly string[]
  readonly cause?: unknown
}

/** A failure of the outside world, to be told to the user. Broken invariants are plain `Error`s ("bug: …"). */
export class CliError extends Error {
  readonly code: ErrorCode
  readonly doing: string
  readonly happened: string
  readonly fix: readonly string[]
  readonly changed: string
  readonly flags: readonly string[]

  constructor(parts: CliErrorParts) {
    super(`cannot ${parts.doing}: ${parts.happened}`, {cause: parts.cause})
    this.name = 'CliError'
    this.code = parts.code
    this.doing = parts.doing
    this.happened = parts.happened
    this.fix = parts.fix
    this.changed = parts.changed ?? 'Nothing was changed.'
    this.flags = parts.flags ?? []
  }

  /** What happened without its full stop, to be a part of another sentence. */
  get phrase(): string {
    return this.happened.replace(/\.$/, '')
  }

  /** True where a fix says to run the command again, which then need not be said once more. */
  get advisesRerun(): boolean {
    return this.fix.some((text) => text.includes('command again'))
  }

  with(parts: Partial<CliErrorParts>): CliError {
    const {code, doing, happened, fix, changed, flags, cause} = this
    return new CliError({code, doing, happened, fix, changed, flags, cause, ...parts})
  }
}
