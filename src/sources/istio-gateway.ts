import {annotatedHosts, hostsIn, withNames} from './endpoints/combine.js'
import {hostSource} from './endpoints/host-source.js'
import {nameIn, toLookups} from './istio/gateway-link.js'
import {gatewayNeeds, toTargetsFromGateway} from './istio/gateway-targets.js'
import type {RequestedHost} from './object/desired.js'
import {listAt} from './object/object-field.js'
import {INGRESSES, ISTIO_GATEWAYS, SERVICES} from './object/resources.js'
import {type SourceObject, selectObjects} from './object/source-object.js'
import type {Source} from './source.js'

const NAME = 'istio-gateway'

/** Source of the hosts of Istio Gateways: docs/external-dns-behaviour.md#istio-gateway. */
export const istioGateway: Source = {
  ...hostSource({
    name: NAME,
    resources: () => [ISTIO_GATEWAYS],
    hosts: requestedHosts,
    targets: (cluster, settings) => {
      const draw = toTargetsFromGateway(toLookups(cluster, settings), settings)
      return ({object}) => draw(object)
    },
    templates: withNames,
  }),
  dependsOn: [SERVICES, INGRESSES],
  needsMore: (cluster, settings) =>
    selectObjects(cluster, settings, {source: NAME, resource: ISTIO_GATEWAYS})
      .filter((sourceObject) => settings.fqdnTemplate !== undefined || requestedHosts(sourceObject).length > 0)
      .flatMap(({object}) => gatewayNeeds(object, settings)),
}

function requestedHosts(sourceObject: SourceObject): readonly RequestedHost[] {
  return [...servedHosts(sourceObject), ...annotatedHosts(sourceObject)]
}

function servedHosts({object}: SourceObject): readonly RequestedHost[] {
  return listAt(object.spec, 'servers').flatMap((server, index) =>
    hostsIn(server, ['hosts'], (at) => `spec.servers[${index}].hosts[${at}]`, nameIn),
  )
}
