import type {Desired, Endpoint} from '../../dns/endpoint.js'
import {desired, joinDesired} from '../desired.js'
import {groupTargets} from '../endpoints-for.js'
import {newEndpoint} from '../new-endpoint.js'
import type {SourceSettings} from '../source-settings.js'

/**
 * `--default-targets` for endpoints without targets, or for all with `--force-default-targets`. The types follow the
 * new targets; what the object asked for is forgotten (spec sources.md §4.1).
 */
export function applyDefaultTargets(found: Desired, settings: SourceSettings): Desired {
  if (settings.defaultTargets.length === 0) return found
  const isReplaced = (endpoint: Endpoint) => endpoint.targets.length === 0 || settings.forcesDefaultTargets
  const parts = found.endpoints.map((endpoint) =>
    isReplaced(endpoint) ? retarget(endpoint, settings.defaultTargets) : desired({endpoints: [endpoint]}),
  )
  return joinDesired([{...found, endpoints: []}, ...parts])
}

function retarget(endpoint: Endpoint, targets: readonly string[]): Desired {
  const made = groupTargets(targets).map(([recordType, some]) => newEndpoint({...endpoint, recordType, targets: some}))
  const refused = made.find((one) => !one.ok)
  const [origin] = endpoint.origins
  if (refused?.ok === false && origin !== undefined) {
    const {resource, dnsName} = endpoint
    return desired({problems: [{resource, origin, dnsName, problem: refused.problem}]})
  }
  return desired({endpoints: made.flatMap((one) => (one.ok ? [one.value] : []))})
}
