import type {Desired} from '../../dns/endpoint.js'
import {groupBy} from '../../dns/group.js'
import {joinDesired} from '../object/desired.js'
import {objectProblem, type SourceObject} from '../object/source-object.js'

/** Hosts per object. Far more than real objects ask for; a plan for this many takes about 200 MB. */
const MOST_HOSTS = 10_000

/** Targets over all hosts of an object: 250 hosts with 400 values, the most that Route 53 holds in one record set. */
const MOST_TARGETS = 100_000

/** Joins what `step` makes of each host. An object over the limits is one problem, before it uses up the memory. */
export function joinBounded<T>(
  hosts: readonly T[],
  sourceObject: SourceObject,
  field: string,
  step: (host: T) => Desired,
): Desired {
  if (hosts.length > MOST_HOSTS) {
    const text = `it asks for ${hosts.length} hosts, and one object may ask for ${MOST_HOSTS}`
    return objectProblem(sourceObject, {field}, text)
  }
  const parts: Desired[] = []
  let targets = 0
  for (const host of hosts) {
    const part = step(host)
    targets += part.endpoints.reduce((sum, endpoint) => sum + endpoint.targets.length, 0)
    if (targets > MOST_TARGETS) {
      const text = `its ${hosts.length} hosts have more than ${MOST_TARGETS} targets together, the most that one object may have`
      return objectProblem(sourceObject, {field}, text)
    }
    parts.push(part)
  }
  return joinDesired(parts)
}

/** Keeps the first entry of each host, where there are so many entries that most must be repeated. */
export function withoutRepetitions<T extends {readonly host: string}>(hosts: readonly T[]): readonly T[] {
  if (hosts.length <= MOST_HOSTS) return hosts
  return [...groupBy(hosts, ({host}) => host).values()].map(([first]) => first)
}
