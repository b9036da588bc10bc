import type {Desired} from '../../dns/endpoint.js'

export function desired(found: Partial<Desired>): Desired {
  return {endpoints: [], pending: [], problems: [], warnings: [], unused: [], waiting: [], ...found}
}

export const NOTHING: Desired = desired({})

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
