export const DIFFERENCE_KINDS = [
  /** The exit code is not the expected one. */
  'exit code',
  /** A record set is not as recorded. */
  'record set',
  /** More Route 53 calls than the reference. */
  'calls',
  /** Law 1 of docs/laws.md: a plan wrote something. */
  'plan wrote',
  /** Law 2: the plan after an apply is not empty. */
  'not settled',
  /** Law 3: a record set that is not ours was changed. */
  'touched',
  /** Law 4: a record set was made without its ownership TXT. */
  'no owner',
  /** Law 4: an ownership TXT of ours is left without a record. */
  'orphan TXT',
  /** A host that an object asks for neither exists nor is named in the plan. */
  'silent',
] as const
export type DifferenceKind = (typeof DIFFERENCE_KINDS)[number]

/** One deviation from what was expected of a step. */
export type Difference = {
  /** From 1. */
  readonly step: number
  readonly kind: DifferenceKind
  /** The thing that differs, in the words of the table of divergences: `example.com. www.example.com. A`. */
  readonly subject: string
  /** Lines for the reader: `- ` expected, `+ ` actual. */
  readonly detail: readonly string[]
}
