import type {Desired} from '../dns/endpoint.js'
import type {Cluster} from '../kubernetes/objects.js'
import {annotatedHosts, fromHosts, hostsIn, type RequestedHost, withNames} from './endpoints/combine.js'
import {finishSource} from './endpoints/merge-endpoints.js'
import {endpointsForHost} from './endpoints/resolved-targets.js'
import {IGNORED, readObjects, writtenHosts} from './endpoints/unused-hosts.js'
import {nameIn, toLookups} from './istio/gateway-link.js'
import {gatewayNeeds, type TargetsFromGateway, toTargetsFromGateway} from './istio/gateway-targets.js'
import {listAt} from './object/object-field.js'
import {INGRESSES, ISTIO_GATEWAYS, SERVICES} from './object/resources.js'
import type {SourceObject} from './object/source-object.js'
import {divideObjects, labelAs, selectObjects} from './object/source-object.js'
import {inNamespace, type Source} from './source.js'
import type {SourceSettings} from './source-settings.js'

/**
 * Source of the hosts of Istio Gateways, pointing to the Services behind them:
 * docs/external-dns-behaviour.md#istio-gateway.
 */
export const istioGateway: Source = {
  name: 'istio-gateway',
  needs: (settings) => [inNamespace(ISTIO_GATEWAYS, settings)],
  dependsOn: [SERVICES, INGRESSES],
  needsMore: (cluster, settings) =>
    selectGateways(cluster, settings)
      .filter(
        (sourceObject) => settings.fqdnTemplate !== undefined || requestedHosts(sourceObject, settings).length > 0,
      )
      .flatMap(({object}) => gatewayNeeds(object, settings)),
  toEndpoints: (cluster, settings) => {
    const draw = toTargetsFromGateway(toLookups(cluster, settings), settings)
    const gateways = divideObjects(cluster, ISTIO_GATEWAYS, settings, labelAs('gateway'))
    return finishSource(
      readObjects(gateways, {
        read: (sourceObject) => fromGateway(sourceObject, draw, settings),
        hosts: (sourceObject) => [...servedHosts(sourceObject), ...writtenHosts(sourceObject)],
        why: () => IGNORED,
      }),
    )
  },
}

function selectGateways(cluster: Cluster, settings: SourceSettings): readonly SourceObject[] {
  return selectObjects(cluster, ISTIO_GATEWAYS, settings, labelAs('gateway'))
}

function fromGateway(sourceObject: SourceObject, draw: TargetsFromGateway, settings: SourceSettings): Desired {
  const step = (host: string, field: string) => endpointsForHost(host, field, draw(sourceObject.object), sourceObject)
  const found = fromHosts(requestedHosts(sourceObject, settings), sourceObject, step)
  return withNames(found, sourceObject, 'istio-gateway', settings, step)
}

function requestedHosts(sourceObject: SourceObject, settings: SourceSettings): readonly RequestedHost[] {
  return [...servedHosts(sourceObject), ...annotatedHosts(sourceObject, settings)]
}

function servedHosts({object}: SourceObject): readonly RequestedHost[] {
  return listAt(object.spec, 'servers').flatMap((server, index) =>
    hostsIn(
      server,
      ['hosts'],
      (at) => `spec.servers[${index}].hosts[${at}]`,
      (host) => (typeof host === 'string' ? nameIn(host) : ''),
    ),
  )
}
