import type {Desired} from '../../dns/endpoint.js'
import {bothTargets, endpointsFor, loadBalancerEntries} from '../endpoints/resolved-targets.js'
import {desired, joinDesired} from '../object/desired.js'
import {textsAt} from '../object/object-field.js'
import {originOf, pendingHost, type SourceObject} from '../object/source-object.js'
import type {HostOfService} from './service-lookups.js'

/** `spec.externalIPs`, else the status. `spec.loadBalancerIP` is only a request and is not read. */
export function fromLoadBalancer({host, field, sourceObject, lookups}: HostOfService): Desired {
  const external = textsAt(sourceObject.object.spec, 'externalIPs')
  if (external.length > 0) return endpointsFor(host, external, sourceObject, field)
  const entries = loadBalancerEntries(sourceObject.object.status)
  const hostnames = balancerHosts(sourceObject)
  const lost = hostnames.filter((hostname) => lookups.addressesOf(hostname).length === 0)
  const targets =
    hostnames.length === 0
      ? bothTargets(entries)
      : entries.flatMap(({ip, hostname}) => [
          ...(ip === '' ? [] : [ip]),
          ...(hostname === '' ? [] : lookups.addressesOf(hostname)),
        ])
  const warnings = lost.map((hostname) => ({
    origin: originOf(sourceObject.object, 'status.loadBalancer'),
    warning: `the load balancer's host name ${hostname} has no address in DNS`,
  }))
  const reason = lost.length > 0 ? `has a load balancer whose name ${lost[0]} has no address` : 'has no address yet'
  return joinDesired([
    desired({warnings}),
    targets.length > 0
      ? endpointsFor(host, targets, sourceObject, field)
      : pendingHost(sourceObject, host, field, reason),
  ])
}

/** The load balancer's host names to resolve; empty unless the flag asks for it. */
export function balancerHosts({object, settings}: SourceObject): readonly string[] {
  if (!settings.resolvesLoadBalancerHostname || textsAt(object.spec, 'externalIPs').length > 0) return []
  return loadBalancerEntries(object.status)
    .map(({hostname}) => hostname)
    .filter((hostname) => hostname !== '')
}
