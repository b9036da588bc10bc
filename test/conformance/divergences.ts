import type {DifferenceKind} from './difference.js'

/**
 * An intended deviation from the recorded outcome of external-dns. Every row has to occur whenever its case
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

/** Records of v0.23 in which it does what its own users lose records or changes by. */
const SINCE_V023: readonly Divergence[] = [
  ...['a-theirs.example.com. TXT', 'theirs.example.com. A'].map((subject) => ({
    case: 'v0.23/migrate-shared-owner',
    step: 1,
    kind: 'record set' as const,
    subject: `example.com. ${subject}`,
    reason:
      'under sync v0.23 deletes every record of the former owner that this cluster does not want, though the other cluster that shares that owner still does; here only hosts that this cluster wants change hands',
    decided: 'docs/laws.md, law 3 (what is not ours is not touched)',
  })),
  ...['a-a.example.com. TXT', 'a.example.com. A'].map((subject) => ({
    case: 'v0.23/gw-controller',
    step: 2,
    kind: 'record set' as const,
    subject: `example.com. ${subject}`,
    reason:
      'v0.23 does not see a Gateway whose annotation names another controller, and deletes what its Routes ask for although they still do; here the records are kept, and the plan says why',
    decided: 'docs/laws.md, law 5 (what is not known is not taken for missing)',
  })),
  ...['a-tlsa-web.example.com. TXT', 'tlsa-web.example.com. A'].map((subject) => ({
    case: 'v0.23/tlsa-host-old-format',
    step: 1,
    kind: 'record set' as const,
    subject: `example.com. ${subject}`,
    reason:
      'v0.23 takes the old-format TXT of a host tlsa-web for that of a TLSA record of web, though there is none, and ignores all changes of the host; here it stays the TXT of that host, and one in the present format is added, which v0.23 reads too',
    decided: 'docs/external-dns-behaviour.md, TXT names',
  })),
  {
    case: 'v0.23/tlsa',
    step: 1,
    kind: 'record set',
    subject: 'example.com. tlsa-_443._tcp.web.example.com. TXT',
    reason:
      'the TXT has a label that says that it is of a TLSA record, since its name could also be the old format of a host tlsa-…; external-dns keeps labels that it does not know',
    decided: 'docs/external-dns-behaviour.md, TXT names',
  },
  ...['_443._tcp.web.example.com. TLSA', 'tlsa-_443._tcp.web.example.com. TXT'].map((subject) => ({
    case: 'v0.23/tlsa',
    step: 3,
    kind: 'record set' as const,
    subject: `example.com. ${subject}`,
    reason:
      'v0.23 makes a TLSA record and never reads one, so what it made stays for ever; here it is deleted with its TXT once no object asks for it',
    decided: 'docs/external-dns-behaviour.md, TXT names',
  })),
]

export const DIVERGENCES: readonly Divergence[] = [
  ...SINCE_V023,
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
