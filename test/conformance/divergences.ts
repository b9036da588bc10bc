import type {DifferenceKind} from './difference.js'

/**
 * An intended deviation from the recorded outcome of external-dns v0.22.0. Every row has to occur whenever its case
 * runs; a row that no longer does fails the run, so that the table stays true.
 */
export type Divergence = {
  /** `equal/plan-migrate-owner`. */
  readonly case: string
  /** From 1; undefined: any step. */
  readonly step?: number
  readonly kind: DifferenceKind
  /** The beginning of the difference's subject, `example.com. www.example.com. A`; undefined: all of this kind. */
  readonly subject?: string
  /** The reason, such that a maintainer of external-dns would accept it. */
  readonly reason: string
  /** The page with the rule that it follows from: `docs/laws.md, law 4`. */
  readonly decided: string
}

/** With the old TXT left behind, an A that somebody makes later under such a name would be deleted as ours. */
const TEXTS_GO_ALONG = {
  kind: 'record set',
  reason:
    'external-dns deletes the typed ownership TXT of a host that goes and leaves the one in the old format for ever; the next record of that name, whoever makes it, then counts as its own and is deleted. Here all our texts of a host go with it',
  decided: 'docs/laws.md, law 4 (a host that goes takes all our TXT of it along, old formats too)',
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
    decided: 'docs/laws.md, law 4 and further laws (nothing wanted stays undone without a word)',
  },
]
