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
  /** `failed`: a run would end with an error, or do nothing · `warning`: it would probably not do what is meant. */
  readonly fix: readonly string[]
}

export function hasFailed(findings: readonly Finding[]): boolean {
  return findings.some(({verdict}) => verdict === 'failed')
}
