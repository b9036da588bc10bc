import {annotatedHosts, hostsOfRules, hostsOfTls} from './endpoints/combine.js'
import {hostSource} from './endpoints/host-source.js'
import {unlessIgnored, writtenHosts} from './endpoints/unused-hosts.js'
import {TCP_INGRESSES} from './object/resources.js'

/** Source of the hosts in the rules of Kong's TCPIngresses. TLS hosts are not read, and no template is run. */
export const kongTcpIngress = hostSource({
  name: 'kong-tcpingress',
  resources: () => [TCP_INGRESSES],
  hosts: (sourceObject) => [...annotatedHosts(sourceObject), ...hostsOfRules(sourceObject)],
  written: (one) => [...writtenHosts(one), ...hostsOfRules(one), ...hostsOfTls(one)],
  why: (request, sourceObject) => unlessIgnored(request, sourceObject, 'hosts of spec.tls are not read'),
})
