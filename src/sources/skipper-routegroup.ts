import type {Desired} from '../dns/endpoint.js'
import type {Resource} from '../kubernetes/objects.js'
import {annotatedHosts, fromHosts, hostsIn, withNames} from './endpoints/combine.js'
import {ownTargets, pointHost} from './endpoints/drawn-targets.js'
import {finishSource} from './endpoints/merge-endpoints.js'
import type {AskingObject} from './object/asking-object.js'
import {labelAs, selectObjects} from './object/asking-object.js'
import {joinDesired} from './object/desired.js'
import {namespaced} from './object/resources.js'
import {inNamespace, type Source} from './source.js'
import type {SourceSettings} from './source-settings.js'

/** Hosts of Skipper's RouteGroups (spec sources.md §3.16). */
export const skipperRouteGroup: Source = {
  name: 'skipper-routegroup',
  needs: (settings) => [inNamespace(routeGroups(settings), settings)],
  toEndpoints: (cluster, settings) => {
    const askers = selectObjects(cluster, routeGroups(settings), settings, labelAs('routegroup'))
    return finishSource(joinDesired(askers.map((asker) => fromRouteGroup(asker, settings))))
  },
}

function routeGroups({routeGroupVersion}: SourceSettings): Resource {
  return namespaced(routeGroupVersion, 'routegroups', 'RouteGroup')
}

function fromRouteGroup(asker: AskingObject, settings: SourceSettings): Desired {
  const targets = ownTargets(asker, 'routeGroup')
  const step = (host: string, field: string) => pointHost(host, field, targets, asker)
  const hosts = hostsIn(asker.object.spec, ['hosts'], (index) => `spec.hosts[${index}]`)
  const found = fromHosts([...hosts, ...annotatedHosts(asker, settings)], asker, step)
  return withNames(found, asker, 'skipper-routegroup', settings, step)
}
