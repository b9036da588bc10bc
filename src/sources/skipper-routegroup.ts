import {annotatedHosts, hostsIn, withNames} from './endpoints/combine.js'
import {hostSource} from './endpoints/host-source.js'
import {ownTargets} from './endpoints/resolved-targets.js'
import {namespaced} from './object/resources.js'

export const skipperRouteGroup = hostSource({
  name: 'skipper-routegroup',
  resources: ({routeGroupVersion}) => [namespaced(routeGroupVersion, 'routegroups', 'RouteGroup')],
  hosts: (sourceObject) => [
    ...hostsIn(sourceObject.object.spec, ['hosts'], (index) => `spec.hosts[${index}]`),
    ...annotatedHosts(sourceObject),
  ],
  targets: () => (sourceObject) => ownTargets(sourceObject, 'routeGroup'),
  templates: withNames,
})
