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

/** How many of the branches of a room all tests take. Copied from the output of `npm run coverage`. */
export const LAST_COVERAGE: readonly (readonly [room: string, taken: number, all: number])[] = [
  ['plan', 2507, 2602],
  ['registry', 507, 510],
  ['saved', 219, 227],
  ['route53', 1425, 1477],
  ['pipeline', 870, 876],
]

/** The branches that no test takes, by what they have in common. */
export const UNTAKEN: readonly (readonly [where: string, what: string, why: string])[] = [
  [
    'every room',
    "`[]`, `0`, `''` or nothing after a look-up, an index or a match",
    'what is looked up was put there before, and a text is matched once its form is known: only TypeScript asks',
  ],
  [
    'every room',
    'a list without a first object, host, set or zone; an error that is no `Error`',
    'there is always one, which the type does not say',
  ],
  [
    '`route53/read`, `route53/records`, `route53/xml`',
    'a member that an answer of AWS lacks, a property that an object lacks',
    'AWS always sends it, or whoever reads it has seen that it is there',
  ],
  [
    'every room',
    'errors that begin with `bug:`, and errors thrown on because they are no `CliError`',
    'only a fault of the program leads there',
  ],
  [
    '`plan/ownership`, `plan/decide/decide-row`, `plan/limits/suspicions`, `plan/unreachable`, `route53/records/desired-record-set`',
    'a host without a place for its ownership TXT, a text that is as it should be, registry `noop`, a property that was filled in',
    'an earlier step has sorted such cases out',
  ],
  [
    '`plan/check`, `plan/decide/quota`, `route53/write`, `registry/ownership-records`',
    'several refused hosts, or several texts of one meaning, in an order of their own',
    'a rare coincidence, which the random worlds of the tests do not draw',
  ],
  ['`route53/answers/name-servers`', 'the name servers of a parent zone', 'the resolver of the machine would be asked'],
  [
    '`route53/calls/answer-form`',
    'an answer that is no HTTP, or was read before',
    'the types of the SDK allow it, and none comes',
  ],
  [
    '`pipeline/read/plan-run`',
    'the object of an event in a run without events',
    'the function is there to be never called',
  ],
]
