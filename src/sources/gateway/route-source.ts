import type {Desired} from '../../dns/endpoint.js'
import {joinBounded} from '../endpoints/bounded.js'
import type {RequestedHost} from '../endpoints/combine.js'
import {finishSource} from '../endpoints/merge-endpoints.js'
import {endpointsForHost, joinTargets} from '../endpoints/resolved-targets.js'
import {desired, joinDesired} from '../object/desired.js'
import {GATEWAYS, LISTENER_SETS, NAMESPACES} from '../object/resources.js'
import {labelAs, objectProblem, type SourceObject, selectObjects} from '../object/source-object.js'
import {everywhere, inNamespace, type Source} from '../source.js'
import type {SourceSettings} from '../source-settings.js'
import {type Attachment, attachmentsOf, nameListener, targetsThrough} from './attachment.js'
import {looksAtNamespaces, type Parents, selectParents, toParents} from './parents.js'
import {canonicalHost, commonHost, hostsOfRoute} from './route-hosts.js'
import {GRPC_ROUTE, HTTP_ROUTE, type RouteKind, TCP_ROUTE, TLS_ROUTE, UDP_ROUTE} from './route-kinds.js'

/**
 * Makes the source of a Route kind: the hosts that Routes share with listeners, at the addresses of the Gateways.
 * Rules: docs/external-dns-behaviour.md#gateway-routes.
 */
function toRouteSource(kind: RouteKind): Source {
  return {
    name: kind.source,
    needs: (settings) => [
      inNamespace(kind.resource, settings),
      {resource: GATEWAYS, namespace: settings.gatewayNamespace},
      ...(settings.readsListenerSets ? [everywhere(LISTENER_SETS)] : []),
    ],
    dependsOn: [GATEWAYS, LISTENER_SETS, NAMESPACES],
    needsMore: (cluster, settings) =>
      looksAtNamespaces(selectParents(cluster, settings)) ? [everywhere(NAMESPACES)] : [],
    toEndpoints: (cluster, settings) => {
      const parents = toParents(cluster, settings)
      const routes = selectObjects(cluster, kind.resource, settings, labelAs(kind.resource.kind.toLowerCase()))
      return finishSource(joinDesired(routes.map((route) => fromRoute(route, kind, parents, settings))))
    },
  }
}

function fromRoute(sourceObject: SourceObject, kind: RouteKind, parents: Parents, settings: SourceSettings): Desired {
  const {attachments, warnings} = attachmentsOf(sourceObject, kind, parents, settings)
  const warned = desired({warnings: [...sourceObject.warnings, ...warnings]})
  // The Route is attached nowhere, so oddities of its hosts do not matter.
  if (attachments.length === 0) return warned
  const {hosts, oddities} = hostsOfRoute(sourceObject, kind, settings)
  const canonical = hosts.map(({host, field}) => ({host, field, name: canonicalHost(host)}))
  const problems = canonical.map(({host, field, name}) =>
    name.ok ? desired({}) : objectProblem(sourceObject, host, field, name.problem),
  )
  const request = canonical.flatMap(({field, name}) => (name.ok ? [{host: name.value, field}] : []))
  const found = joinBounded(
    [...attachedHosts(request, attachments)],
    sourceObject,
    hosts[0]?.field ?? '',
    ([host, by]) => endpointsForHost(host, by.field, joinTargets(by.attachments.map(targetsThrough)), sourceObject),
  )
  return joinDesired([warned, oddities, ...problems, found])
}

/** A host with its attachment, and the field that asks for it. */
interface AttachedHost {
  readonly field: string
  readonly attachments: Attachment[]
}

/** Attached hosts by name, in the order of parents, listeners and hosts. */
function attachedHosts(
  hosts: readonly RequestedHost[],
  attachments: readonly Attachment[],
): ReadonlyMap<string, AttachedHost> {
  const attached = new Map<string, AttachedHost>()
  for (const attachment of attachments) {
    const {hostname} = attachment.listener
    if (hostname === undefined) continue
    for (const {host, field} of hosts) {
      const common = commonHost(hostname, host)
      if (common === undefined || common === '') continue
      const known = attached.get(common) ?? {field: host === '' ? nameListener(attachment) : field, attachments: []}
      known.attachments.push(attachment)
      attached.set(common, known)
    }
  }
  return attached
}

export const httpRoute = toRouteSource(HTTP_ROUTE)
export const grpcRoute = toRouteSource(GRPC_ROUTE)
export const tlsRoute = toRouteSource(TLS_ROUTE)
export const tcpRoute = toRouteSource(TCP_ROUTE)
export const udpRoute = toRouteSource(UDP_ROUTE)
