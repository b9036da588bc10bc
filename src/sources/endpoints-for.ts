import type {Desired, Endpoint} from '../dns/endpoint.js'
import {suitableType} from '../dns/target.js'
import {type AskingObject, objectProblem, originOf} from './asking-object.js'
import {desired, joinDesired} from './desired.js'
import {newEndpoint} from './new-endpoint.js'

/** A, AAAA and CNAME, in this order, each with the targets of its type in their order; empty types are left out. */
export function groupTargets(targets: readonly string[]): readonly (readonly [string, readonly string[]])[] {
  const ofType = (type: string) => targets.filter((target) => suitableType(target) === type)
  return (['A', 'AAAA', 'CNAME'] as const)
    .map((type) => [type, ofType(type)] as const)
    .filter(([, some]) => some.length > 0)
}

/** The endpoints of one host; no targets, no endpoints. Source: spec sources.md §0.2. */
export function endpointsFor(host: string, targets: readonly string[], asker: AskingObject, field: string): Desired {
  return joinDesired(groupTargets(targets).map(([type, some]) => endpointFor(host, type, some, asker, field)))
}

/** One endpoint of a given type; a name that is refused becomes a problem of the object. */
export function endpointFor(
  host: string,
  recordType: string,
  targets: readonly string[],
  asker: AskingObject,
  field: string,
): Desired {
  const endpoint: Endpoint = {
    dnsName: host,
    recordType,
    targets,
    ttlSeconds: asker.ttlSeconds,
    setIdentifier: asker.setIdentifier,
    resource: asker.resource,
    labels: {},
    properties: asker.properties,
    origins: [originOf(asker.object, field)],
  }
  const made = newEndpoint(endpoint)
  return made.ok ? desired({endpoints: [made.value]}) : objectProblem(asker, host, field, made.problem)
}
