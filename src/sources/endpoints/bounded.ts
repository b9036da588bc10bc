import type {Desired} from '../../dns/endpoint.js'
import {joinDesired} from '../object/desired.js'
import {objectProblem, type SourceObject} from '../object/source-object.js'

/** Far more than objects in use ask for; a plan for so many takes some 200 MB. */
const MOST_HOSTS = 10_000

/** Over all hosts of an object: 250 hosts with the 400 values that Route 53 holds under one of them. */
const MOST_TARGETS = 100_000

/**
 * What becomes of each host of an object. One that asks for more than anybody can mean is a problem as a whole, before
 * the memory and the time of all others are spent on it.
 */
export function joinBounded<T>(
  hosts: readonly T[],
  sourceObject: SourceObject,
  field: string,
  step: (host: T) => Desired,
): Desired {
  if (hosts.length > MOST_HOSTS) {
    return objectProblem(
      sourceObject,
      undefined,
      field,
      `it asks for ${hosts.length} hosts, one object may for ${MOST_HOSTS}`,
    )
  }
  const parts: Desired[] = []
  let targets = 0
  for (const host of hosts) {
    const part = step(host)
    targets += part.endpoints.reduce((sum, endpoint) => sum + endpoint.targets.length, 0)
    if (targets > MOST_TARGETS) {
      const text = `its ${hosts.length} hosts have more than ${MOST_TARGETS} targets together, the most that one object may have`
      return objectProblem(sourceObject, undefined, field, text)
    }
    parts.push(part)
  }
  return joinDesired(parts)
}

/** The first of each host, where there are so many that most of them have to be repetitions. */
export function withoutRepetitions<T extends {readonly host: string}>(hosts: readonly T[]): readonly T[] {
  if (hosts.length <= MOST_HOSTS) return hosts
  const firsts = new Map<string, T>()
  for (const one of hosts) if (!firsts.has(one.host)) firsts.set(one.host, one)
  return [...firsts.values()]
}
