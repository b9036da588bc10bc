/** What name servers should say of a name and type. */
export type Wanted =
  /** Exactly these, in any order. */
  | {readonly kind: 'values'; readonly values: readonly string[]}
  /** Which answer comes is Route 53's choice, made anew for each who asks. `possible`: the value lists of this plan. */
  | {readonly kind: 'choice'; readonly chosenBy: string; readonly possible: readonly (readonly string[])[]}
  | {readonly kind: 'nothing'}

/** What a name server said. Values are in their canonical form. */
export type Answer =
  | {readonly kind: 'values'; readonly values: readonly string[]}
  /** No such name, or nothing of this type. */
  | {readonly kind: 'nothing'}
  /** A name that is gone, for which a wildcard speaks. */
  | {readonly kind: 'wildcard'; readonly wildcard: string; readonly values: readonly string[]}
  | {readonly kind: 'none'; readonly happened: string}

/** The worst first. */
export const VERDICTS = ['differs', 'no-answer', 'possible', 'as-wanted'] as const
export type Verdict = (typeof VERDICTS)[number]

/** What one name server said, and what to make of it. */
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

/** The worst of several; undefined where nobody was asked. */
export function worstVerdict(answers: readonly ServerAnswer[]): Verdict | undefined {
  return VERDICTS.find((verdict) => answers.some((answer) => answer.verdict === verdict))
}

export function sameValues(a: readonly string[], b: readonly string[]): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}
