import type {Desired, Endpoint, ObjectProblem, SourceWarning} from '../../dns/endpoint.js'
import {sortedTargets, uniteOrigins} from '../merge-endpoints.js'
import {overruledWarnings} from '../overruled.js'
import type {SourceSettings} from '../source-settings.js'
import {type Fault, faultOf} from './endpoint-fault.js'

/**
 * Drops invalid endpoints, then all but the first of those with one (type, name, set identifier, targets).
 * A target that does not fit its type is the object's problem, unless nobody manages that type (spec sources.md §4.2).
 */
export function dedup(found: Desired, settings: SourceSettings): Desired {
  const valid: Endpoint[] = []
  const problems: ObjectProblem[] = []
  const warnings: SourceWarning[] = []
  for (const endpoint of found.endpoints) {
    const fault = faultOf(endpoint)
    if (fault === undefined) valid.push({...endpoint, targets: sortedTargets(endpoint.targets)})
    else if (fault.isOfTarget && settings.managedRecordTypes.includes(endpoint.recordType))
      problems.push(...toProblems(endpoint, fault))
    else warnings.push({origin: endpoint.origins[0], warning: `${nameOf(endpoint)} is left out: ${fault.text}`})
  }
  return {
    endpoints: dropRepeated(valid),
    pending: found.pending,
    problems: [...found.problems, ...problems],
    warnings: [...found.warnings, ...warnings, ...overruledWarnings(valid, keyOf)],
  }
}

function toProblems(endpoint: Endpoint, fault: Fault): readonly ObjectProblem[] {
  const {resource, dnsName, origins} = endpoint
  return origins.map((origin) => ({resource, origin, dnsName, problem: `${nameOf(endpoint)}: ${fault.text}`}))
}

function dropRepeated(endpoints: readonly Endpoint[]): readonly Endpoint[] {
  const firsts = new Map<string, Endpoint>()
  for (const endpoint of endpoints) {
    const key = keyOf(endpoint)
    const first = firsts.get(key)
    if (first === undefined) firsts.set(key, endpoint)
    else firsts.set(key, {...first, origins: uniteOrigins([...first.origins, ...endpoint.origins])})
  }
  return [...firsts.values()]
}

function keyOf({recordType, dnsName, setIdentifier, targets}: Endpoint): string {
  return JSON.stringify([recordType, dnsName, setIdentifier, targets.join(';')])
}

function nameOf(endpoint: Endpoint): string {
  return `${endpoint.dnsName} ${endpoint.recordType}`
}
