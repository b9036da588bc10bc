import {trimDot} from '../dns/dns-name.js'
import type {Desired} from '../dns/endpoint.js'
import type {Cluster} from '../kubernetes/objects.js'
import {type AskingObject, hostsOf, objectProblem, pendingHost, targetsOf} from './asking-object.js'
import {joinBounded} from './bounded.js'
import {withPairsAndNames} from './combine.js'
import {fromCompatibility} from './compatibility.js'
import {desired, joinDesired, NOTHING} from './desired.js'
import {endpointsFor} from './endpoints-for.js'
import {finishSource} from './finish-source.js'
import {fromHeadless} from './headless.js'
import {fromLoadBalancer} from './load-balancer-service.js'
import {fromNodePort} from './node-port.js'
import {textAt, textsAt} from './object-field.js'
import {labelAs, selectObjects} from './object-selection.js'
import {ENDPOINT_SLICES, NODES, PODS, SERVICES} from './resources.js'
import {mergeServices} from './service-merge.js'
import {serviceNeeds} from './service-needs.js'
import {type ServiceSurroundings, toSurroundings} from './service-surroundings.js'
import {isHeadless, passesTypeFilter, typeOf} from './service-type.js'
import {inNamespace, type Source} from './source.js'
import type {SourceSettings} from './source-settings.js'

/** Services of every type (spec sources.md §3.1). */
export const service: Source = {
  name: 'service',
  needs: (settings) => [inNamespace(SERVICES, settings)],
  drawsFrom: [NODES, PODS, ENDPOINT_SLICES],
  needsMore: (cluster, settings) => {
    const needs = selectServices(cluster, settings).map((asker) => serviceNeeds(asker, settings))
    return [
      ...(needs.some(({nodes}) => nodes) ? [NODES] : []),
      ...(needs.some(({pods}) => pods) ? [PODS] : []),
      ...(needs.some(({slices}) => slices) ? [ENDPOINT_SLICES] : []),
    ].map((resource) => inNamespace(resource, settings))
  },
  hostsToResolve: (cluster, settings) => {
    const hosts = selectServices(cluster, settings).flatMap((asker) => serviceNeeds(asker, settings).hosts)
    return [...new Set(hosts)].sort()
  },
  toEndpoints: (cluster, settings) => {
    const surroundings = toSurroundings(cluster)
    const found = selectServices(cluster, settings).map((asker) => fromService(asker, surroundings, settings))
    return finishSource(mergeServices(joinDesired(found)))
  },
}

function selectServices(cluster: Cluster, settings: SourceSettings): readonly AskingObject[] {
  return selectObjects(cluster, SERVICES, settings, labelAs('service')).filter(({object}) =>
    passesTypeFilter(typeOf(object), settings),
  )
}

function fromService(asker: AskingObject, surroundings: ServiceSurroundings, settings: SourceSettings): Desired {
  const forHost = (host: string, field: string, isInternal: boolean) =>
    fromHost(host, field, isInternal, asker, surroundings, settings)
  const fromAnnotation = (annotation: string, isInternal: boolean) => {
    const field = `annotation ${annotation}`
    return joinBounded(hostsOf(asker, annotation), asker, field, (host) => forHost(host, field, isInternal))
  }
  const annotated = settings.ignoresHostnameAnnotation
    ? NOTHING
    : joinDesired([fromAnnotation('hostname', false), fromAnnotation('internal-hostname', true)])
  const found =
    annotated.endpoints.length > 0
      ? annotated
      : joinDesired([annotated, fromCompatibility(asker, surroundings, settings)])
  const templated = withPairsAndNames(found, asker, 'service', settings, (host, field) => forHost(host, field, false))
  return joinDesired([desired({warnings: asker.warnings}), templated])
}

/** What one host of the Service points at; for an empty host the endpoints stay without a name. */
function fromHost(
  asked: string,
  field: string,
  isInternal: boolean,
  asker: AskingObject,
  surroundings: ServiceSurroundings,
  settings: SourceSettings,
): Desired {
  const host = trimDot(asked)
  const own = targetsOf(asker.annotations)
  if (own !== undefined) {
    return own.length > 0
      ? endpointsFor(host, own, asker, field)
      : objectProblem(asker, host, 'annotation target', 'the target annotation names no target')
  }
  const found = fromType(host, field, isInternal, asker, surroundings, settings)
  return host === '' ? {...NOTHING, endpoints: found.endpoints.map((endpoint) => ({...endpoint, dnsName: ''}))} : found
}

function fromType(
  host: string,
  field: string,
  isInternal: boolean,
  asker: AskingObject,
  surroundings: ServiceSurroundings,
  settings: SourceSettings,
): Desired {
  switch (typeOf(asker.object)) {
    case 'LoadBalancer':
      return isInternal
        ? fromClusterIp(host, field, asker)
        : fromLoadBalancer(host, field, asker, surroundings, settings)
    case 'ClusterIP':
      if (isHeadless(asker.object)) return fromHeadless(host, field, asker, surroundings, settings)
      return isInternal || settings.publishesInternalServices ? fromClusterIp(host, field, asker) : NOTHING
    case 'NodePort':
      return fromNodePort(host, field, asker, surroundings, settings)
    case 'ExternalName':
      return fromExternalName(host, field, asker)
    default:
      return NOTHING
  }
}

/** `spec.clusterIP` alone, so a dual-stack Service publishes one family. */
function fromClusterIp(host: string, field: string, asker: AskingObject): Desired {
  if (isHeadless(asker.object)) return NOTHING
  const address = textAt(asker.object.spec, 'clusterIP')
  return address === ''
    ? pendingHost(asker, host, field, 'has no cluster IP yet')
    : endpointsFor(host, [address], asker, field)
}

function fromExternalName(host: string, field: string, asker: AskingObject): Desired {
  const addresses = textsAt(asker.object.spec, 'externalIPs')
  const externalName = textAt(asker.object.spec, 'externalName')
  const targets = addresses.length > 0 || externalName === '' ? addresses : [externalName]
  return targets.length > 0
    ? endpointsFor(host, targets, asker, field)
    : objectProblem(asker, host, 'spec.externalName', 'the Service of type ExternalName has no externalName')
}
