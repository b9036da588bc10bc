import type {Desired} from '../dns/endpoint.js'
import {annotatedHosts, fromHosts, hostOf, withNames} from './endpoints/combine.js'
import {ownTargets, pointHost} from './endpoints/drawn-targets.js'
import {finishSource} from './endpoints/merge-endpoints.js'
import type {AskingObject} from './object/asking-object.js'
import {labelAs, selectObjects} from './object/asking-object.js'
import {joinDesired} from './object/desired.js'
import {textAt} from './object/object-field.js'
import {HTTP_PROXIES} from './object/resources.js'
import {inNamespace, type Source} from './source.js'
import type {SourceSettings} from './source-settings.js'

/** The virtual host of Contour's HTTPProxies, whatever their `status.currentStatus` (spec sources.md §3.9). */
export const contourHttpProxy: Source = {
  name: 'contour-httpproxy',
  needs: (settings) => [inNamespace(HTTP_PROXIES, settings)],
  toEndpoints: (cluster, settings) => {
    const askers = selectObjects(cluster, HTTP_PROXIES, settings, labelAs('HTTPProxy'))
    return finishSource(joinDesired(askers.map((asker) => fromHttpProxy(asker, settings))))
  },
}

function fromHttpProxy(asker: AskingObject, settings: SourceSettings): Desired {
  const targets = ownTargets(asker)
  const step = (host: string, field: string) => pointHost(host, field, targets, asker)
  const fqdn = hostOf(textAt(asker.object.spec, 'virtualhost', 'fqdn'), 'spec.virtualhost.fqdn')
  const found = fromHosts([...fqdn, ...annotatedHosts(asker, settings)], asker, step)
  return withNames(found, asker, 'contour-httpproxy', settings, step)
}
