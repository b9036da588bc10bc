export const DIFFERENCE_KINDS = [
  /** Ended with another code than it should. */
  'exit code',
  /** A record set is not as recorded. */
  'record set',
  /** More Route 53 calls than the reference. */
  'calls',
  /** Law 1: a plan wrote. */
  'plan wrote',
  /** Law 2: the plan after an apply is not empty. */
  'not settled',
  /** Law 3: changed what is not ours. */
  'touched',
  /** Law 4: made a record set without its ownership TXT. */
  'no owner',
  /** Law 4: an ownership TXT of ours is left that guards nothing. */
  'orphan TXT',
  /** A host that an object asks for is neither there nor named in the plan. */
  'silent',
] as const
export type DifferenceKind = (typeof DIFFERENCE_KINDS)[number]

/** One thing that is not as it should be after a step. */
export type Difference = {
  /** From 1. */
  readonly step: number
  readonly kind: DifferenceKind
  /** What differs, short enough to be named in the table of divergences: `example.com. www.example.com. A`. */
  readonly subject: string
  /** Lines for the reader: `- ` what should be, `+ ` what is. */
  readonly detail: readonly string[]
}
