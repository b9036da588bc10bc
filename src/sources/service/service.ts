import {trimDot} from '../../dns/dns-name.js'
import type {Desired, Endpoint} from '../../dns/endpoint.js'
import {compareText} from '../../dns/record-set.js'
import type {Cluster, KubeObject} from '../../kubernetes/objects.js'
import {joinBounded} from '../endpoints/bounded.js'
import {type RequestedHost, withPairsAndNames} from '../endpoints/combine.js'
import {finishSource, overruledWarnings, uniteBy} from '../endpoints/merge-endpoints.js'
import {endpointsFor} from '../endpoints/resolved-targets.js'
import {readObjects, unlessIgnored, writtenHosts} from '../endpoints/unused-hosts.js'
import {annotationOf} from '../object/annotations.js'
import {desired, joinDesired, NOTHING} from '../object/desired.js'
import {textAt, textsAt} from '../object/object-field.js'
import {ENDPOINT_SLICES, NODES, PODS, SERVICES} from '../object/resources.js'
import {
  divideObjects,
  hostsOf,
  labelAs,
  objectProblem,
  pendingHost,
  type SelectionRules,
  type SourceObject,
  selectObjects,
  targetsOf,
} from '../object/source-object.js'
import {inNamespace, type Source} from '../source.js'
import type {SourceSettings} from '../source-settings.js'
import {compatibilityHosts, fromCompatibility, isNodeRequest} from './compatibility.js'
import {fromHeadless, headlessModeOf, readsNodes} from './headless.js'
import {balancerHosts, fromLoadBalancer} from './load-balancer-service.js'
import {fromNodePort, isLocal} from './node-port.js'
import {isHeadless, passesTypeFilter, type ServiceLookups, toLookups, typeOf} from './service-lookups.js'

/** Source of Services of every type: docs/external-dns-behaviour.md#service. */
export const service: Source = {
  name: 'service',
  needs: (settings) => [inNamespace(SERVICES, settings)],
  dependsOn: [NODES, PODS, ENDPOINT_SLICES],
  needsMore: (cluster, settings) => {
    const needs = selectServices(cluster, settings).map((sourceObject) => serviceNeeds(sourceObject, settings))
    return [
      ...(needs.some(({nodes}) => nodes) ? [NODES] : []),
      ...(needs.some(({pods}) => pods) ? [PODS] : []),
      ...(needs.some(({slices}) => slices) ? [ENDPOINT_SLICES] : []),
    ].map((resource) => inNamespace(resource, settings))
  },
  hostsToResolve: (cluster, settings) => {
    const hosts = selectServices(cluster, settings).flatMap(
      (sourceObject) => serviceNeeds(sourceObject, settings).hosts,
    )
    return [...new Set(hosts)].sort()
  },
  toEndpoints: (cluster, settings) => {
    const lookups = toLookups(cluster)
    const found = readObjects(divideObjects(cluster, SERVICES, settings, labelAs('service'), rulesOf(settings)), {
      read: (sourceObject) => fromService(sourceObject, lookups, settings),
      hosts: (sourceObject) => hostsOfService(sourceObject, settings),
      why: (request, sourceObject) => whyUnused(request, sourceObject, settings),
    })
    return finishSource(mergeServices(found))
  },
}

function selectServices(cluster: Cluster, settings: SourceSettings): readonly SourceObject[] {
  return selectObjects(cluster, SERVICES, settings, labelAs('service'), rulesOf(settings))
}

function rulesOf(settings: SourceSettings): SelectionRules {
  return {
    leavesOut: ({object}) =>
      passesTypeFilter(typeOf(object), settings) ? undefined : 'left out by --service-type-filter',
  }
}

function hostsOfService(sourceObject: SourceObject, settings: SourceSettings): readonly RequestedHost[] {
  return [
    ...writtenHosts(sourceObject),
    ...writtenHosts(sourceObject, 'internal-hostname'),
    ...compatibilityHosts(sourceObject, settings),
  ]
}

/** Why nothing comes of a host of a Service that is selected. */
function whyUnused(request: RequestedHost, {object}: SourceObject, settings: SourceSettings): string {
  if (!request.field.endsWith('hostname')) return `not read by --compatibility=${settings.compatibility} here`
  return unlessIgnored(request, settings, whyWithoutTarget(object))
}

function whyWithoutTarget(object: KubeObject): string {
  const type = typeOf(object)
  if (type === 'ClusterIP' && !isHeadless(object)) {
    return 'a Service of type ClusterIP, published only with --publish-internal-services'
  }
  if (isHeadless(object)) {
    return type === 'ClusterIP'
      ? '--service-type-filter leaves out NodePort, so that the addresses of nodes are not read'
      : 'a Service without cluster IP has no internal address'
  }
  return `a Service of type "${type}" has no targets`
}

