import type {Desired, Origin} from '../../dns/endpoint.js'

/** A host that an object asks for, and the field that names it. */
export interface RequestedHost {
  readonly host: string
  readonly field: string
}

const NONE: readonly never[] = []

export function desired(found: Partial<Desired>): Desired {
  const {endpoints = NONE, pending = NONE, problems = NONE, warnings = NONE, unused = NONE, waiting = NONE} = found
  return {endpoints, pending, problems, warnings, unused, waiting}
}

export const NOTHING: Desired = desired({})

/** Found once for every object, and most have none. */
export function withWarnings(warnings: Desired['warnings'], found: Desired): Desired {
  return warnings.length === 0 ? found : joinDesired([desired({warnings}), found])
}

export function joinDesired(all: readonly Desired[]): Desired {
  const parts = all.filter((part) => part !== NOTHING)
  const [first = NOTHING] = parts
  if (parts.length < 2) return first
  return {
    endpoints: parts.flatMap((part) => part.endpoints),
    pending: parts.flatMap((part) => part.pending),
    problems: parts.flatMap((part) => part.problems),
    warnings: parts.flatMap((part) => part.warnings),
    unused: parts.flatMap((part) => part.unused),
    waiting: parts.flatMap((part) => part.waiting),
  }
}

/** Says of everything that an object asks for in which cluster the object is; undefined: the run has one. */
export function inCluster(desired: Desired, cluster: string | undefined): Desired {
  if (cluster === undefined) return desired
  const label = (origin: Origin): Origin => ({...origin, cluster})
  const labelOne = <T extends {readonly origin: Origin}>(one: T): T => ({...one, origin: label(one.origin)})
  const {endpoints, pending, problems, warnings, unused, waiting} = desired
  return {
    endpoints: endpoints.map((one) => ({...one, origins: one.origins.map(label)})),
    pending: pending.map(labelOne),
    problems: problems.map(labelOne),
    warnings: warnings.map((one) => ({...one, origin: one.origin && label(one.origin)})),
    unused: unused.map(labelOne),
    waiting: waiting.map(labelOne),
  }
}
