import type {Desired} from '../dns/endpoint.js'
import type {Cluster} from '../kubernetes/objects.js'
import {annotatedHosts, fromHosts, hostsIn, type RequestedHost, withNames} from './endpoints/combine.js'
import {finishSource} from './endpoints/merge-endpoints.js'
import {annotatedTargets, endpointsForHost, joinTargets, type ResolvedTargets} from './endpoints/resolved-targets.js'
import {readObjects, unlessIgnored, writtenHosts} from './endpoints/unused-hosts.js'
import {
  bindsHost,
  type GatewayLink,
  type IstioLookups,
  linksOf,
  linkWarnings,
  nameIn,
  toLookups,
} from './istio/gateway-link.js'
import {gatewayNeeds, type TargetsFromGateway, toTargetsFromGateway} from './istio/gateway-targets.js'
import {desired, joinDesired} from './object/desired.js'
import {INGRESSES, ISTIO_GATEWAYS, ISTIO_VIRTUAL_SERVICES, SERVICES} from './object/resources.js'
import type {SourceObject} from './object/source-object.js'
import {divideObjects, labelAs, selectObjects} from './object/source-object.js'
import {inNamespace, type Need, type Source} from './source.js'
import type {SourceSettings} from './source-settings.js'

/**
 * Source of the hosts of Istio VirtualServices, pointing to the Gateways that they bind to:
 * docs/external-dns-behaviour.md#istio-virtualservice.
 */
export const istioVirtualService: Source = {
  name: 'istio-virtualservice',
  needs: (settings) => [ISTIO_VIRTUAL_SERVICES, ISTIO_GATEWAYS].map((resource) => inNamespace(resource, settings)),
  dependsOn: [ISTIO_GATEWAYS, SERVICES, INGRESSES],
  needsMore: (cluster, settings) => {
    const lookups = toLookups(cluster, settings)
    return selectVirtualServices(cluster, settings).flatMap((sourceObject) => needsOf(sourceObject, lookups, settings))
  },
  toEndpoints: (cluster, settings) => {
    const lookups = toLookups(cluster, settings)
    const draw = toTargetsFromGateway(lookups, settings)
    const services = divideObjects(cluster, ISTIO_VIRTUAL_SERVICES, settings, labelAs('virtualservice'))
    return finishSource(
      readObjects(services, {
        read: (sourceObject) => fromVirtualService(sourceObject, linksOf(sourceObject, lookups), draw, settings),
        hosts: (sourceObject) => [...hostsOfSpec(sourceObject), ...writtenHosts(sourceObject)],
        why: (request, sourceObject) => unlessIgnored(request, settings, whyUnbound(linksOf(sourceObject, lookups))),
      }),
    )
  },
}

function selectVirtualServices(cluster: Cluster, settings: SourceSettings): readonly SourceObject[] {
  return selectObjects(cluster, ISTIO_VIRTUAL_SERVICES, settings, labelAs('virtualservice'))
}

function needsOf(sourceObject: SourceObject, lookups: IstioLookups, settings: SourceSettings): readonly Need[] {
  const hosts = annotatedTargets(sourceObject.annotations) === undefined ? requestedHosts(sourceObject, settings) : []
  return linksOf(sourceObject, lookups).flatMap((link) => {
    if (link.kind !== 'gateway') return []
    const isBound =
      settings.fqdnTemplate !== undefined || hosts.some(({host}) => bindsHost(sourceObject.object, link.gateway, host))
    return isBound ? gatewayNeeds(link.gateway, settings) : []
  })
}

function fromVirtualService(
  sourceObject: SourceObject,
  links: readonly GatewayLink[],
  draw: TargetsFromGateway,
  settings: SourceSettings,
): Desired {
  const own = annotatedTargets(sourceObject.annotations)
  const drawForHost = (host: string) => joinTargets(links.map((link) => drawFromLink(link, host, sourceObject, draw)))
  const found = fromHosts(requestedHosts(sourceObject, settings), sourceObject, (host, field) =>
    endpointsForHost(host, field, own ?? drawForHost(host), sourceObject),
  )
  const warnings = own === undefined ? linkWarnings(links, sourceObject, settings) : []
  // external-dns ignores the `target` annotation for names of templates.
  return withNames(
    joinDesired([desired({warnings}), found]),
    sourceObject,
    'istio-virtualservice',
    settings,
    (host, field) => endpointsForHost(host, field, drawForHost(host), sourceObject),
  )
}

function drawFromLink(
  link: GatewayLink,
  host: string,
  {object}: SourceObject,
  draw: TargetsFromGateway,
): ResolvedTargets {
  if (link.kind === 'invalid') return {kind: 'problem', field: link.field, problem: link.problem}
  if (link.kind === 'missing') return {kind: 'pending', reason: `draws from ${link.name}, which ${link.why}`}
  if (!bindsHost(object, link.gateway, host)) return {kind: 'nothing'}
  const found = draw(link.gateway)
  switch (found.kind) {
    case 'pending':
      return {kind: 'pending', reason: `draws from ${link.name}, which ${found.reason}`}
    case 'problem':
      return {kind: 'problem', field: link.field, problem: `${link.name}: ${found.problem}`}
    default:
      return found
  }
}

function whyUnbound(links: readonly GatewayLink[]): string {
  const [first] = links
  if (first === undefined) return 'the VirtualService names no Gateway'
  return links.length === 1 && first.kind === 'gateway'
    ? `not taken by ${first.name}`
    : 'not taken by any Gateway of the VirtualService'
}

function requestedHosts(sourceObject: SourceObject, settings: SourceSettings): readonly RequestedHost[] {
  return [...hostsOfSpec(sourceObject), ...annotatedHosts(sourceObject, settings)]
}

function hostsOfSpec({object}: SourceObject): readonly RequestedHost[] {
  return hostsIn(
    object.spec,
    ['hosts'],
    (index) => `spec.hosts[${index}]`,
    (host) => (typeof host === 'string' ? nameIn(host) : ''),
  )
}
