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

export const DIVERGENCES: readonly Divergence[] = [
  {
    case: 'equal/svc-uppercase-and-dot',
    step: 1,
    kind: 'record set',
    reason:
      'WWW.Example.COM. is the DNS name www.example.com (RFC 4343). external-dns compares it with the zone names as it is written, finds no zone, and drops it in silence until somebody writes it in lower case; here it is made at once, as in step 2',
    decided: 'design.md §1 (each host whole or not at all, nothing in silence) and style.md §4 (one form per fact)',
  },
]
