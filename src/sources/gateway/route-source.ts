import type {Desired} from '../../dns/endpoint.js'
import {joinBounded} from '../endpoints/bounded.js'
import type {AskedHost} from '../endpoints/combine.js'
import {joinDrawn, pointHost} from '../endpoints/drawn-targets.js'
import {finishSource} from '../endpoints/merge-endpoints.js'
import {type AskingObject, labelAs, objectProblem, selectObjects} from '../object/asking-object.js'
import {desired, joinDesired} from '../object/desired.js'
import {GATEWAYS, LISTENER_SETS, NAMESPACES} from '../object/resources.js'
import {everywhere, inNamespace, type Source} from '../source.js'
import type {SourceSettings} from '../source-settings.js'
import {type Entrance, entrancesOf, nameListener, targetsThrough} from './entrance.js'
import {looksAtNamespaces, type Parents, selectParents, toParents} from './parents.js'
import {canonicalHost, commonHost, hostsOfRoute} from './route-hosts.js'
import {GRPC_ROUTE, HTTP_ROUTE, type RouteKind, TCP_ROUTE, TLS_ROUTE, UDP_ROUTE} from './route-kinds.js'

/** The hosts that a Route shares with listeners, at the addresses of their Gateways (spec sources.md §3.6). */
function toRouteSource(kind: RouteKind): Source {
  return {
    name: kind.source,
    needs: (settings) => [
      inNamespace(kind.resource, settings),
      {resource: GATEWAYS, namespace: settings.gatewayNamespace},
      ...(settings.readsListenerSets ? [everywhere(LISTENER_SETS)] : []),
    ],
    drawsFrom: [GATEWAYS, LISTENER_SETS, NAMESPACES],
    needsMore: (cluster, settings) =>
      looksAtNamespaces(selectParents(cluster, settings)) ? [everywhere(NAMESPACES)] : [],
    toEndpoints: (cluster, settings) => {
      const parents = toParents(cluster, settings)
      const routes = selectObjects(cluster, kind.resource, settings, labelAs(kind.resource.kind.toLowerCase()))
      return finishSource(joinDesired(routes.map((route) => fromRoute(route, kind, parents, settings))))
    },
  }
}

function fromRoute(asker: AskingObject, kind: RouteKind, parents: Parents, settings: SourceSettings): Desired {
  const {entrances, warnings} = entrancesOf(asker, kind, parents, settings)
  const said = desired({warnings: [...asker.warnings, ...warnings]})
  // Nobody takes the Route in, so nothing that is odd about its hosts is of any consequence.
  if (entrances.length === 0) return said
  const {hosts, oddities} = hostsOfRoute(asker, kind, settings)
  const canonical = hosts.map(({host, field}) => ({host, field, name: canonicalHost(host)}))
  const problems = canonical.map(({host, field, name}) =>
    name.ok ? desired({}) : objectProblem(asker, host, field, name.problem),
  )
  const asked = canonical.flatMap(({field, name}) => (name.ok ? [{host: name.value, field}] : []))
  const found = joinBounded([...reach(asked, entrances)], asker, hosts[0]?.field ?? '', ([host, by]) =>
    pointHost(host, by.field, joinDrawn(by.entrances.map(targetsThrough)), asker),
  )
  return joinDesired([said, oddities, ...problems, found])
}

/** How a name is reached, and the field that asks for it. */
interface Reached {
  readonly field: string
  readonly entrances: Entrance[]
}

/** By name, in the order of parents, listeners and hosts. */
function reach(hosts: readonly AskedHost[], entrances: readonly Entrance[]): ReadonlyMap<string, Reached> {
  const reached = new Map<string, Reached>()
  for (const entrance of entrances) {
    const {hostname} = entrance.listener
    if (hostname === undefined) continue
    for (const {host, field} of hosts) {
      const common = commonHost(hostname, host)
      if (common === undefined || common === '') continue
      const known = reached.get(common) ?? {field: host === '' ? nameListener(entrance) : field, entrances: []}
      known.entrances.push(entrance)
      reached.set(common, known)
    }
  }
  return reached
}

export const httpRoute = toRouteSource(HTTP_ROUTE)
export const grpcRoute = toRouteSource(GRPC_ROUTE)
export const tlsRoute = toRouteSource(TLS_ROUTE)
export const tcpRoute = toRouteSource(TCP_ROUTE)
export const udpRoute = toRouteSource(UDP_ROUTE)
