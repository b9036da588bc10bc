import type {Desired} from '../dns/endpoint.js'
import {annotatedHosts, fromHosts, hostOf, withNames} from './endpoints/combine.js'
import {finishSource} from './endpoints/merge-endpoints.js'
import {endpointsForHost, ownTargets} from './endpoints/resolved-targets.js'
import {joinDesired} from './object/desired.js'
import {textAt} from './object/object-field.js'
import {HTTP_PROXIES} from './object/resources.js'
import type {SourceObject} from './object/source-object.js'
import {labelAs, selectObjects} from './object/source-object.js'
import {inNamespace, type Source} from './source.js'
import type {SourceSettings} from './source-settings.js'

/** Source of the virtual hosts of Contour's HTTPProxies, whatever their `status.currentStatus` says. */
export const contourHttpProxy: Source = {
  name: 'contour-httpproxy',
  needs: (settings) => [inNamespace(HTTP_PROXIES, settings)],
  toEndpoints: (cluster, settings) => {
    const sourceObjects = selectObjects(cluster, HTTP_PROXIES, settings, labelAs('HTTPProxy'))
    return finishSource(joinDesired(sourceObjects.map((sourceObject) => fromHttpProxy(sourceObject, settings))))
  },
}

function fromHttpProxy(sourceObject: SourceObject, settings: SourceSettings): Desired {
  const targets = ownTargets(sourceObject)
  const step = (host: string, field: string) => endpointsForHost(host, field, targets, sourceObject)
  const fqdn = hostOf(textAt(sourceObject.object.spec, 'virtualhost', 'fqdn'), 'spec.virtualhost.fqdn')
  const found = fromHosts([...fqdn, ...annotatedHosts(sourceObject, settings)], sourceObject, step)
  return withNames(found, sourceObject, 'contour-httpproxy', settings, step)
}
