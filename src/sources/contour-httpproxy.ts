import type {Desired} from '../dns/endpoint.js'
import {annotatedHosts, fromHosts, hostOf, type RequestedHost, withNames} from './endpoints/combine.js'
import {finishSource} from './endpoints/merge-endpoints.js'
import {endpointsForHost, ownTargets} from './endpoints/resolved-targets.js'
import {IGNORED, readObjects, writtenHosts} from './endpoints/unused-hosts.js'
import {textAt} from './object/object-field.js'
import {HTTP_PROXIES} from './object/resources.js'
import type {SourceObject} from './object/source-object.js'
import {divideObjects, labelAs} from './object/source-object.js'
import {inNamespace, type Source} from './source.js'
import type {SourceSettings} from './source-settings.js'

/** Source of the virtual hosts of Contour's HTTPProxies, whatever their `status.currentStatus` says. */
export const contourHttpProxy: Source = {
  name: 'contour-httpproxy',
  needs: (settings) => [inNamespace(HTTP_PROXIES, settings)],
  toEndpoints: (cluster, settings) => {
    const proxies = divideObjects(cluster, HTTP_PROXIES, settings, labelAs('HTTPProxy'))
    return finishSource(
      readObjects(proxies, {
        read: (sourceObject) => fromHttpProxy(sourceObject, settings),
        hosts: (sourceObject) => [...hostOfSpec(sourceObject), ...writtenHosts(sourceObject)],
        why: () => IGNORED,
      }),
    )
  },
}

function fromHttpProxy(sourceObject: SourceObject, settings: SourceSettings): Desired {
  const targets = ownTargets(sourceObject)
  const step = (host: string, field: string) => endpointsForHost(host, field, targets, sourceObject)
  const found = fromHosts([...hostOfSpec(sourceObject), ...annotatedHosts(sourceObject, settings)], sourceObject, step)
  return withNames(found, sourceObject, 'contour-httpproxy', settings, step)
}

function hostOfSpec({object}: SourceObject): readonly RequestedHost[] {
  return hostOf(textAt(object.spec, 'virtualhost', 'fqdn'), 'spec.virtualhost.fqdn')
}
