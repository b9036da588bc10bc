import {trimDot} from '../../dns/dns-name.js'
import type {Desired, Endpoint} from '../../dns/endpoint.js'
import {compareText} from '../../dns/record-set.js'
import type {KubeObject, Resource} from '../../kubernetes/objects.js'
import {joinBounded} from '../endpoints/bounded.js'
import {withPairsAndNames} from '../endpoints/combine.js'
import {finishSource, overruledWarnings, uniteBy} from '../endpoints/merge-endpoints.js'
import {annotatedTargets, endpointsFor, endpointsForHost, resolvedTargets} from '../endpoints/resolved-targets.js'
import {readObjects, unlessIgnored, writtenHosts} from '../endpoints/unused-hosts.js'
import {annotationOf} from '../object/annotations.js'
import {joinDesired, NOTHING, type RequestedHost, withWarnings} from '../object/desired.js'
import {textAt, textsAt} from '../object/object-field.js'
import {ENDPOINT_SLICES, NODES, PODS, SERVICES} from '../object/resources.js'
import {type ObjectKind, objectProblem, type SourceObject, selectObjects, targetsOf} from '../object/source-object.js'
import {inNamespace, type Source} from '../source.js'
import {compatibilityHosts, fromCompatibility, isNodeRequest} from './compatibility.js'
import {byName, fromHeadless, headlessModeOf} from './headless.js'
import {balancerHosts, fromLoadBalancer} from './load-balancer-service.js'
import {fromNodePort, isLocal} from './node-port.js'
import {
  type HostOfService,
  isHeadless,
  passesTypeFilter,
  readsNodes,
  type ServiceLookups,
  toLookups,
  typeOf,
} from './service-lookups.js'

const KIND: ObjectKind = {
  source: 'service',
  resource: SERVICES,
  leavesOut: ({object, settings}) =>
    passesTypeFilter(typeOf(object), settings) ? undefined : 'left out by --service-type-filter',
}
const DEPENDS_ON = [NODES, PODS, ENDPOINT_SLICES]

/** Source of Services of every type: docs/external-dns-behaviour.md#service. */
export const service: Source = {
  name: KIND.source,
  needs: (settings) => [inNamespace(SERVICES, settings)],
  dependsOn: DEPENDS_ON,
  needsMore: (cluster, settings) => {
    const mayNeed = (object: KubeObject) => ['ClusterIP', 'NodePort'].includes(typeOf(object))
    const needed = new Set(selectObjects(cluster, settings, {...KIND, only: mayNeed}).flatMap(resourcesFor))
    return DEPENDS_ON.filter((resource) => needed.has(resource)).map((resource) => inNamespace(resource, settings))
  },
  hostsToResolve: (cluster, settings) =>
    settings.resolvesLoadBalancerHostname ? selectObjects(cluster, settings, KIND).flatMap(hostsFor) : [],
  toEndpoints: (cluster, settings) => {
    const lookups = toLookups(cluster)
    const found = readObjects(cluster, settings, KIND, {
      read: (sourceObject) => fromService(sourceObject, lookups),
      hosts: (sourceObject) => [
        ...writtenHosts(sourceObject),
        ...writtenHosts(sourceObject, 'internal-hostname'),
        ...compatibilityHosts(sourceObject),
      ],
      why: whyUnused,
    })
    return finishSource(mergeServices(found))
  },
}

function whyUnused(request: RequestedHost, sourceObject: SourceObject): string {
  const {object, settings} = sourceObject
  if (!request.field.endsWith('hostname')) return `not read by --compatibility=${settings.compatibility} here`
  return unlessIgnored(request, sourceObject, whyWithoutTarget(object))
}

function whyWithoutTarget(object: KubeObject): string {
  const type = typeOf(object)
  if (type === 'ClusterIP' && !isHeadless(object)) {
    return 'a Service of type ClusterIP, published only with --publish-internal-services'
  }
  if (isHeadless(object)) {
    return type === 'ClusterIP'
      ? '--service-type-filter leaves out NodePort, so the addresses of nodes are not read'
      : 'a Service without cluster IP has no internal address'
  }
  return `a Service of type "${type}" has no targets`
}

function fromService(sourceObject: SourceObject, lookups: ServiceLookups): Desired {
  const forHost = ({host, field}: RequestedHost, isInternal = false) =>
    fromHost({host: trimDot(host), field, sourceObject, lookups}, isInternal)
  const fromAnnotation = (annotation: string, isInternal: boolean) =>
    joinBounded(writtenHosts(sourceObject, annotation), sourceObject, `annotation ${annotation}`, (request) =>
      forHost(request, isInternal),
    )
  const annotated = sourceObject.settings.ignoresHostnameAnnotation
    ? NOTHING
    : joinDesired([fromAnnotation('hostname', false), fromAnnotation('internal-hostname', true)])
  const found =
    annotated.endpoints.length > 0 ? annotated : joinDesired([annotated, fromCompatibility(sourceObject, lookups)])
  const templated = withPairsAndNames(found, sourceObject, (request) => forHost(request))
  return withWarnings(sourceObject.warnings, templated)
}

