import type {Desired} from '../../dns/endpoint.js'
import {joinBounded} from '../endpoints/bounded.js'
import {finishSource} from '../endpoints/merge-endpoints.js'
import {endpointsForHost, joinTargets} from '../endpoints/resolved-targets.js'
import {readObjects, unusedHost} from '../endpoints/unused-hosts.js'
import {desired, joinDesired, NOTHING, type RequestedHost} from '../object/desired.js'
import {
  GATEWAYS,
  GRPC_ROUTES,
  HTTP_ROUTES,
  LISTENER_SETS,
  NAMESPACES,
  TCP_ROUTES,
  TLS_ROUTES,
  UDP_ROUTES,
} from '../object/resources.js'
import {objectProblem, originOf, pendingHost, type SourceObject} from '../object/source-object.js'
import {everywhere, inNamespace, type Source} from '../source.js'
import {type Attachment, attachmentsOf, nameListener, targetsThrough} from './attachment.js'
import {looksAtNamespaces, type Obstacle, type Parents, toParents} from './parents.js'
import {canonicalHost, commonHost, hostsOfRoute, type RouteKind, whyNotRead, writtenHostsOf} from './route-hosts.js'

/** The hosts that Routes share with listeners: docs/external-dns-behaviour.md#gateway-routes. */
function toRouteSource(kind: RouteKind): Source {
  const {resource} = kind
  const name = `gateway-${resource.kind.toLowerCase()}`
  return {
    name,
    needs: (settings) => [
      inNamespace(resource, settings),
      {resource: GATEWAYS, namespace: settings.gatewayNamespace},
      ...(settings.readsListenerSets ? [everywhere(LISTENER_SETS)] : []),
    ],
    dependsOn: [GATEWAYS, LISTENER_SETS, NAMESPACES],
    needsMore: (cluster, settings) => (looksAtNamespaces(cluster, settings) ? [everywhere(NAMESPACES)] : []),
    toEndpoints: (cluster, settings) => {
      const parents = toParents(cluster, settings)
      const reading = {
        read: (route: SourceObject) => fromRoute(route, kind, parents),
        hosts: (route: SourceObject) => writtenHostsOf(route, kind),
        why: whyNotRead,
      }
      return finishSource(readObjects(cluster, settings, {source: name, resource}, reading))
    },
  }
}

function fromRoute(sourceObject: SourceObject, kind: RouteKind, parents: Parents): Desired {
  const {attachments, obstacles, missing, warnings} = attachmentsOf(sourceObject, kind, parents)
  const {hosts, oddities} = hostsOfRoute(sourceObject, kind)
  const canonical = hosts.map(({host, field}) => ({host, field, name: canonicalHost(host)}))
  const request = canonical.flatMap(({field, name}) => (name.ok ? [{host: name.value, field}] : []))
  const {attached, unattached} = attachHosts(request, attachments)
  const invalid = canonical.map(({host, field, name}) => {
    if (name.ok) return NOTHING
    // No listener is asked about the name of a Route that is attached nowhere.
    return attachments.length > 0
      ? objectProblem(sourceObject, {host, field}, name.problem)
      : unusedHost({host, field}, sourceObject, name.problem)
  })
  const first = hosts[0]?.field ?? ''
  const found = joinBounded([...attached], sourceObject, first, ([host, by]) =>
    endpointsForHost({host, field: by.field}, joinTargets(by.attachments.map(targetsThrough)), sourceObject),
  )
  const others = joinBounded(unattached, sourceObject, first, (one) => withoutListener(one, sourceObject, obstacles))
  // A listener that is not there may narrow a wildcard too.
  const isOpen = hosts.some(({host}) => host === '' || host.startsWith('*.'))
  const {resource, object} = sourceObject
  const waits = missing !== undefined && isOpen
  const waiting = waits ? [{resource, origin: originOf(object, 'spec.parentRefs'), reason: missing.reason}] : []
  const warned = desired({warnings: [...sourceObject.warnings, ...warnings], waiting})
  return joinDesired([warned, oddities, ...invalid, found, others])
}

/** A host for which there is no listener: held when that may pass, else told. */
function withoutListener(request: RequestedHost, sourceObject: SourceObject, obstacles: readonly Obstacle[]): Desired {
  const obstacle = obstacles.find(({isHeld}) => isHeld) ?? obstacles[0]
  if (obstacle === undefined) return NOTHING
  return obstacle.isHeld
    ? pendingHost(sourceObject, request, obstacle.reason)
    : unusedHost(request, sourceObject, obstacle.reason)
}

type AttachedHost = {readonly field: string; readonly attachments: Attachment[]}

/** Attached hosts by name, in the order of parents, listeners and hosts; and the hosts that no listener takes. */
function attachHosts(hosts: readonly RequestedHost[], attachments: readonly Attachment[]) {
  const attached = new Map<string, AttachedHost>()
  const taken = new Set<string>()
  for (const attachment of attachments) {
    const {hostname} = attachment.listener
    if (hostname === undefined) continue
    for (const {host, field} of hosts) {
      const common = commonHost(hostname, host)
      if (common === undefined || common === '') continue
      taken.add(host)
      const known = attached.get(common) ?? {field: host === '' ? nameListener(attachment) : field, attachments: []}
      known.attachments.push(attachment)
      attached.set(common, known)
    }
  }
  return {attached, unattached: hosts.filter(({host}) => host !== '' && !taken.has(host))}
}

export const httpRoute = toRouteSource({resource: HTTP_ROUTES, protocol: 'HTTP', hasHostnames: true})
export const grpcRoute = toRouteSource({resource: GRPC_ROUTES, protocol: 'HTTP', hasHostnames: true})
export const tlsRoute = toRouteSource({resource: TLS_ROUTES, protocol: 'TLS', hasHostnames: true})
export const tcpRoute = toRouteSource({resource: TCP_ROUTES, protocol: 'TCP', hasHostnames: false})
export const udpRoute = toRouteSource({resource: UDP_ROUTES, protocol: 'UDP', hasHostnames: false})
