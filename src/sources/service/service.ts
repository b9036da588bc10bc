import {trimDot} from '../../dns/dns-name.js'
import type {Desired, Endpoint} from '../../dns/endpoint.js'
import {compareText} from '../../dns/record-set.js'
import type {Cluster} from '../../kubernetes/objects.js'
import {joinBounded} from '../endpoints/bounded.js'
import {withPairsAndNames} from '../endpoints/combine.js'
import {endpointsFor} from '../endpoints/drawn-targets.js'
import {finishSource, overruledWarnings, uniteBy} from '../endpoints/merge-endpoints.js'
import {annotationOf} from '../object/annotations.js'
import {
  type AskingObject,
  hostsOf,
  labelAs,
  objectProblem,
  pendingHost,
  selectObjects,
  targetsOf,
} from '../object/asking-object.js'
import {desired, joinDesired, NOTHING} from '../object/desired.js'
import {textAt, textsAt} from '../object/object-field.js'
import {ENDPOINT_SLICES, NODES, PODS, SERVICES} from '../object/resources.js'
import {inNamespace, type Source} from '../source.js'
import type {SourceSettings} from '../source-settings.js'
import {fromCompatibility, isNodeAsking} from './compatibility.js'
import {fromHeadless, headlessModeOf, readsNodes} from './headless.js'
import {balancerHosts, fromLoadBalancer} from './load-balancer-service.js'
import {fromNodePort, isLocal} from './node-port.js'
import {isHeadless, passesTypeFilter, type ServiceSurroundings, toSurroundings, typeOf} from './service-surroundings.js'

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

/**
 * Unites the endpoints of Services that share a (name, type, set identifier), whatever their TTL: the first by
 * resource label gives TTL, label and properties. CNAMEs stay apart. Source: spec sources.md §3.1, "After all Services".
 */
function mergeServices(found: Desired): Desired {
  const byResource = found.endpoints.toSorted((a, b) => compareText(a.resource, b.resource))
  const endpoints = uniteBy(byResource, keyOf).toSorted(
    (a, b) => compareText(a.dnsName, b.dnsName) || compareText(a.recordType, b.recordType),
  )
  return {...found, endpoints, warnings: [...found.warnings, ...overruledWarnings(byResource, keyOf)]}
}

function keyOf({dnsName, recordType, setIdentifier}: Endpoint): string | undefined {
  return recordType === 'CNAME' ? undefined : JSON.stringify([dnsName, recordType, setIdentifier])
}

/** What else has to be read before one Service's targets are known. */
export interface ServiceNeeds {
  readonly nodes: boolean
  readonly pods: boolean
  readonly slices: boolean
  /** Load-balancer host names to look up in DNS. */
  readonly hosts: readonly string[]
}

const NO_NEEDS: ServiceNeeds = {nodes: false, pods: false, slices: false, hosts: []}

/** A Service without a host, or with a target of its own, needs nothing. */
function serviceNeeds(asker: AskingObject, settings: SourceSettings): ServiceNeeds {
  const asks = asksForHost(asker, settings) && targetsOf(asker.annotations) === undefined
  const legacy: ServiceNeeds = isNodeAsking(asker, settings) ? {...NO_NEEDS, nodes: true} : NO_NEEDS
  if (!asks) return legacy
  switch (typeOf(asker.object)) {
    case 'LoadBalancer':
      return {...NO_NEEDS, hosts: balancerHosts(asker, settings)}
    case 'NodePort':
      return {...NO_NEEDS, nodes: true, pods: isLocal(asker.object)}
    case 'ClusterIP': {
      if (!isHeadless(asker.object)) return NO_NEEDS
      const nodes = headlessModeOf(asker, settings) === 'node-external-ip' && readsNodes(settings)
      return {...NO_NEEDS, nodes, pods: true, slices: true}
    }
    default:
      return NO_NEEDS
  }
}

function asksForHost(asker: AskingObject, settings: SourceSettings): boolean {
  if (settings.fqdnTemplate !== undefined) return true
  if (settings.ignoresHostnameAnnotation) return false
  return ['hostname', 'internal-hostname'].some((name) => annotationOf(asker.annotations, name) !== undefined)
}
