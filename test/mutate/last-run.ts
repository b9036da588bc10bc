export const LAST_MUTANTS_ON = '2026-11-30, Node 20, seed 1'

/** Of the last runs, copied from their output. Percent: before the survivors were read, and after. */
export const LAST_MUTANTS: readonly {
  readonly room: string
  /** `all`, or how they were chosen. */
  readonly which: string
  readonly tried: number
  readonly first: number
  readonly last: number
}[] = []

/** What became of those that no test found at first. */
export const SURVIVORS: readonly (readonly [string, number])[] = []
