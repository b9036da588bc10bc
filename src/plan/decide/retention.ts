import {toPlanKey} from '../../dns/dns-name.js'
import type {ObjectProblem, PendingHost} from '../../dns/endpoint.js'
import {compareText} from '../../dns/record-set.js'
import type {RegistrySettings} from '../../registry/registry-settings.js'
import type {Candidate} from '../plan-input.js'

/** What stays because its object has no target yet or cannot be read: unknown is not missing (docs/laws.md, law 5). */
export interface Retention {
  pendingFor(name: string, setIdentifier: string | undefined): PendingHost | undefined
  /** The problem of the object that the ownership names; undefined when it has none. */
  problemOf(resource: string): ObjectProblem | undefined
  /** As above, and also the problem of any object that asks for this very host. */
  problemAt(name: string, resource: string): ObjectProblem | undefined
}

/** @param pending with `dnsName` in its plan form: lower case, A-labels, no trailing dot. */
export function makeRetention(
  {pending, candidates}: {readonly pending: readonly PendingHost[]; readonly candidates: readonly Candidate[]},
  problems: readonly ObjectProblem[],
  onMissingTarget: 'hold' | 'delete',
  registry: RegistrySettings,
): Retention {
  const waiting = onMissingTarget === 'hold' ? pending : []
  const competing = waiting.length === 0 ? [] : candidates
  const served = new Set(competing.map(({recordSet}) => nameKey(recordSet.name, recordSet.setIdentifier)))
  const byHost = firstBy(waiting, (host) => nameKey(host.dnsName, host.setIdentifier))
  const sorted = [...problems].sort((a, b) => compareText(problemKey(a), problemKey(b)))
  // A text that names no object may speak of any that names none: a template failed on it, or a Pod.
  const byResource = firstBy(sorted, (problem) => problem.resource)
  const byName = firstBy(sorted, (problem) => toPlanKey(problem.dnsName ?? ''))
  // Without ownership nothing says which records an object had, so one that names no host may have had any.
  const ofAny = registry.kind === 'noop' ? byName.get('') : undefined
  const ofResource = (resource: string) => (registry.kind === 'noop' ? undefined : byResource.get(resource))
  return {
    pendingFor(name, setIdentifier) {
      const key = nameKey(name, setIdentifier)
      return served.has(key) ? undefined : byHost.get(key)
    },
    problemOf: ofResource,
    problemAt: (name, resource) => ofResource(resource) ?? ofAny ?? byName.get(name),
  }
}

function firstBy<T>(items: readonly T[], keyOf: (item: T) => string): ReadonlyMap<string, T> {
  return new Map([...items].reverse().map((item) => [keyOf(item), item]))
}

function nameKey(name: string, setIdentifier: string | undefined): string {
  return `${name} ${setIdentifier ?? ''}`
}

/** Of two that are alike the one that is told comes first. */
function problemKey({resource, origin, dnsName, problem, isUntold}: ObjectProblem): string {
  const {kind, namespace, name, field} = origin
  return [resource, kind, namespace, name, field, dnsName ?? '', problem, isUntold === true ? '1' : ''].join('\0')
}
