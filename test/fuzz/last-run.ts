// Copied from the output of `npm run soak -- --fuzz`.

export const LAST_FUZZ_SEED = 1

/** How many broken documents were read, and how many refused. */
export const LAST_FUZZ: readonly (readonly [documents: string, tried: number, read: number, refused: number])[] = [
  ['answers of Route 53', 10000, 3151, 6849],
  ['lists of Kubernetes objects', 10000, 2249, 7751],
  ['kubeconfigs', 10000, 2876, 7124],
  ['manifests', 10000, 3950, 6050],
  ['lines of a connector', 10000, 4371, 5629],
  ['saved plans and receipts', 10000, 2033, 7967],
  ['ownership texts', 10000, 10000, 0],
  ['command lines, variables and config files', 10000, 2891, 7109],
]

/** Percent of the branches of a room. */
export const LAST_COVERAGE: readonly (readonly [room: string, all: string, some: string])[] = [
  ['plan', '92.6 %', '95.2 %'],
  ['registry', '87.4 %', '96.6 %'],
  ['saved', '86.9 %', '94.9 %'],
  ['route53', '94.2 %', '91.6 %'],
  ['pipeline', '86.8 %', '78.4 %'],
]
