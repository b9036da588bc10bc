import type {ObjectProblem, PendingHost} from '../dns/endpoint.js'

/** What must not be deleted or changed because its object cannot be judged right now (design §4, "Hold"). */
export interface Holds {
  /** The object that asks for the host but has no target yet; undefined when none does. */
  pendingFor(name: string, setIdentifier: string | undefined): PendingHost | undefined
  /** The problem of the object that the ownership names; undefined when it has none. */
  problemOf(resource: string): ObjectProblem | undefined
}

/** @param pending with `dnsName` in its plan form: lower case, A-labels, no trailing dot. */
export function makeHolds(
  pending: readonly PendingHost[],
  problems: readonly ObjectProblem[],
  onMissingTarget: 'hold' | 'delete',
): Holds {
  const byHost = new Map<string, PendingHost>()
  if (onMissingTarget === 'hold') {
    for (const host of pending) byHost.set(`${host.dnsName} ${host.setIdentifier}`, host)
  }
  // A text that names no object may speak of any that names none: a template failed on it, or a Pod.
  const byResource = new Map<string, ObjectProblem>()
  for (const problem of problems) {
    if (!byResource.has(problem.resource)) byResource.set(problem.resource, problem)
  }
  return {
    pendingFor: (name, setIdentifier) => byHost.get(`${name} ${setIdentifier ?? ''}`),
    problemOf: (resource) => byResource.get(resource),
  }
}
