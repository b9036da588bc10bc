import type {Desired} from '../dns/endpoint.js'
import {annotatedHosts, fromHosts, hostsIn} from './endpoints/combine.js'
import {ownTargets, pointHost} from './endpoints/drawn-targets.js'
import {finishSource} from './endpoints/merge-endpoints.js'
import type {AskingObject} from './object/asking-object.js'
import {labelAs, selectObjects} from './object/asking-object.js'
import {joinDesired} from './object/desired.js'
import {textAt} from './object/object-field.js'
import {TCP_INGRESSES} from './object/resources.js'
import {inNamespace, type Source} from './source.js'
import type {SourceSettings} from './source-settings.js'

/** Hosts of the rules of Kong's TCPIngresses, not those of their TLS part; no template is run (spec sources.md §3.13). */
export const kongTcpIngress: Source = {
  name: 'kong-tcpingress',
  needs: (settings) => [inNamespace(TCP_INGRESSES, settings)],
  toEndpoints: (cluster, settings) => {
    const askers = selectObjects(cluster, TCP_INGRESSES, settings, labelAs('tcpingress'))
    return finishSource(joinDesired(askers.map((asker) => fromTcpIngress(asker, settings))))
  },
}

function fromTcpIngress(asker: AskingObject, settings: SourceSettings): Desired {
  const targets = ownTargets(asker)
  const rules = hostsIn(
    asker.object.spec,
    ['rules'],
    (index) => `spec.rules[${index}].host`,
    (rule) => textAt(rule, 'host'),
  )
  return fromHosts([...annotatedHosts(asker, settings), ...rules], asker, (host, field) =>
    pointHost(host, field, targets, asker),
  )
}
