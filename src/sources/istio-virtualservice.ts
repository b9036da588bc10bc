import type {Desired} from '../dns/endpoint.js'
import {annotatedHosts, fromHosts, hostsIn, withNames} from './endpoints/combine.js'
import {finishSource} from './endpoints/merge-endpoints.js'
import {annotatedTargets, endpointsForHost, joinTargets, type ResolvedTargets} from './endpoints/resolved-targets.js'
import {readObjects, unlessIgnored, writtenHosts} from './endpoints/unused-hosts.js'
import {bindsHost, type GatewayLink, linksOf, linkWarnings, nameIn, toLookups} from './istio/gateway-link.js'
import {gatewayNeeds, type TargetsFromGateway, toTargetsFromGateway} from './istio/gateway-targets.js'
import {desired, joinDesired, type RequestedHost} from './object/desired.js'
import {INGRESSES, ISTIO_GATEWAYS, ISTIO_VIRTUAL_SERVICES, SERVICES} from './object/resources.js'
import {type ObjectKind, type SourceObject, selectObjects} from './object/source-object.js'
import {inNamespace, type Need, type Source} from './source.js'

const VIRTUAL_SERVICES: ObjectKind = {source: 'istio-virtualservice', resource: ISTIO_VIRTUAL_SERVICES}

/** Source of the hosts of Istio VirtualServices: docs/external-dns-behaviour.md#istio-virtualservice. */
export const istioVirtualService: Source = {
  name: VIRTUAL_SERVICES.source,
  needs: (settings) => [ISTIO_VIRTUAL_SERVICES, ISTIO_GATEWAYS].map((resource) => inNamespace(resource, settings)),
  dependsOn: [ISTIO_GATEWAYS, SERVICES, INGRESSES],
  needsMore: (cluster, settings) => {
    const lookups = toLookups(cluster, settings)
    return selectObjects(cluster, settings, VIRTUAL_SERVICES).flatMap((sourceObject) =>
      needsOf(sourceObject, linksOf(sourceObject, lookups)),
    )
  },
  toEndpoints: (cluster, settings) => {
    const lookups = toLookups(cluster, settings)
    const draw = toTargetsFromGateway(lookups, settings)
    return finishSource(
      readObjects(cluster, settings, VIRTUAL_SERVICES, {
        read: (sourceObject) => fromVirtualService(sourceObject, linksOf(sourceObject, lookups), draw),
        hosts: (sourceObject) => [...hostsOfSpec(sourceObject), ...writtenHosts(sourceObject)],
        why: (request, sourceObject) =>
          unlessIgnored(request, sourceObject, whyUnbound(linksOf(sourceObject, lookups))),
      }),
    )
  },
}

function needsOf(sourceObject: SourceObject, links: readonly GatewayLink[]): readonly Need[] {
  const {settings} = sourceObject
  const hosts = annotatedTargets(sourceObject.annotations) === undefined ? requestedHosts(sourceObject) : []
  return links.flatMap((link) => {
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
): Desired {
  const own = annotatedTargets(sourceObject.annotations)
  const drawForHost = (host: string) => joinTargets(links.map((link) => drawFromLink(link, host, sourceObject, draw)))
  const found = fromHosts(requestedHosts(sourceObject), sourceObject, (request) =>
    endpointsForHost(request, own ?? drawForHost(request.host), sourceObject),
  )
  const warnings = own === undefined ? linkWarnings(links, sourceObject) : []
  // external-dns ignores the `target` annotation for names of templates.
  return withNames(joinDesired([desired({warnings}), found]), sourceObject, (request) =>
    endpointsForHost(request, drawForHost(request.host), sourceObject),
  )
}

function drawFromLink(
  link: GatewayLink,
  host: string,
  {object}: SourceObject,
  draw: TargetsFromGateway,
): ResolvedTargets {
  if (link.kind === 'invalid') return {kind: 'problem', field: link.field, problem: link.problem}
  if (link.kind === 'missing') return {kind: 'pending', reason: `uses ${link.name}, which ${link.why}`}
  if (!bindsHost(object, link.gateway, host)) return {kind: 'nothing'}
  const found = draw(link.gateway)
  if (found.kind === 'pending') return {kind: 'pending', reason: `uses ${link.name}, which ${found.reason}`}
  if (found.kind !== 'problem') return found
  return {kind: 'problem', field: link.field, problem: `${link.name}: ${found.problem}`}
}

function whyUnbound(links: readonly GatewayLink[]): string {
  const [first] = links
  if (first === undefined) return 'the VirtualService names no Gateway'
  return links.length === 1 && first.kind === 'gateway'
    ? `not accepted by ${first.name}`
    : 'not accepted by any Gateway of the VirtualService'
}

function requestedHosts(sourceObject: SourceObject): readonly RequestedHost[] {
  return [...hostsOfSpec(sourceObject), ...annotatedHosts(sourceObject)]
}

function hostsOfSpec({object}: SourceObject): readonly RequestedHost[] {
  return hostsIn(object.spec, ['hosts'], (index) => `spec.hosts[${index}]`, nameIn)
}
