import type {Desired} from '../../dns/endpoint.js'
import {suitableType} from '../../dns/target.js'
import {joinBounded} from '../endpoints/bounded.js'
import type {RequestedHost} from '../endpoints/combine.js'
import {bothTargets, endpointFor, type LoadBalancerEntry, loadBalancerEntries} from '../endpoints/resolved-targets.js'
import {toHostList} from '../object/annotations.js'
import {joinDesired, NOTHING} from '../object/desired.js'
import {pendingHost, type SourceObject, toPlain} from '../object/source-object.js'
import type {SourceSettings} from '../source-settings.js'
import type {ServiceLookups} from './service-lookups.js'
import {exposedAddresses, typeOf} from './service-lookups.js'

const MATE = 'zalando.org/dnsname'
const MOLECULE = 'domainName'
export const KOPS_EXTERNAL = 'dns.alpha.kubernetes.io/external'
export const KOPS_INTERNAL = 'dns.alpha.kubernetes.io/internal'

/**
 * The endpoints that `--compatibility` reads from annotations of older tools:
 * docs/external-dns-behaviour.md#compatibility. They carry no label, TTL or property.
 */
export function fromCompatibility(
  sourceObject: SourceObject,
  lookups: ServiceLookups,
  settings: SourceSettings,
): Desired {
  const plain = toPlain(sourceObject)
  const named = (key: string) => toHostList(foreignAnnotation(sourceObject, key) ?? '').filter((host) => host !== '')
  const balanced = (hosts: readonly string[], key: string) =>
    joinBounded(hosts, plain, `annotation ${key}`, (host) => fromStatus(host, `annotation ${key}`, plain))
  switch (settings.compatibility) {
    case 'mate':
      return balanced(
        [foreignAnnotation(sourceObject, MATE) ?? ''].filter((host) => host !== ''),
        MATE,
      )
    case 'molecule':
      return sourceObject.object.metadata.labels.dns === 'route53' ? balanced(named(MOLECULE), MOLECULE) : NOTHING
    case 'kops-dns-controller':
      if (typeOf(sourceObject.object) === 'LoadBalancer') {
        return joinDesired([KOPS_EXTERNAL, KOPS_INTERNAL].map((key) => balanced(named(key), key)))
      }
      return isNodeRequest(sourceObject, settings) ? fromNodes(plain, lookups, settings) : NOTHING
    default:
      return NOTHING
  }
}

/** The hosts in the annotations that `--compatibility` knows, whatever else its rules ask for. */
export function compatibilityHosts(sourceObject: SourceObject, settings: SourceSettings): readonly RequestedHost[] {
  return COMPATIBILITY_KEYS[settings.compatibility].flatMap((key) => {
    const text = foreignAnnotation(sourceObject, key) ?? ''
    return (key === MATE ? [text] : toHostList(text)).map((host) => ({host, field: `annotation ${key}`}))
  })
}

const COMPATIBILITY_KEYS: Readonly<Record<SourceSettings['compatibility'], readonly string[]>> = {
  '': [],
  mate: [MATE],
  molecule: [MOLECULE],
  'kops-dns-controller': [KOPS_EXTERNAL, KOPS_INTERNAL],
}

/** True for a NodePort Service with exactly one of the two kops annotations: only those need nodes. */
export function isNodeRequest(sourceObject: SourceObject, settings: SourceSettings): boolean {
  return (
    settings.compatibility === 'kops-dns-controller' &&
    typeOf(sourceObject.object) === 'NodePort' &&
    (foreignAnnotation(sourceObject, KOPS_EXTERNAL) === undefined) !==
      (foreignAnnotation(sourceObject, KOPS_INTERNAL) === undefined)
  )
}

/** The load balancer's addresses. Every `ip` gives an A, IPv6 too: validation refuses those later, as in external-dns. */
function fromStatus(host: string, field: string, sourceObject: SourceObject): Desired {
  const entries = loadBalancerEntries(sourceObject.object.status)
  if (bothTargets(entries).length === 0) return pendingHost(sourceObject, host, field, 'has no address yet')
  const texts = (read: (entry: LoadBalancerEntry) => string) => entries.map(read).filter((text) => text !== '')
  return joinDesired([
    ...texts(({ip}) => ip).map((ip) => endpointFor(host, 'A', [ip], sourceObject, field)),
    ...texts(({hostname}) => hostname).map((name) => endpointFor(host, 'CNAME', [name], sourceObject, field)),
  ])
}

function fromNodes(sourceObject: SourceObject, lookups: ServiceLookups, settings: SourceSettings): Desired {
  const external = foreignAnnotation(sourceObject, KOPS_EXTERNAL)
  const key = external === undefined ? KOPS_INTERNAL : KOPS_EXTERNAL
  const field = `annotation ${key}`
  const hosts = toHostList(external ?? foreignAnnotation(sourceObject, KOPS_INTERNAL) ?? '').filter(
    (host) => host !== '',
  )
  const targets = lookups
    .nodes()
    .filter(({labels}) => Object.hasOwn(labels, 'node-role.kubernetes.io/node'))
    .flatMap((node) =>
      external === undefined ? node.internal : [...node.external, ...exposedAddresses(node, settings)],
    )
  return joinBounded(hosts, sourceObject, field, (host) =>
    targets.length === 0
      ? pendingHost(sourceObject, host, field, 'has no node with a fitting address yet')
      : joinDesired(targets.map((target) => endpointFor(host, suitableType(target), [target], sourceObject, field))),
  )
}

/** The value of an annotation whose key does not follow `--annotation-prefix`. */
export function foreignAnnotation({object}: SourceObject, key: string): string | undefined {
  return Object.hasOwn(object.metadata.annotations, key) ? object.metadata.annotations[key] : undefined
}
