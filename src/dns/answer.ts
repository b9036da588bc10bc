import type {RecordType} from './record-set.js'
import type {Zone} from './zone.js'

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

export interface Question {
  readonly zone: Zone
  readonly host: string
  readonly type: RecordType
  readonly wanted: Wanted
}

export interface Verification extends Question {
  /** In the order of the name servers; empty when none was asked. */
  readonly answers: readonly ServerAnswer[]
  /** Why no name server was asked, as a phrase. */
  readonly obstacle: string | undefined
}

/** To which name servers the parent of a zone refers. */
export interface Delegation {
  readonly zone: Zone
  /** The name servers of the zone itself. */
  readonly own: readonly string[]
  /** The name of the parent zone; undefined when it was not found. */
  readonly parent: string | undefined
  readonly answer: Answer
}

/** Everything that the name servers say of a host, zone by zone. */
export interface Verified {
  readonly verifications: readonly Verification[]
  readonly delegations: readonly Delegation[]
}

export const DELEGATION_VERDICTS = ['as-wanted', 'partly', 'elsewhere', 'not-delegated', 'not-known'] as const

export function delegationVerdict({own, answer}: Delegation): (typeof DELEGATION_VERDICTS)[number] {
  if (answer.kind === 'none' || own.length === 0) return 'not-known'
  if (answer.kind === 'nothing') return 'not-delegated'
  if (sameValues(answer.values, own)) return 'as-wanted'
  return answer.values.some((server) => own.includes(server)) ? 'partly' : 'elsewhere'
}

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
