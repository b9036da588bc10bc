import type {Desired} from '../dns/endpoint.js'
import type {Cluster} from '../kubernetes/objects.js'
import {type AskedHost, annotatedHosts, fromHosts, hostsIn, withNames} from './endpoints/combine.js'
import {annotatedTargets, type DrawnTargets, joinDrawn, pointHost} from './endpoints/drawn-targets.js'
import {finishSource} from './endpoints/merge-endpoints.js'
import {
  bindsHost,
  type GatewayLink,
  type IstioSurroundings,
  linksOf,
  linkWarnings,
  nameIn,
  toSurroundings,
} from './istio/gateway-link.js'
import {type DrawFromGateway, gatewayNeeds, toDrawFromGateway} from './istio/gateway-targets.js'
import type {AskingObject} from './object/asking-object.js'
import {labelAs, selectObjects} from './object/asking-object.js'
import {desired, joinDesired} from './object/desired.js'
import {INGRESSES, ISTIO_GATEWAYS, ISTIO_VIRTUAL_SERVICES, SERVICES} from './object/resources.js'
import {inNamespace, type Need, type Source} from './source.js'
import type {SourceSettings} from './source-settings.js'

/** Hosts of Istio VirtualServices with the addresses of the Gateways that take them (spec sources.md §3.8). */
export const istioVirtualService: Source = {
  name: 'istio-virtualservice',
  needs: (settings) => [ISTIO_VIRTUAL_SERVICES, ISTIO_GATEWAYS].map((resource) => inNamespace(resource, settings)),
  drawsFrom: [ISTIO_GATEWAYS, SERVICES, INGRESSES],
  needsMore: (cluster, settings) => {
    const surroundings = toSurroundings(cluster, settings)
    return selectVirtualServices(cluster, settings).flatMap((asker) => needsOf(asker, surroundings, settings))
  },
  toEndpoints: (cluster, settings) => {
    const surroundings = toSurroundings(cluster, settings)
    const draw = toDrawFromGateway(surroundings, settings)
    const found = selectVirtualServices(cluster, settings).map((asker) =>
      fromVirtualService(asker, linksOf(asker, surroundings), draw, settings),
    )
    return finishSource(joinDesired(found))
  },
}

function selectVirtualServices(cluster: Cluster, settings: SourceSettings): readonly AskingObject[] {
  return selectObjects(cluster, ISTIO_VIRTUAL_SERVICES, settings, labelAs('virtualservice'))
}

function needsOf(asker: AskingObject, surroundings: IstioSurroundings, settings: SourceSettings): readonly Need[] {
  const hosts = annotatedTargets(asker.annotations) === undefined ? askedHosts(asker, settings) : []
  return linksOf(asker, surroundings).flatMap((link) => {
    if (link.kind !== 'gateway') return []
    const isBound =
      settings.fqdnTemplate !== undefined || hosts.some(({host}) => bindsHost(asker.object, link.gateway, host))
    return isBound ? gatewayNeeds(link.gateway, settings) : []
  })
}

function fromVirtualService(
  asker: AskingObject,
  links: readonly GatewayLink[],
  draw: DrawFromGateway,
  settings: SourceSettings,
): Desired {
  const own = annotatedTargets(asker.annotations)
  const drawForHost = (host: string) => joinDrawn(links.map((link) => drawFromLink(link, host, asker, draw)))
  const found = fromHosts(askedHosts(asker, settings), asker, (host, field) =>
    pointHost(host, field, own ?? drawForHost(host), asker),
  )
  const warnings = own === undefined ? linkWarnings(links, asker, settings) : []
  // For names of a template external-dns leaves the `target` annotation out of account.
  return withNames(joinDesired([desired({warnings}), found]), asker, 'istio-virtualservice', settings, (host, field) =>
    pointHost(host, field, drawForHost(host), asker),
  )
}

function drawFromLink(link: GatewayLink, host: string, {object}: AskingObject, draw: DrawFromGateway): DrawnTargets {
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

function askedHosts(asker: AskingObject, settings: SourceSettings): readonly AskedHost[] {
  const own = hostsIn(
    asker.object.spec,
    ['hosts'],
    (index) => `spec.hosts[${index}]`,
    (host) => (typeof host === 'string' ? nameIn(host) : ''),
  )
  return [...own, ...annotatedHosts(asker, settings)]
}
