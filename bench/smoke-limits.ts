/** What one run costs, in numbers that hardly depend on the machine. */
export type Counts = {
  readonly route53Calls: number
  readonly kubernetesCalls: number
  /** Sent by both servers. */
  readonly octets: number
  /** Octets that V8's heap was asked for, in thousands. Each major version of Node has its own number. */
  readonly allocated: number
}

/** bench/smoke.json. */
export type Limits = {
  /** The growth that is no failure: 0.05 is 5 %. */
  readonly tolerance: Counts
  readonly cases: Readonly<Record<string, Limit>>
}

type Limit = Omit<Counts, 'allocated'> & {readonly allocated: Readonly<Record<string, number>>}

const WORDS: Readonly<Record<keyof Counts, string>> = {
  route53Calls: 'calls to Route 53',
  kubernetesCalls: 'calls to Kubernetes',
  octets: 'octets read',
  allocated: 'thousand octets allocated',
}
export const COUNTED = Object.keys(WORDS) as (keyof Counts)[]

/**
 * @param major of Node; one without numbers has no limit on allocations.
 * @returns what is above its limit, and what has no limit.
 */
export function exceeded(
  counted: ReadonlyMap<string, Counts>,
  {tolerance, cases}: Limits,
  major: string,
): readonly string[] {
  const lost = Object.keys(cases).filter((name) => !counted.has(name))
  return [
    ...[...counted].flatMap(([name, counts]) => {
      const limit = cases[name]
      if (limit === undefined) return [`${name}: there is no limit yet`]
      return COUNTED.flatMap((what) => {
        const before = what === 'allocated' ? limit.allocated[major] : limit[what]
        if (before === undefined || counts[what] <= before * (1 + tolerance[what])) return []
        return [
          `${name}: ${counts[what]} ${WORDS[what]}, ${before} before (${tolerance[what] * 100} % more are allowed)`,
        ]
      })
    }),
    ...lost.map((name) => `${name}: has a limit, but was not counted`),
  ]
}

/** The limits with what was counted; allocations of other versions of Node stay. */
export function accept(counted: ReadonlyMap<string, Counts>, {tolerance, cases}: Limits, major: string): Limits {
  const accepted = [...counted].map(([name, counts]) => {
    const allocated = {...cases[name]?.allocated, [major]: counts.allocated}
    return [name, {...counts, allocated}] as const
  })
  return {tolerance, cases: Object.fromEntries(accepted)}
}
