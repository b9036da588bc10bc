import type {Desired} from '../dns/endpoint.js'
import {mergeEndpoints, mergeKey} from './merge-endpoints.js'
import {overruledWarnings} from './overruled.js'

/** The last step of every source: merges, and drops what an empty host name became. */
export function finishSource(found: Desired): Desired {
  const named = found.endpoints.filter((endpoint) => endpoint.dnsName !== '')
  const warnings = [...found.warnings, ...overruledWarnings(named, mergeKey)]
  return {
    endpoints: mergeEndpoints(named),
    pending: uniqueBy(found.pending, (host) => [host.resource, host.dnsName, host.setIdentifier]),
    problems: uniqueBy(found.problems, ({resource, origin, dnsName, problem}) => [
      resource,
      {...origin, field: ''},
      dnsName,
      problem,
    ]),
    warnings: uniqueBy(warnings, (warning) => warning),
  }
}

/** One object may ask for a host twice, in a rule and in an annotation; the first time counts. */
function uniqueBy<T>(items: readonly T[], keyOf: (item: T) => unknown): readonly T[] {
  const byKey = new Map<string, T>()
  for (const item of items) {
    const key = JSON.stringify(keyOf(item))
    if (!byKey.has(key)) byKey.set(key, item)
  }
  return [...byKey.values()]
}
