export const LAST_MUTANTS_ON = '2026-12-01, Node 20'

/**
 * Copied from the output of `npm run mutate`. Percent of those that are not listed as equivalent: before the survivors were
 * read, and after. `tried` is of the first run.
 */
export const LAST_MUTANTS: readonly {
  readonly what: string
  readonly tests: string
  readonly tried: number
  readonly first: number
  /** Undefined: not tried again. */
  readonly last: number | undefined
}[] = [
  {
    what: '`src/plan/ownership`, 1,740 of 2,303, then 1,473 of 2,204',
    tests: 'of the room',
    tried: 1740,
    first: 90.9,
    last: 99.3,
  },
  {
    what: '`src/plan/check`, 937 of 1,277, then 892 of 1,242',
    tests: 'of the room',
    tried: 937,
    first: 79.4,
    last: 93.3,
  },
  {what: '`src/plan/decide`, all, then 1,418 of 1,611', tests: 'of the room', tried: 1671, first: 91.1, last: 98.0},
  {what: 'the rest of `src/plan`, 2,602 of 2,901', tests: 'of the room', tried: 2602, first: 90.5, last: undefined},
  {what: '`src/registry`, all', tests: 'of the room, then some of plan', tried: 1157, first: 92.9, last: undefined},
  {what: '`src/registry`, all', tests: 'of the room', tried: 1157, first: 91.4, last: 99.0},
  {what: '`src/saved`, all', tests: 'of the room', tried: 867, first: 97.3, last: undefined},
  {what: '`src/route53`, all', tests: 'of the room', tried: 3587, first: 80.2, last: undefined},
]

/** What became of those that no test found at first. */
export const SURVIVORS: readonly (readonly [string, number])[] = [
  ['a test was added that states the rule', 733],
  ['nothing needed the line, and it went or was written otherwise', 277],
  ['it does what the program does: it only saves time', 87],
  ['it does what the program does: only the compiler asks, or any text will do', 151],
  ['left as it is', 221],
  ['of `src/plan`, in samples before: read with the whole file, whose rules got tests; not counted one by one', 84],
]
