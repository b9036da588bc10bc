import {annotatedHosts, hostOf, withNames} from './endpoints/combine.js'
import {hostSource} from './endpoints/host-source.js'
import {textAt} from './object/object-field.js'
import {HTTP_PROXIES} from './object/resources.js'

/** Source of the virtual hosts of Contour's HTTPProxies, whatever their `status.currentStatus` says. */
export const contourHttpProxy = hostSource({
  name: 'contour-httpproxy',
  resources: () => [HTTP_PROXIES],
  label: 'HTTPProxy',
  hosts: (sourceObject) => [
    ...hostOf(textAt(sourceObject.object.spec, 'virtualhost', 'fqdn'), 'spec.virtualhost.fqdn'),
    ...annotatedHosts(sourceObject),
  ],
  templates: withNames,
})
