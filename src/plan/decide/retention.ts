import {toPlanKey} from '../../dns/dns-name.js'
import type {ObjectProblem, PendingHost} from '../../dns/endpoint.js'
import {compareText} from '../../dns/record-set.js'
import type {OwnerId} from '../../registry/ownership.js'
import {makeOwnerOf, objectKey} from '../parties.js'
import type {PlanInput} from '../plan-input.js'

/** What stays because its object has no target yet or cannot be read: unknown is not missing (docs/laws.md, law 5). */
export interface Retention {
  /** Of that owner; where nobody has a target for the name, of any owner of the run. */
  pendingFor(name: string, setIdentifier: string | undefined, owner: OwnerId | undefined): PendingHost | undefined
  /** For a name that nobody has a target for: an object that waits to serve it, under whatever identifier. */
  awaiting(name: string): PendingHost | undefined
  /** The problem of the object that the ownership names; undefined when it has none. */
  problemOf(resource: string, owner: OwnerId | undefined): ObjectProblem | undefined
  /** As above, and also the problem of any object of that owner, or of those of `pendingFor`, that asks for this very host. */
  problemAt(name: string, resource: string, owner: OwnerId | undefined): ObjectProblem | undefined
}

/** @param pending with `dnsName` in its plan form: lower case, A-labels, no trailing dot. */
export function makeRetention(
  {pending, candidates, registry, clusters}: Pick<PlanInput, 'pending' | 'candidates' | 'registry' | 'clusters'>,
  problems: readonly ObjectProblem[],
  onMissingTarget: 'hold' | 'delete',
): Retention {
  const ownerOf = makeOwnerOf({registry, clusters})
  const waiting = onMissingTarget === 'hold' ? pending : []
  const competing = waiting.length + problems.length === 0 ? [] : candidates
  const served = new Set(
    competing.map(({recordSet, origins}) => nameKey(recordSet.name, recordSet.setIdentifier, ownerOf(origins[0]))),
  )
  const servedNames = new Set<string>(competing.map(({recordSet}) => recordSet.name))
  const byHost = firstBy(waiting, ({dnsName, setIdentifier, origin}) =>
    nameKey(dnsName, setIdentifier, ownerOf(origin)),
  )
  const unserved = waiting.filter(({dnsName}) => !servedNames.has(dnsName))
  const byPlace = firstBy(unserved, ({dnsName, setIdentifier}) => `${dnsName} ${setIdentifier}`)
  const byUnserved = firstBy(unserved, ({dnsName}): string => dnsName)
  const sorted = [...problems].sort((a, b) => compareText(problemKey(a), problemKey(b)))
  // A text that names no object may speak of any that names none: a template failed on it, or a Pod.
  const byResource = firstBy(sorted, ({resource, origin}) => objectKey(ownerOf(origin), resource))
  const byName = firstBy(sorted, ({dnsName, origin}) => objectKey(ownerOf(origin), toPlanKey(dnsName ?? '')))
  const ofOthers = firstBy(sorted, ({dnsName}) => toPlanKey(dnsName ?? ''))
  // Without ownership nothing says which records an object had, so one that names no host may have had any.
  const ofAny = registry.kind === 'noop' ? byName.get(objectKey(undefined, '')) : undefined
  const ofResource = (resource: string, owner: OwnerId | undefined) =>
    registry.kind === 'noop' ? undefined : byResource.get(objectKey(owner, resource))
  return {
    pendingFor(name, setIdentifier, owner) {
      const key = nameKey(name, setIdentifier, owner)
      return served.has(key) ? undefined : (byHost.get(key) ?? byPlace.get(`${name} ${setIdentifier ?? ''}`))
    },
    awaiting: (name) => byUnserved.get(name),
    problemOf: ofResource,
    problemAt: (name, resource, owner) =>
      ofResource(resource, owner) ??
      ofAny ??
      byName.get(objectKey(owner, name)) ??
      (servedNames.has(name) ? undefined : ofOthers.get(name)),
  }
}

function firstBy<T>(items: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, T> {
  return new Map([...items].reverse().map((item) => [keyOf(item), item]))
}

function nameKey(name: string, setIdentifier: string | undefined, owner: OwnerId | undefined): string {
  return `${name} ${setIdentifier ?? ''} ${owner}`
}

/** Of two that are alike the one that is told comes first. */
function problemKey({resource, origin, dnsName, problem, isUntold}: ObjectProblem): string {
  const {kind, namespace, name, field, cluster} = origin
  return [resource, kind, namespace, name, field, dnsName, problem, isUntold === true ? '1' : '', cluster].join('\0')
}
