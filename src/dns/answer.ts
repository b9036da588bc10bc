/** The answer that name servers should give for a name and type. */
export type Wanted =
  /** Exactly these values, in any order. */
  | {readonly kind: 'values'; readonly values: readonly string[]}
  /** Route 53 chooses an answer for each query. `possible`: the value lists of this plan. */
  | {readonly kind: 'choice'; readonly chosenBy: string; readonly possible: readonly (readonly string[])[]}
  | {readonly kind: 'nothing'}

/** The answer of a name server, its values in canonical form. */
export type Answer =
  | {readonly kind: 'values'; readonly values: readonly string[]}
  /** The name does not exist, or has no record of this type. */
  | {readonly kind: 'nothing'}
  /** The name does not exist, and a wildcard answers for it. */
  | {readonly kind: 'wildcard'; readonly wildcard: string; readonly values: readonly string[]}
  | {readonly kind: 'none'; readonly happened: string}

/** Verdicts, worst first. */
export const VERDICTS = ['differs', 'no-answer', 'possible', 'as-wanted'] as const
export type Verdict = (typeof VERDICTS)[number]

/** The answer of one name server, and its verdict. */
export interface ServerAnswer {
  readonly server: string
  readonly answer: Answer
  readonly verdict: Verdict
}

export function verdictOf(wanted: Wanted, answer: Answer): Verdict {
  if (answer.kind === 'none') return 'no-answer'
  switch (wanted.kind) {
    case 'choice':
      return 'possible'
    case 'nothing':
      return answer.kind === 'values' ? 'differs' : 'as-wanted'
    case 'values':
      return answer.kind === 'values' && sameValues(answer.values, wanted.values) ? 'as-wanted' : 'differs'
  }
}

/** The worst verdict; undefined when no server was queried. */
export function worstVerdict(answers: readonly ServerAnswer[]): Verdict | undefined {
  return VERDICTS.find((verdict) => answers.some((answer) => answer.verdict === verdict))
}

export function sameValues(a: readonly string[], b: readonly string[]): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}
