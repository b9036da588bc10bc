/** `failed`: a run with these flags would end with an error, or could do nothing · `warning`: it would not do what is probably meant. */
export const VERDICTS = ['ok', 'warning', 'failed', 'skipped'] as const
export type Verdict = (typeof VERDICTS)[number]

export const AREAS = ['settings', 'kubernetes', 'route53', 'registry'] as const
export type Area = (typeof AREAS)[number]

/** What one check found. */
export interface Finding {
  readonly area: Area
  /** Stable words: `owner`, `list services`. */
  readonly check: string
  readonly verdict: Verdict
  /** A phrase without a full stop. */
  readonly detail: string
  /** Commands, flags or rules that would mend it; empty where nothing has to be. */
  readonly fix: readonly string[]
}

export function hasFailed(findings: readonly Finding[]): boolean {
  return findings.some(({verdict}) => verdict === 'failed')
}
