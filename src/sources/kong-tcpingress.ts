import type {Desired} from '../dns/endpoint.js'
import {annotatedHosts, fromHosts, hostsOfRules, hostsOfTls} from './endpoints/combine.js'
import {finishSource} from './endpoints/merge-endpoints.js'
import {endpointsForHost, ownTargets} from './endpoints/resolved-targets.js'
import {readObjects, unlessIgnored, writtenHosts} from './endpoints/unused-hosts.js'
import {TCP_INGRESSES} from './object/resources.js'
import type {SourceObject} from './object/source-object.js'
import {divideObjects, labelAs} from './object/source-object.js'
import {inNamespace, type Source} from './source.js'
import type {SourceSettings} from './source-settings.js'

/** Source of the hosts in the rules of Kong's TCPIngresses. TLS hosts are not read, and no template is run. */
export const kongTcpIngress: Source = {
  name: 'kong-tcpingress',
  needs: (settings) => [inNamespace(TCP_INGRESSES, settings)],
  toEndpoints: (cluster, settings) => {
    const ingresses = divideObjects(cluster, TCP_INGRESSES, settings, labelAs('tcpingress'))
    return finishSource(
      readObjects(ingresses, {
        read: (sourceObject) => fromTcpIngress(sourceObject, settings),
        hosts: (sourceObject) => [
          ...writtenHosts(sourceObject),
          ...hostsOfRules(sourceObject),
          ...hostsOfTls(sourceObject),
        ],
        why: (request) => unlessIgnored(request, settings, 'hosts of spec.tls are not read'),
      }),
    )
  },
}

function fromTcpIngress(sourceObject: SourceObject, settings: SourceSettings): Desired {
  const targets = ownTargets(sourceObject)
  const hosts = [...annotatedHosts(sourceObject, settings), ...hostsOfRules(sourceObject)]
  return fromHosts(hosts, sourceObject, (host, field) => endpointsForHost(host, field, targets, sourceObject))
}
