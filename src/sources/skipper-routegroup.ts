import type {Desired} from '../dns/endpoint.js'
import type {Resource} from '../kubernetes/objects.js'
import {annotatedHosts, fromHosts, hostsIn, type RequestedHost, withNames} from './endpoints/combine.js'
import {finishSource} from './endpoints/merge-endpoints.js'
import {endpointsForHost, ownTargets} from './endpoints/resolved-targets.js'
import {IGNORED, readObjects, writtenHosts} from './endpoints/unused-hosts.js'
import {namespaced} from './object/resources.js'
import type {SourceObject} from './object/source-object.js'
import {divideObjects, labelAs} from './object/source-object.js'
import {inNamespace, type Source} from './source.js'
import type {SourceSettings} from './source-settings.js'

/** Source of the hosts of Skipper's RouteGroups. */
export const skipperRouteGroup: Source = {
  name: 'skipper-routegroup',
  needs: (settings) => [inNamespace(routeGroups(settings), settings)],
  toEndpoints: (cluster, settings) => {
    const groups = divideObjects(cluster, routeGroups(settings), settings, labelAs('routegroup'))
    return finishSource(
      readObjects(groups, {
        read: (sourceObject) => fromRouteGroup(sourceObject, settings),
        hosts: (sourceObject) => [...hostsOfSpec(sourceObject), ...writtenHosts(sourceObject)],
        why: () => IGNORED,
      }),
    )
  },
}

function routeGroups({routeGroupVersion}: SourceSettings): Resource {
  return namespaced(routeGroupVersion, 'routegroups', 'RouteGroup')
}

function fromRouteGroup(sourceObject: SourceObject, settings: SourceSettings): Desired {
  const targets = ownTargets(sourceObject, 'routeGroup')
  const step = (host: string, field: string) => endpointsForHost(host, field, targets, sourceObject)
  const found = fromHosts([...hostsOfSpec(sourceObject), ...annotatedHosts(sourceObject, settings)], sourceObject, step)
  return withNames(found, sourceObject, 'skipper-routegroup', settings, step)
}

function hostsOfSpec({object}: SourceObject): readonly RequestedHost[] {
  return hostsIn(object.spec, ['hosts'], (index) => `spec.hosts[${index}]`)
}
