import type {Desired} from '../../dns/endpoint.js'
import {suitableType} from '../../dns/target.js'
import {joinBounded} from '../endpoints/bounded.js'
import {bothTargets, endpointFor, type LoadBalancerEntry, loadBalancerEntries} from '../endpoints/drawn-targets.js'
import {toHostList} from '../object/annotations.js'
import {type AskingObject, pendingHost, toPlain} from '../object/asking-object.js'
import {joinDesired, NOTHING} from '../object/desired.js'
import type {SourceSettings} from '../source-settings.js'
import type {ServiceSurroundings} from './service-surroundings.js'
import {exposedAddresses, typeOf} from './service-surroundings.js'

const MATE = 'zalando.org/dnsname'
const MOLECULE = 'domainName'
export const KOPS_EXTERNAL = 'dns.alpha.kubernetes.io/external'
export const KOPS_INTERNAL = 'dns.alpha.kubernetes.io/internal'

/**
 * What `--compatibility` reads from Services written for the tools that were there before. Such endpoints carry no
 * label, TTL or property (spec sources.md §3.1, "Compatibility").
 */
export function fromCompatibility(
  asker: AskingObject,
  surroundings: ServiceSurroundings,
  settings: SourceSettings,
): Desired {
  const plain = toPlain(asker)
  const named = (key: string) => toHostList(foreignAnnotation(asker, key) ?? '').filter((host) => host !== '')
  const balanced = (hosts: readonly string[], key: string) =>
    joinBounded(hosts, plain, `annotation ${key}`, (host) => fromStatus(host, `annotation ${key}`, plain))
  switch (settings.compatibility) {
    case 'mate':
      return balanced(
        [foreignAnnotation(asker, MATE) ?? ''].filter((host) => host !== ''),
        MATE,
      )
    case 'molecule':
      return asker.object.metadata.labels.dns === 'route53' ? balanced(named(MOLECULE), MOLECULE) : NOTHING
    case 'kops-dns-controller':
      if (typeOf(asker.object) === 'LoadBalancer') {
        return joinDesired([KOPS_EXTERNAL, KOPS_INTERNAL].map((key) => balanced(named(key), key)))
      }
      return isNodeAsking(asker, settings) ? fromNodes(plain, surroundings, settings) : NOTHING
    default:
      return NOTHING
  }
}

/** True for a NodePort Service with exactly one of the two annotations of kops: those alone need nodes. */
export function isNodeAsking(asker: AskingObject, settings: SourceSettings): boolean {
  return (
    settings.compatibility === 'kops-dns-controller' &&
    typeOf(asker.object) === 'NodePort' &&
    (foreignAnnotation(asker, KOPS_EXTERNAL) === undefined) !== (foreignAnnotation(asker, KOPS_INTERNAL) === undefined)
  )
}

/** A for every `ip`, IPv6 too: the validation later refuses those, as upstream's does. */
function fromStatus(host: string, field: string, asker: AskingObject): Desired {
  const entries = loadBalancerEntries(asker.object.status)
  if (bothTargets(entries).length === 0) return pendingHost(asker, host, field, 'has no address yet')
  const texts = (read: (entry: LoadBalancerEntry) => string) => entries.map(read).filter((text) => text !== '')
  return joinDesired([
    ...texts(({ip}) => ip).map((ip) => endpointFor(host, 'A', [ip], asker, field)),
    ...texts(({hostname}) => hostname).map((name) => endpointFor(host, 'CNAME', [name], asker, field)),
  ])
}

function fromNodes(asker: AskingObject, surroundings: ServiceSurroundings, settings: SourceSettings): Desired {
  const external = foreignAnnotation(asker, KOPS_EXTERNAL)
  const key = external === undefined ? KOPS_INTERNAL : KOPS_EXTERNAL
  const field = `annotation ${key}`
  const hosts = toHostList(external ?? foreignAnnotation(asker, KOPS_INTERNAL) ?? '').filter((host) => host !== '')
  const targets = surroundings
    .nodes()
    .filter(({labels}) => Object.hasOwn(labels, 'node-role.kubernetes.io/node'))
    .flatMap((node) =>
      external === undefined ? node.internal : [...node.external, ...exposedAddresses(node, settings)],
    )
  return joinBounded(hosts, asker, field, (host) =>
    targets.length === 0
      ? pendingHost(asker, host, field, 'has no node with a fitting address yet')
      : joinDesired(targets.map((target) => endpointFor(host, suitableType(target), [target], asker, field))),
  )
}

/** An annotation whose key has no prefix of ours. */
export function foreignAnnotation({object}: AskingObject, key: string): string | undefined {
  return Object.hasOwn(object.metadata.annotations, key) ? object.metadata.annotations[key] : undefined
}
