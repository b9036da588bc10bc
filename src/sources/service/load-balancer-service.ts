import type {Desired} from '../../dns/endpoint.js'
import {bothTargets, endpointsForHost, loadBalancerEntries, resolvedTargets} from '../endpoints/resolved-targets.js'
import {withWarnings} from '../object/desired.js'
import {textsAt} from '../object/object-field.js'
import {originOf, type SourceObject} from '../object/source-object.js'
import type {HostOfService} from './service-lookups.js'

/** `spec.externalIPs`, else the status. `spec.loadBalancerIP` is only a request and is not read. */
export function fromLoadBalancer(request: HostOfService): Desired {
  const {sourceObject, lookups} = request
  const external = textsAt(sourceObject.object.spec, 'externalIPs')
  if (external.length > 0) return endpointsForHost(request, {kind: 'targets', targets: external}, sourceObject)
  const {status} = sourceObject.object
  const hostnames = balancerHosts(sourceObject)
  const lost = hostnames.filter((hostname) => lookups.addressesOf(hostname).length === 0)
  const resolved = loadBalancerEntries(status).flatMap(({ip, hostname}) => [ip, ...lookups.addressesOf(hostname)])
  const targets = hostnames.length === 0 ? bothTargets(status) : resolved.filter(Boolean)
  const warnings = lost.map((hostname) => ({
    origin: originOf(sourceObject.object, 'status.loadBalancer'),
    warning: `the load balancer's host name ${hostname} has no address in DNS`,
  }))
  const reason = lost.length > 0 ? `has a load balancer whose name ${lost[0]} has no address` : 'has no address yet'
  return withWarnings(warnings, endpointsForHost(request, resolvedTargets(targets, reason), sourceObject))
}

/** The load balancer's host names to resolve; empty unless the flag asks for it. */
export function balancerHosts({object, settings}: SourceObject): readonly string[] {
  if (!settings.resolvesLoadBalancerHostname || textsAt(object.spec, 'externalIPs').length > 0) return []
  return loadBalancerEntries(object.status).flatMap(({hostname}) => hostname || [])
}
