import type {DifferenceKind} from './difference.js'

/**
 * A place where we end differently from what external-dns v0.22.0 was recorded to do, on purpose. Every row has to occur
 * whenever its case runs: a row that no longer does fails the run, so that the table stays true.
 */
export type Divergence = {
  /** `equal/plan-migrate-owner`. */
  readonly case: string
  /** From 1; undefined: in any step. */
  readonly step?: number
  readonly kind: DifferenceKind
  /** The beginning of the difference's subject: `example.com. www.example.com. A`; undefined: all of this kind. */
  readonly subject?: string
  /** Why a maintainer of external-dns would accept it. */
  readonly reason: string
  /** Where it was decided: `design.md §5, CloudFront`. */
  readonly decided: string
}

/** An A that somebody made by hand later under such a name would be deleted as ours. */
const TEXTS_GO_ALONG = {
  kind: 'record set',
  reason:
    'external-dns deletes the typed ownership TXT of a host that goes and leaves the one in the old format for ever; the next record of that name, whoever makes it, then counts as its own and is deleted. Here all our texts of a host go with it',
  decided: 'design.md §10 (a delete of a host takes all our texts of that host along)',
} as const

export const DIVERGENCES: readonly Divergence[] = [
  ...['equal/plan-old-format-txt', 'equal/plan-both-formats-txt'].map((name) => ({
    ...TEXTS_GO_ALONG,
    case: name,
    step: 2,
    subject: 'example.com. x.example.com. TXT',
  })),
  {
    ...TEXTS_GO_ALONG,
    case: 'equal/seed-old-txt-format-is-owned',
    step: 2,
    subject: 'example.com. mynginx.example.com. TXT',
  },
  ...[1, 2, 3].map((step) => ({
    ...TEXTS_GO_ALONG,
    case: 'equal/random-047',
    step,
    subject: 'example.com. example.com. TXT',
  })),
  {
    case: 'equal/svc-uppercase-and-dot',
    step: 1,
    kind: 'record set',
    reason:
      'WWW.Example.COM. is the DNS name www.example.com (RFC 4343). external-dns compares it with the zone names as it is written, finds no zone, and drops it in silence until somebody writes it in lower case; here it is made at once, as in step 2',
    decided: 'design.md §1 (each host whole or not at all, nothing in silence) and style.md §4 (one form per fact)',
  },
]
