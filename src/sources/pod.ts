import type {Desired} from '../dns/endpoint.js'
import {suitableType} from '../dns/target.js'
import type {Cluster} from '../kubernetes/objects.js'
import {joinBounded} from './endpoints/bounded.js'
import type {RequestedHost} from './endpoints/combine.js'
import {withPairsAndNames} from './endpoints/combine.js'
import {finishSource} from './endpoints/merge-endpoints.js'
import {
  annotatedTargets,
  endpointsForHost,
  type ResolvedTargets,
  resolvedTargets,
} from './endpoints/resolved-targets.js'
import {readObjects} from './endpoints/unused-hosts.js'
import {toHostList} from './object/annotations.js'
import {desired, joinDesired} from './object/desired.js'
import {flagAt, indexObjects, listAt, type ObjectIndex, textAt} from './object/object-field.js'
import {NODES, PODS} from './object/resources.js'
import {
  divideObjects,
  hostsOf,
  pendingHost,
  type SourceObject,
  selectObjects,
  withoutProperties,
} from './object/source-object.js'
import {foreignAnnotation, KOPS_EXTERNAL, KOPS_INTERNAL} from './service/compatibility.js'
import {endOfPod, toNodeAddresses} from './service/service-lookups.js'
import {everywhere, inNamespace, type Source} from './source.js'
import type {SourceSettings} from './source-settings.js'

/**
 * Source of Pods, at their own address or that of their node: docs/external-dns-behaviour.md#pod. Their records carry
 * no `resource` label. `--ignore-hostname-annotation` has no effect, as in external-dns.
 */
export const pod: Source = {
  name: 'pod',
  needs: (settings) => [inNamespace(PODS, settings)],
  dependsOn: [NODES],
  needsMore: (cluster, settings) => {
    const dependsOnNode = (sourceObject: SourceObject) =>
      requestedHosts(sourceObject, settings).some(
        (request) => request.at === 'node' && ownTargets(request, sourceObject) === undefined,
      )
    return selectPods(cluster, settings).some(dependsOnNode) ? [everywhere(NODES)] : []
  },
  toEndpoints: (cluster, settings) => {
    const nodes = indexObjects(cluster, NODES)
    const read = (sourceObject: SourceObject) => {
      const end = endOfPod(sourceObject.object)
      const found = fromPod(withoutProperties(sourceObject), nodes, settings)
      return end === undefined ? found : withoutTargets(found, withoutProperties(sourceObject), end)
    }
    return finishSource(
      readObjects(
        divideObjects(cluster, PODS, settings, () => ''),
        {
          read,
          hosts: (sourceObject) => writtenHostsOf(sourceObject, settings),
          why: () => 'left out by --ignore-non-host-network-pods',
        },
      ),
    )
  },
}

/** The same hosts, all of them pending. */
function withoutTargets(found: Desired, sourceObject: SourceObject, reason: string): Desired {
  const held = found.endpoints.map(({dnsName, origins}) =>
    pendingHost(sourceObject, dnsName, origins[0]?.field ?? '', reason),
  )
  return joinDesired([{...found, endpoints: []}, ...held])
}

interface PodHost extends RequestedHost {
  readonly at: 'pod' | 'node'
  /** Requested by a kops annotation, for which the `target` annotation does not count. */
  readonly isLegacy?: true
}

function selectPods(cluster: Cluster, settings: SourceSettings): readonly SourceObject[] {
  return selectObjects(cluster, PODS, settings, () => '').map(withoutProperties)
}

function fromPod(sourceObject: SourceObject, nodes: ObjectIndex, settings: SourceSettings): Desired {
  const {status} = sourceObject.object
  const addresses = resolvedTexts([textAt(status, 'podIP')])
  const found = joinBounded(requestedHosts(sourceObject, settings), sourceObject, 'annotations', (request) => {
    const targets =
      ownTargets(request, sourceObject) ?? (request.at === 'pod' ? addresses : nodeTargets(sourceObject, nodes))
    return endpointsForHost(request.host, request.field, targets, sourceObject)
  })
  const allAddresses = resolvedTexts(listAt(status, 'podIPs').map((entry) => textAt(entry, 'ip')))
  return withPairsAndNames(
    joinDesired([desired({warnings: sourceObject.warnings}), found]),
    sourceObject,
    'pod',
    settings,
    (host, field) => endpointsForHost(host, field, allAddresses, sourceObject),
  )
}

function requestedHosts(sourceObject: SourceObject, settings: SourceSettings): readonly PodHost[] {
  const {spec} = sourceObject.object
  return settings.ignoresNonHostNetworkPods && !flagAt(spec, 'hostNetwork')
    ? []
    : writtenHostsOf(sourceObject, settings)
}

/** The hosts of a pod, on the host network or not. */
function writtenHostsOf(sourceObject: SourceObject, settings: SourceSettings): readonly PodHost[] {
  const {metadata} = sourceObject.object
  const annotated = (name: string, at: PodHost['at']): readonly PodHost[] =>
    hostsOf(sourceObject, name).map((host) => ({host, field: `annotation ${name}`, at}))
  const legacy = (key: string, at: PodHost['at']): readonly PodHost[] =>
    settings.compatibility === 'kops-dns-controller'
      ? toHostList(foreignAnnotation(sourceObject, key) ?? '').map((host) => ({
          host,
          field: `annotation ${key}`,
          at,
          isLegacy: true,
        }))
      : []
  const {podSourceDomain} = settings
  return [
    ...annotated('internal-hostname', 'pod'),
    ...annotated('hostname', 'node'),
    ...legacy(KOPS_INTERNAL, 'pod'),
    ...legacy(KOPS_EXTERNAL, 'node'),
    ...(podSourceDomain === ''
      ? []
      : [{host: `${metadata.name}.${podSourceDomain}`, field: 'metadata.name', at: 'pod' as const}]),
  ]
}

function ownTargets({isLegacy}: PodHost, sourceObject: SourceObject): ResolvedTargets | undefined {
  return isLegacy ? undefined : annotatedTargets(sourceObject.annotations)
}

/** The public addresses of the node. IPv6 InternalIPs count too, whatever `--expose-internal-ipv6` says. */
function nodeTargets({object}: SourceObject, nodes: ObjectIndex): ResolvedTargets {
  const name = textAt(object.spec, 'nodeName')
  if (name === '') return {kind: 'pending', reason: 'is on no node yet'}
  const found = nodes('', name)
  if (found === undefined) return {kind: 'pending', reason: `is on the node ${name}, which is not known`}
  const {external, internal} = toNodeAddresses(found)
  const exposed = internal.filter((address) => suitableType(address) === 'AAAA')
  return resolvedTargets([...external, ...exposed], `is on the node ${name}, which has no public address`)
}

function resolvedTexts(addresses: readonly string[]): ResolvedTargets {
  const known = addresses.filter((address) => address !== '')
  return resolvedTargets(known, 'has no IP address yet')
}
