import type {Desired} from '../../dns/endpoint.js'
import type {AskedHost} from '../asked-hosts.js'
import {type AskingObject, objectProblem} from '../asking-object.js'
import {joinBounded} from '../bounded.js'
import {desired, joinDesired} from '../desired.js'
import {joinDrawn, pointHost} from '../drawn-targets.js'
import {finishSource} from '../finish-source.js'
import {labelAs, selectObjects} from '../object-selection.js'
import {GATEWAYS, LISTENER_SETS, NAMESPACES} from '../resources.js'
import {everywhere, inNamespace, type Source} from '../source.js'
import type {SourceSettings} from '../source-settings.js'
import {type Entrance, entrancesOf, nameListener, targetsThrough} from './entrance.js'
import {canonicalHost, commonHost} from './host-match.js'
import {looksAtNamespaces, selectParents} from './parent-selection.js'
import {type Parents, toParents} from './parents.js'
import {hostsOfRoute} from './route-hosts.js'
import type {RouteKind} from './route-kinds.js'

/** The hosts that a Route shares with listeners, at the addresses of their Gateways (spec sources.md §3.6). */
export function toRouteSource(kind: RouteKind): Source {
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
