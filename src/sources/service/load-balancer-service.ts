import type {Desired} from '../../dns/endpoint.js'
import {bothTargets, endpointsFor, loadBalancerEntries} from '../endpoints/drawn-targets.js'
import {type AskingObject, originOf, pendingHost} from '../object/asking-object.js'
import {desired, joinDesired} from '../object/desired.js'
import {textsAt} from '../object/object-field.js'
import type {SourceSettings} from '../source-settings.js'
import type {ServiceSurroundings} from './service-surroundings.js'

/** `spec.externalIPs`, or else what the load balancer got; `spec.loadBalancerIP` is only a wish and is not read. */
export function fromLoadBalancer(
  host: string,
  field: string,
  asker: AskingObject,
  surroundings: ServiceSurroundings,
  settings: SourceSettings,
): Desired {
  const external = textsAt(asker.object.spec, 'externalIPs')
  if (external.length > 0) return endpointsFor(host, external, asker, field)
  const entries = loadBalancerEntries(asker.object.status)
  const hostnames = balancerHosts(asker, settings)
  const lost = hostnames.filter((hostname) => surroundings.addressesOf(hostname).length === 0)
  const targets =
    hostnames.length === 0
      ? bothTargets(entries)
      : entries.flatMap(({ip, hostname}) => [
          ...(ip === '' ? [] : [ip]),
          ...(hostname === '' ? [] : surroundings.addressesOf(hostname)),
        ])
  const warnings = lost.map((hostname) => ({
    origin: originOf(asker.object, 'status.loadBalancer'),
    warning: `the load balancer's host name ${hostname} has no address in DNS`,
  }))
  const reason = lost.length > 0 ? `has a load balancer whose name ${lost[0]} has no address` : 'has no address yet'
  return joinDesired([
    desired({warnings}),
    targets.length > 0 ? endpointsFor(host, targets, asker, field) : pendingHost(asker, host, field, reason),
  ])
}

/** Host names of the load balancer that have to be looked up; none unless the flag asks for that. */
export function balancerHosts(asker: AskingObject, settings: SourceSettings): readonly string[] {
  if (!settings.resolvesLoadBalancerHostname || textsAt(asker.object.spec, 'externalIPs').length > 0) return []
  return loadBalancerEntries(asker.object.status)
    .map(({hostname}) => hostname)
    .filter((hostname) => hostname !== '')
}