function fromService(sourceObject: SourceObject, lookups: ServiceLookups, settings: SourceSettings): Desired {
  const forHost = (host: string, field: string, isInternal: boolean) =>
    fromHost(host, field, isInternal, sourceObject, lookups, settings)
  const fromAnnotation = (annotation: string, isInternal: boolean) => {
    const field = `annotation ${annotation}`
    return joinBounded(hostsOf(sourceObject, annotation), sourceObject, field, (host) =>
      forHost(host, field, isInternal),
    )
  }
  const annotated = settings.ignoresHostnameAnnotation
    ? NOTHING
    : joinDesired([fromAnnotation('hostname', false), fromAnnotation('internal-hostname', true)])
  const found =
    annotated.endpoints.length > 0
      ? annotated
      : joinDesired([annotated, fromCompatibility(sourceObject, lookups, settings)])
  const templated = withPairsAndNames(found, sourceObject, 'service', settings, (host, field) =>
    forHost(host, field, false),
  )
  return joinDesired([desired({warnings: sourceObject.warnings}), templated])
}

/** The endpoints of one host of the Service. An empty host gives endpoints without a name, which `finishSource` drops. */
function fromHost(
  request: string,
  field: string,
  isInternal: boolean,
  sourceObject: SourceObject,
  lookups: ServiceLookups,
  settings: SourceSettings,
): Desired {
  const host = trimDot(request)
  const own = targetsOf(sourceObject.annotations)
  if (own !== undefined) {
    return own.length > 0
      ? endpointsFor(host, own, sourceObject, field)
      : objectProblem(sourceObject, host, 'annotation target', 'the target annotation names no target')
  }
  const found = fromType(host, field, isInternal, sourceObject, lookups, settings)
  return host === '' ? {...NOTHING, endpoints: found.endpoints.map((endpoint) => ({...endpoint, dnsName: ''}))} : found
}

function fromType(
  host: string,
  field: string,
  isInternal: boolean,
  sourceObject: SourceObject,
  lookups: ServiceLookups,
  settings: SourceSettings,
): Desired {
  switch (typeOf(sourceObject.object)) {
    case 'LoadBalancer':
      return isInternal
        ? fromClusterIp(host, field, sourceObject)
        : fromLoadBalancer(host, field, sourceObject, lookups, settings)
    case 'ClusterIP':
      if (isHeadless(sourceObject.object)) return fromHeadless(host, field, sourceObject, lookups, settings)
      return isInternal || settings.publishesInternalServices ? fromClusterIp(host, field, sourceObject) : NOTHING
    case 'NodePort':
      return fromNodePort(host, field, sourceObject, lookups, settings)
    case 'ExternalName':
      return fromExternalName(host, field, sourceObject)
    default:
      return NOTHING
  }
}

/** The endpoint of `spec.clusterIP` alone: a dual-stack Service publishes one family, as in external-dns. */
function fromClusterIp(host: string, field: string, sourceObject: SourceObject): Desired {
  if (isHeadless(sourceObject.object)) return NOTHING
  const address = textAt(sourceObject.object.spec, 'clusterIP')
  return address === ''
    ? pendingHost(sourceObject, host, field, 'has no cluster IP yet')
    : endpointsFor(host, [address], sourceObject, field)
}

function fromExternalName(host: string, field: string, sourceObject: SourceObject): Desired {
  const addresses = textsAt(sourceObject.object.spec, 'externalIPs')
  const externalName = textAt(sourceObject.object.spec, 'externalName')
  const targets = addresses.length > 0 || externalName === '' ? addresses : [externalName]
  return targets.length > 0
    ? endpointsFor(host, targets, sourceObject, field)
    : objectProblem(sourceObject, host, 'spec.externalName', 'the Service of type ExternalName has no externalName')
}

/**
 * Unites the endpoints of all Services with equal (name, type, set identifier), whatever their TTL: the first by
 * resource label gives TTL, label and properties. CNAMEs stay apart.
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

/** The reads needed to resolve one Service's targets. */
export interface ServiceNeeds {
  readonly nodes: boolean
  readonly pods: boolean
  readonly slices: boolean
  /** Load-balancer host names to resolve. */
  readonly hosts: readonly string[]
}

const NO_NEEDS: ServiceNeeds = {nodes: false, pods: false, slices: false, hosts: []}

/** A Service without a host, or with a `target` annotation, needs nothing. */
function serviceNeeds(sourceObject: SourceObject, settings: SourceSettings): ServiceNeeds {
  const isRequesting = requestsHost(sourceObject, settings) && targetsOf(sourceObject.annotations) === undefined
  const legacy: ServiceNeeds = isNodeRequest(sourceObject, settings) ? {...NO_NEEDS, nodes: true} : NO_NEEDS
  if (!isRequesting) return legacy
  switch (typeOf(sourceObject.object)) {
    case 'LoadBalancer':
      return {...NO_NEEDS, hosts: balancerHosts(sourceObject, settings)}
    case 'NodePort':
      return {...NO_NEEDS, nodes: true, pods: isLocal(sourceObject.object)}
    case 'ClusterIP': {
      if (!isHeadless(sourceObject.object)) return NO_NEEDS
      const nodes = headlessModeOf(sourceObject, settings) === 'node-external-ip' && readsNodes(settings)
      return {...NO_NEEDS, nodes, pods: true, slices: true}
    }
    default:
      return NO_NEEDS
  }
}

function requestsHost(sourceObject: SourceObject, settings: SourceSettings): boolean {
  if (settings.fqdnTemplate !== undefined) return true
  if (settings.ignoresHostnameAnnotation) return false
  return ['hostname', 'internal-hostname'].some((name) => annotationOf(sourceObject.annotations, name) !== undefined)
}
