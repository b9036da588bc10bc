import {trimDot} from '../dns/dns-name.js'
import type {Desired} from '../dns/endpoint.js'
import {fromHosts, withPairsAndTargets} from './endpoints/combine.js'
import {finishSource} from './endpoints/merge-endpoints.js'
import {endpointsForHost, type ResolvedTargets} from './endpoints/resolved-targets.js'
import {readObjects} from './endpoints/unused-hosts.js'
import {type DrawFromProxy, proxyNeeds, toDrawFromProxy} from './gloo/proxy-targets.js'
import {annotationsOfHost, type VirtualHost, virtualHostsOf} from './gloo/virtual-host.js'
import {desired, joinDesired, NOTHING, type RequestedHost} from './object/desired.js'
import {indexObjects, type ObjectIndex} from './object/object-field.js'
import {GLOO_GATEWAYS, GLOO_PROXIES, GLOO_VIRTUAL_SERVICES, INGRESSES, SERVICES} from './object/resources.js'
import {noLabel, objectProblem, type SourceObject, selectObjects, toSourceObject} from './object/source-object.js'
import {everywhere, type Source} from './source.js'
import type {SourceSettings} from './source-settings.js'

/** Source of the domains of Gloo's Proxies: docs/external-dns-behaviour.md#gloo-proxy. */
export const glooProxy: Source = {
  name: 'gloo-proxy',
  needs: ({glooNamespaces}) => [
    ...glooNamespaces.map((namespace) => ({resource: GLOO_PROXIES, namespace})),
    everywhere(GLOO_GATEWAYS),
  ],
  dependsOn: [GLOO_GATEWAYS, GLOO_VIRTUAL_SERVICES, SERVICES, INGRESSES],
  needsMore: (cluster, settings) =>
    selectObjects(cluster, settings, proxies(settings)).flatMap((sourceObject) => {
      const hosts = requestedHosts(sourceObject)
      if (hosts.length === 0) return []
      const isMade = hosts.some(({virtualServices}) => virtualServices.length > 0)
      return [...(isMade ? [everywhere(GLOO_VIRTUAL_SERVICES)] : []), ...proxyNeeds(sourceObject, cluster)]
    }),
  toEndpoints: (cluster, settings) => {
    const draw = toDrawFromProxy(cluster, settings)
    const virtualServices = indexObjects(cluster, GLOO_VIRTUAL_SERVICES)
    return finishSource(
      readObjects(cluster, settings, proxies(settings), {
        read: (proxy) => withPairsAndTargets(fromProxy(proxy, draw, virtualServices), proxy),
        hosts: ({object}) => virtualHostsOf(object).flatMap(domainsOf),
        why: () => 'the Service of the Proxy is not a LoadBalancer',
      }),
    )
  },
}

function proxies({glooNamespaces: namespaces}: SourceSettings) {
  return {source: 'gloo-proxy', resource: GLOO_PROXIES, label: noLabel, namespaces}
}

function requestedHosts({object}: SourceObject): readonly VirtualHost[] {
  return virtualHostsOf(object).filter(({domains}) => domains.length > 0)
}

function domainsOf({domains, field}: VirtualHost): readonly RequestedHost[] {
  return domains.map((domain, index) => ({host: trimDot(domain), field: `${field}.domains[${index}]`}))
}

function fromProxy(proxy: SourceObject, draw: DrawFromProxy, virtualServices: ObjectIndex): Desired {
  const hosts = requestedHosts(proxy)
  if (hosts.length === 0) return NOTHING
  const {targets, oddities} = draw(proxy)
  const found = hosts.map((host) => fromVirtualHost(host, proxy, targets, virtualServices))
  return joinDesired([desired({warnings: proxy.warnings}), oddities, ...found])
}

/** TTL, properties and set identifier come from the VirtualServices of the host, not from the Proxy. */
function fromVirtualHost(
  host: VirtualHost,
  proxy: SourceObject,
  targets: ResolvedTargets,
  virtualServices: ObjectIndex,
): Desired {
  const annotations = annotationsOfHost(host, virtualServices)
  const domains = domainsOf(host)
  if (!annotations.ok) {
    return fromHosts(domains, proxy, (request) => objectProblem(proxy, request, annotations.problem))
  }
  const {metadata} = proxy.object
  const object = {...proxy.object, metadata: {...metadata, annotations: annotations.value}}
  const sourceObject = toSourceObject(object, proxy.resource, proxy.source, proxy.settings)
  return fromHosts(domains, sourceObject, (request) => endpointsForHost(request, targets, sourceObject))
}
