import type {Desired} from '../dns/endpoint.js'
import type {Cluster} from '../kubernetes/objects.js'
import {type AskedHost, annotatedHosts, fromHosts, hostsIn, withNames} from './endpoints/combine.js'
import {pointHost} from './endpoints/drawn-targets.js'
import {finishSource} from './endpoints/merge-endpoints.js'
import {nameIn, toSurroundings} from './istio/gateway-link.js'
import {type DrawFromGateway, gatewayNeeds, toDrawFromGateway} from './istio/gateway-targets.js'
import type {AskingObject} from './object/asking-object.js'
import {labelAs, selectObjects} from './object/asking-object.js'
import {joinDesired} from './object/desired.js'
import {listAt} from './object/object-field.js'
import {INGRESSES, ISTIO_GATEWAYS, SERVICES} from './object/resources.js'
import {inNamespace, type Source} from './source.js'
import type {SourceSettings} from './source-settings.js'

/** Hosts of Istio Gateways with the addresses of the Services behind them (spec sources.md §3.7). */
export const istioGateway: Source = {
  name: 'istio-gateway',
  needs: (settings) => [inNamespace(ISTIO_GATEWAYS, settings)],
  drawsFrom: [SERVICES, INGRESSES],
  needsMore: (cluster, settings) =>
    selectGateways(cluster, settings)
      .filter((asker) => settings.fqdnTemplate !== undefined || askedHosts(asker, settings).length > 0)
      .flatMap(({object}) => gatewayNeeds(object, settings)),
  toEndpoints: (cluster, settings) => {
    const draw = toDrawFromGateway(toSurroundings(cluster, settings), settings)
    return finishSource(
      joinDesired(selectGateways(cluster, settings).map((asker) => fromGateway(asker, draw, settings))),
    )
  },
}

function selectGateways(cluster: Cluster, settings: SourceSettings): readonly AskingObject[] {
  return selectObjects(cluster, ISTIO_GATEWAYS, settings, labelAs('gateway'))
}

function fromGateway(asker: AskingObject, draw: DrawFromGateway, settings: SourceSettings): Desired {
  const step = (host: string, field: string) => pointHost(host, field, draw(asker.object), asker)
  const found = fromHosts(askedHosts(asker, settings), asker, step)
  return withNames(found, asker, 'istio-gateway', settings, step)
}

function askedHosts(asker: AskingObject, settings: SourceSettings): readonly AskedHost[] {
  const served = listAt(asker.object.spec, 'servers').flatMap((server, index) =>
    hostsIn(
      server,
      ['hosts'],
      (at) => `spec.servers[${index}].hosts[${at}]`,
      (host) => (typeof host === 'string' ? nameIn(host) : ''),
    ),
  )
  return [...served, ...annotatedHosts(asker, settings)]
}
