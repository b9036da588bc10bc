import {parseDnsName} from '../dns/dns-name.js'
import type {ObjectProblem} from '../dns/endpoint.js'
import type {Blocked} from '../plan/plan.js'

/** What the sources could not convert, as entries of the plan: an object that is left out is always shown. */
export function blockProblems(problems: readonly ObjectProblem[]): readonly Blocked[] {
  return problems.map(({origin, dnsName, problem}) => ({
    reason: dnsName !== undefined && !parseDnsName(dnsName).ok ? 'invalid-name' : 'object-problem',
    zone: undefined,
    // Where no host came out of it, the object itself is what is left out.
    host: dnsName ?? `${origin.kind} ${origin.namespace}/${origin.name}`,
    setIdentifier: undefined,
    types: [],
    owner: undefined,
    origins: [origin],
    detail: problem,
    fix: undefined,
  }))
}
