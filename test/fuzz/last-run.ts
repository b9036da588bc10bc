// Copied from the output of `npm run soak -- --fuzz`.

export const LAST_FUZZ_SEED = 1

/** How many broken documents were read, and how many refused. */
export const LAST_FUZZ: readonly (readonly [documents: string, tried: number, read: number, refused: number])[] = [
  ['answers of Route 53', 1000, 326, 674],
  ['lists of Kubernetes objects', 1000, 235, 765],
  ['kubeconfigs', 1000, 299, 701],
  ['manifests', 1000, 426, 574],
  ['lines of a connector', 1000, 449, 551],
  ['saved plans and receipts', 1000, 221, 779],
  ['ownership texts', 1000, 1000, 0],
  ['command lines, variables and config files', 1000, 315, 685],
]

/** Percent of the branches of a room. */
export const LAST_COVERAGE: readonly (readonly [room: string, all: string, some: string])[] = [
  ['plan', '92.6 %', '95.2 %'],
  ['registry', '87.4 %', '96.6 %'],
  ['saved', '86.9 %', '94.9 %'],
  ['route53', '94.2 %', '91.6 %'],
  ['pipeline', '86.8 %', '78.4 %'],
]
