import type {Desired} from '../dns/endpoint.js'
import {annotatedHosts, fromHosts, hostsIn} from './endpoints/combine.js'
import {finishSource} from './endpoints/merge-endpoints.js'
import {endpointsForHost, ownTargets} from './endpoints/resolved-targets.js'
import {joinDesired} from './object/desired.js'
import {textAt} from './object/object-field.js'
import {TCP_INGRESSES} from './object/resources.js'
import type {SourceObject} from './object/source-object.js'
import {labelAs, selectObjects} from './object/source-object.js'
import {inNamespace, type Source} from './source.js'
import type {SourceSettings} from './source-settings.js'

/** Source of the hosts in the rules of Kong's TCPIngresses. TLS hosts are not read, and no template is run. */
export const kongTcpIngress: Source = {
  name: 'kong-tcpingress',
  needs: (settings) => [inNamespace(TCP_INGRESSES, settings)],
  toEndpoints: (cluster, settings) => {
    const sourceObjects = selectObjects(cluster, TCP_INGRESSES, settings, labelAs('tcpingress'))
    return finishSource(joinDesired(sourceObjects.map((sourceObject) => fromTcpIngress(sourceObject, settings))))
  },
}

function fromTcpIngress(sourceObject: SourceObject, settings: SourceSettings): Desired {
  const targets = ownTargets(sourceObject)
  const rules = hostsIn(
    sourceObject.object.spec,
    ['rules'],
    (index) => `spec.rules[${index}].host`,
    (rule) => textAt(rule, 'host'),
  )
  return fromHosts([...annotatedHosts(sourceObject, settings), ...rules], sourceObject, (host, field) =>
    endpointsForHost(host, field, targets, sourceObject),
  )
}
