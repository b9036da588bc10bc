import {firstOf, plural} from '../dns/phrase.js'

/**
 * `failed`: a run with these flags would end with an error, or do nothing · `warning`: it would probably not do what is
 * meant.
 */
export const VERDICTS = ['ok', 'warning', 'failed', 'skipped'] as const
export type Verdict = (typeof VERDICTS)[number]

export const AREAS = ['settings', 'kubernetes', 'route53', 'registry'] as const
export type Area = (typeof AREAS)[number]

export interface Finding {
  readonly area: Area
  /** The context, of what concerns one of several clusters. */
  readonly cluster?: string | undefined
  /** A stable name: `owner`, `list services`. */
  readonly check: string
  readonly verdict: Verdict
  /** A phrase without a full stop. */
  readonly detail: string
  /** What helps, one way each; empty where nothing has to be done. */
  readonly fix: readonly string[]
}

export function finding(
  area: Area,
  check: string,
  verdict: Verdict,
  detail: string,
  fix: readonly string[] = [],
): Finding {
  return {area, check, verdict, detail, fix}
}

/** Names are for looking them up; the count tells how much. */
const MOST_NAMED = 5

/** What an upgrade of external-dns costs. @param lost none: no finding; undefined: not known, only the flags tell. */
export function trap(area: Area, lost: readonly string[] | undefined, detail: string, fix: string): readonly Finding[] {
  if (lost?.length === 0) return []
  const named = lost && `; ${plural(lost.length, 'host')}: ${firstOf([...lost].sort(), MOST_NAMED)}`
  return [finding(area, 'upgrade', 'warning', `${detail}${named ?? ''}`, [fix])]
}

export function hasFailed(findings: readonly Finding[]): boolean {
  return findings.some(({verdict}) => verdict === 'failed')
}
