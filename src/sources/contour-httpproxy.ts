import type {Desired} from '../dns/endpoint.js'
import {annotatedHosts, fromHosts, hostOf} from './asked-hosts.js'
import type {AskingObject} from './asking-object.js'
import {withNames} from './combine.js'
import {joinDesired} from './desired.js'
import {ownTargets, pointHost} from './drawn-targets.js'
import {finishSource} from './finish-source.js'
import {textAt} from './object-field.js'
import {labelAs, selectObjects} from './object-selection.js'
import {HTTP_PROXIES} from './resources.js'
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
