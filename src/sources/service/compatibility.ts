import type {Desired} from '../../dns/endpoint.js'
import {suitableType} from '../../dns/target.js'
import {joinBounded} from '../endpoints/bounded.js'
import {hostOf} from '../endpoints/combine.js'
import {bothTargets, endpointFor, type LoadBalancerEntry, loadBalancerEntries} from '../endpoints/resolved-targets.js'
import {toHostList} from '../object/annotations.js'
import {joinDesired, NOTHING, type RequestedHost} from '../object/desired.js'
import {pendingHost, type SourceObject, toPlain} from '../object/source-object.js'
import type {SourceSettings} from '../source-settings.js'
import {exposedAddresses, type ServiceLookups, typeOf} from './service-lookups.js'

const MATE = 'zalando.org/dnsname'
const MOLECULE = 'domainName'
export const KOPS_EXTERNAL = 'dns.alpha.kubernetes.io/external'
export const KOPS_INTERNAL = 'dns.alpha.kubernetes.io/internal'

const KEYS: Readonly<Record<SourceSettings['compatibility'], readonly string[]>> = {
  '': [],
  mate: [MATE],
  molecule: [MOLECULE],
  'kops-dns-controller': [KOPS_EXTERNAL, KOPS_INTERNAL],
}

/** Endpoints without label, TTL and properties: docs/external-dns-behaviour.md#compatibility. */
export function fromCompatibility(sourceObject: SourceObject, lookups: ServiceLookups): Desired {
  const {object, settings} = sourceObject
  const {compatibility} = settings
  const plain = toPlain(sourceObject)
  if (compatibility === 'molecule' && object.metadata.labels.dns !== 'route53') return NOTHING
  if (compatibility === 'kops-dns-controller' && typeOf(object) !== 'LoadBalancer') {
    return isNodeRequest(sourceObject) ? fromNodes(plain, lookups) : NOTHING
  }
  const balanced = KEYS[compatibility].map((key) =>
    joinBounded(hostsAt(sourceObject, key), plain, `annotation ${key}`, (request) => fromStatus(request, plain)),
  )
  return joinDesired(balanced)
}

/** The hosts in the annotations that `--compatibility` knows, whatever else its rules ask for. */
export function compatibilityHosts(sourceObject: SourceObject): readonly RequestedHost[] {
  return KEYS[sourceObject.settings.compatibility].flatMap((key) => hostsAt(sourceObject, key))
}

/** True for a NodePort Service with exactly one of the two kops annotations: only those need nodes. */
export function isNodeRequest(sourceObject: SourceObject): boolean {
  return (
    sourceObject.settings.compatibility === 'kops-dns-controller' &&
    typeOf(sourceObject.object) === 'NodePort' &&
    (foreignAnnotation(sourceObject, KOPS_EXTERNAL) === undefined) !==
      (foreignAnnotation(sourceObject, KOPS_INTERNAL) === undefined)
  )
}

/** The load balancer's addresses. Every `ip` gives an A, IPv6 too: validation refuses those later, as in external-dns. */
function fromStatus(request: RequestedHost, sourceObject: SourceObject): Desired {
  const {status} = sourceObject.object
  if (bothTargets(status).length === 0) return pendingHost(sourceObject, request, 'has no address yet')
  const endpoints = (type: string, read: (entry: LoadBalancerEntry) => string) =>
    loadBalancerEntries(status)
      .map(read)
      .flatMap((text) => (text === '' ? [] : [endpointFor(request, type, [text], sourceObject)]))
  return joinDesired([...endpoints('A', ({ip}) => ip), ...endpoints('CNAME', ({hostname}) => hostname)])
}

function fromNodes(sourceObject: SourceObject, lookups: ServiceLookups): Desired {
  const isExternal = foreignAnnotation(sourceObject, KOPS_EXTERNAL) !== undefined
  const key = isExternal ? KOPS_EXTERNAL : KOPS_INTERNAL
  const targets = lookups
    .nodes()
    .filter(({labels}) => Object.hasOwn(labels, 'node-role.kubernetes.io/node'))
    .flatMap((node) =>
      isExternal ? [...node.external, ...exposedAddresses(node, sourceObject.settings)] : node.internal,
    )
  return joinBounded(hostsAt(sourceObject, key), sourceObject, `annotation ${key}`, (request) =>
    targets.length === 0
      ? pendingHost(sourceObject, request, 'has no node with a fitting address yet')
      : joinDesired(targets.map((target) => endpointFor(request, suitableType(target), [target], sourceObject))),
  )
}

/** The hosts of such an annotation; mate's holds one host. */
function hostsAt(sourceObject: SourceObject, key: string): readonly RequestedHost[] {
  const hosts = key === MATE ? [foreignAnnotation(sourceObject, key) ?? ''] : foreignHosts(sourceObject, key)
  return hosts.flatMap((host) => hostOf(host, `annotation ${key}`))
}

/** The hosts of an annotation whose key does not follow `--annotation-prefix`; one empty host without it. */
export function foreignHosts(sourceObject: SourceObject, key: string): readonly string[] {
  return toHostList(foreignAnnotation(sourceObject, key) ?? '')
}

function foreignAnnotation({object}: SourceObject, key: string): string | undefined {
  return Object.hasOwn(object.metadata.annotations, key) ? object.metadata.annotations[key] : undefined
}
