// Copied from the output of `npm run soak -- --fuzz`.

export const LAST_FUZZ_SEED = 1

/** How many broken documents were read, and how many refused. */
export const LAST_FUZZ: readonly (readonly [documents: string, tried: number, read: number, refused: number])[] = [
  ['answers of Route 53', 1500, 500, 1000],
]

/** Percent of the branches of a room. */
export const LAST_COVERAGE: readonly (readonly [room: string, all: string, some: string])[] = [
  ['plan', '92.6 %', '?'],
  ['registry', '87.4 %', '?'],
  ['saved', '86.9 %', '?'],
  ['route53', '94.2 %', '?'],
  ['pipeline', '86.8 %', '?'],
]
