export const LAST_MUTANTS_ON = '2026-11-30 and 2026-12-01, Node 20'

/** Copied from the output of `npm run mutate`. Percent: before the survivors were read, and after. */
export const LAST_MUTANTS: readonly {
  readonly what: string
  readonly tests: string
  readonly tried: number
  readonly first: number
  readonly last: number
}[] = [
  {what: '`src/plan`, 150 of seed 1', tests: 'of the room, without its laws', tried: 150, first: 74.0, last: 97.9},
  {what: '`src/plan`, 100 of seed 2, after that', tests: 'the same', tried: 100, first: 65.0, last: 95.6},
  {what: '`src/plan`, 50 of seed 3, after that', tests: 'of the room', tried: 50, first: 78.0, last: 78.0},
  {what: '`src/plan`, 150 of seed 4, after that', tests: 'of the room', tried: 150, first: 78.7, last: 78.7},
  {what: '`src/plan`, 150 of seed 5, after some new tests', tests: 'of the room', tried: 150, first: 86.0, last: 86.0},
  {what: '`src/plan`, 200 of seed 6, after all of them', tests: 'of the room', tried: 200, first: 89.9, last: 92.4},
  {what: '`src/registry`, 150 of seed 1', tests: 'of the room', tried: 150, first: 76.0, last: 93.8},
  {what: '`src/registry`, 60 of seed 2, after that', tests: 'of the room', tried: 60, first: 94.9, last: 94.9},
  {what: '`src/registry`, all', tests: 'of the room', tried: 1157, first: 91.4, last: 91.4},
  {what: '`src/saved`, 150 of seed 1', tests: 'of the room', tried: 150, first: 76.0, last: 100},
  {what: '`src/saved`, 100 of seed 2', tests: 'of the room', tried: 100, first: 93.0, last: 100},
  {what: '`src/route53`, 150 of seed 1', tests: 'of the room', tried: 150, first: 79.3, last: 99.3},
  {what: '`src/route53`, 100 of seed 2', tests: 'of the room', tried: 100, first: 85.0, last: 98.9},
]

/** What became of those that no test found at first. */
export const SURVIVORS: readonly (readonly [string, number])[] = [
  ['a test was added that states the rule', 144],
  ['nothing needed the line, and it went', 27],
  ['it does what the program does: it only saves time', 20],
  ['it does what the program does: only the compiler asks, or any text will do', 21],
  ['left as it is', 9],
  ['of `src/plan`, seeds 3 to 6: read with the whole file, whose rules got tests; not counted one by one', 84],
  ['of all of `src/registry` and of its second sample, not read', 99],
]