/** The endpoints of one host of the Service. An empty host gives endpoints without a name, which `finishSource` drops. */
function fromHost(request: HostOfService, isInternal: boolean): Desired {
  const {host, sourceObject} = request
  const own = annotatedTargets(sourceObject.annotations)
  if (own !== undefined) return endpointsForHost(request, own, sourceObject)
  const found = fromType(request, isInternal)
  return host === '' ? {...NOTHING, endpoints: found.endpoints.map((endpoint) => ({...endpoint, dnsName: ''}))} : found
}

function fromType(request: HostOfService, isInternal: boolean): Desired {
  const {object, settings} = request.sourceObject
  switch (typeOf(object)) {
    case 'LoadBalancer':
      return isInternal ? fromClusterIp(request) : fromLoadBalancer(request)
    case 'ClusterIP':
      if (isHeadless(object)) return fromHeadless(request)
      return isInternal || settings.publishesInternalServices ? fromClusterIp(request) : NOTHING
    case 'NodePort':
      return fromNodePort(request)
    case 'ExternalName':
      return fromExternalName(request)
    default:
      return NOTHING
  }
}

/** The endpoint of `spec.clusterIP` alone: a dual-stack Service publishes one family, as in external-dns. */
function fromClusterIp(request: HostOfService): Desired {
  const {sourceObject} = request
  if (isHeadless(sourceObject.object)) return NOTHING
  const address = textAt(sourceObject.object.spec, 'clusterIP')
  const targets = resolvedTargets(address === '' ? [] : [address], 'has no cluster IP yet')
  return endpointsForHost(request, targets, sourceObject)
}

function fromExternalName(request: HostOfService): Desired {
  const {host, sourceObject} = request
  const addresses = textsAt(sourceObject.object.spec, 'externalIPs')
  const externalName = textAt(sourceObject.object.spec, 'externalName')
  const targets = addresses.length > 0 || externalName === '' ? addresses : [externalName]
  if (targets.length > 0) return endpointsFor(request, targets, sourceObject)
  const place = {host, field: 'spec.externalName'}
  return objectProblem(sourceObject, place, 'the Service of type ExternalName has no externalName')
}

/** Equal (name, type, set identifier) unite, whatever the TTL: the first by label gives the rest. CNAMEs stay apart. */
function mergeServices(found: Desired): Desired {
  const byResource = found.endpoints.toSorted((a, b) => compareText(a.resource, b.resource))
  const endpoints = uniteBy(byResource, keyOf).toSorted(byName)
  return {...found, endpoints, warnings: [...found.warnings, ...overruledWarnings(byResource, keyOf)]}
}

function keyOf({dnsName, recordType, setIdentifier}: Endpoint): string | undefined {
  return recordType === 'CNAME' ? undefined : JSON.stringify([dnsName, recordType, setIdentifier])
}

/** What gives the targets of a Service, apart from the Service itself. */
function resourcesFor(sourceObject: SourceObject): readonly Resource[] {
  const {object, settings} = sourceObject
  if (!looksForTargets(sourceObject)) return isNodeRequest(sourceObject) ? [NODES] : []
  switch (typeOf(object)) {
    case 'NodePort':
      return isLocal(object) ? [NODES, PODS] : [NODES]
    case 'ClusterIP': {
      if (!isHeadless(object)) return []
      const isByNode = headlessModeOf(sourceObject) === 'node-external-ip' && readsNodes(settings)
      return isByNode ? [NODES, PODS, ENDPOINT_SLICES] : [PODS, ENDPOINT_SLICES]
    }
    default:
      return []
  }
}

function hostsFor(sourceObject: SourceObject): readonly string[] {
  const isBalanced = typeOf(sourceObject.object) === 'LoadBalancer'
  return isBalanced && looksForTargets(sourceObject) ? balancerHosts(sourceObject) : []
}

/** False for a Service without a host, or with a `target` annotation. */
function looksForTargets(sourceObject: SourceObject): boolean {
  return requestsHost(sourceObject) && targetsOf(sourceObject.annotations) === undefined
}

function requestsHost({annotations, settings}: SourceObject): boolean {
  if (settings.fqdnTemplate !== undefined) return true
  if (settings.ignoresHostnameAnnotation) return false
  return ['hostname', 'internal-hostname'].some((name) => annotationOf(annotations, name) !== undefined)
}
