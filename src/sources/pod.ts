import type {Desired} from '../dns/endpoint.js'
import {suitableType} from '../dns/target.js'
import {joinBounded} from './endpoints/bounded.js'
import {withPairsAndNames} from './endpoints/combine.js'
import {finishSource} from './endpoints/merge-endpoints.js'
import {
  annotatedTargets,
  endpointsForHost,
  type ResolvedTargets,
  resolvedTargets,
} from './endpoints/resolved-targets.js'
import {readObjects, writtenHosts} from './endpoints/unused-hosts.js'
import {desired, joinDesired, type RequestedHost} from './object/desired.js'
import {flagAt, indexObjects, listAt, type ObjectIndex, textAt} from './object/object-field.js'
import {NODES, PODS} from './object/resources.js'
import {noLabel, pendingHost, type SourceObject, selectObjects, withoutProperties} from './object/source-object.js'
import {foreignHosts, KOPS_EXTERNAL, KOPS_INTERNAL} from './service/compatibility.js'
import {endOfPod, toNodeAddresses} from './service/service-lookups.js'
import {everywhere, inNamespace, type Source} from './source.js'

const KIND = {source: 'pod', resource: PODS, label: noLabel}

/** Source of Pods, whose records carry no `resource` label: docs/external-dns-behaviour.md#pod. */
export const pod: Source = {
  name: KIND.source,
  needs: (settings) => [inNamespace(PODS, settings)],
  dependsOn: [NODES],
  needsMore: (cluster, settings) => {
    const dependsOnNode = (one: SourceObject) =>
      requestedHosts(one).some((request) => request.at === 'node' && ownTargets(request, one) === undefined)
    return selectObjects(cluster, settings, KIND).some(dependsOnNode) ? [everywhere(NODES)] : []
  },
  toEndpoints: (cluster, settings) => {
    const nodes = indexObjects(cluster, NODES)
    return finishSource(
      readObjects(cluster, settings, KIND, {
        read: (selected) => {
          const sourceObject = withoutProperties(selected)
          const end = endOfPod(sourceObject.object)
          const found = fromPod(sourceObject, nodes)
          return end === undefined ? found : withoutTargets(found, sourceObject, end)
        },
        hosts: writtenHostsOf,
        why: () => 'left out by --ignore-non-host-network-pods',
      }),
    )
  },
}

function withoutTargets(found: Desired, sourceObject: SourceObject, reason: string): Desired {
  const held = found.endpoints.map(({dnsName: host, origins}) =>
    pendingHost(sourceObject, {host, field: origins[0]?.field ?? ''}, reason),
  )
  return joinDesired([{...found, endpoints: []}, ...held])
}

interface PodHost extends RequestedHost {
  readonly at: 'pod' | 'node'
  /** Requested by a kops annotation, for which the `target` annotation does not count. */
  readonly isLegacy?: true
}

function fromPod(sourceObject: SourceObject, nodes: ObjectIndex): Desired {
  const {status} = sourceObject.object
  const addresses = resolvedTexts([textAt(status, 'podIP')])
  const found = joinBounded(requestedHosts(sourceObject), sourceObject, 'annotations', (request) => {
    const targets =
      ownTargets(request, sourceObject) ?? (request.at === 'pod' ? addresses : nodeTargets(sourceObject, nodes))
    return endpointsForHost(request, targets, sourceObject)
  })
  const allAddresses = resolvedTexts(listAt(status, 'podIPs').map((entry) => textAt(entry, 'ip')))
  const own = joinDesired([desired({warnings: sourceObject.warnings}), found])
  return withPairsAndNames(own, sourceObject, (request) => endpointsForHost(request, allAddresses, sourceObject))
}

function requestedHosts(sourceObject: SourceObject): readonly PodHost[] {
  const isLeftOut = sourceObject.settings.ignoresNonHostNetworkPods && !flagAt(sourceObject.object.spec, 'hostNetwork')
  return isLeftOut ? [] : writtenHostsOf(sourceObject)
}

function writtenHostsOf(sourceObject: SourceObject): readonly PodHost[] {
  const {podSourceDomain, compatibility} = sourceObject.settings
  const annotated = (name: string, at: PodHost['at']): readonly PodHost[] =>
    writtenHosts(sourceObject, name).map((request) => ({...request, at}))
  const legacy = (key: string, at: PodHost['at']): readonly PodHost[] =>
    compatibility === 'kops-dns-controller'
      ? foreignHosts(sourceObject, key).map((host) => ({host, field: `annotation ${key}`, at, isLegacy: true}))
      : []
  const own = `${sourceObject.object.metadata.name}.${podSourceDomain}`
  return [
    ...annotated('internal-hostname', 'pod'),
    ...annotated('hostname', 'node'),
    ...legacy(KOPS_INTERNAL, 'pod'),
    ...legacy(KOPS_EXTERNAL, 'node'),
    ...(podSourceDomain === '' ? [] : [{host: own, field: 'metadata.name', at: 'pod' as const}]),
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
  return resolvedTargets(addresses.filter(Boolean), 'has no IP address yet')
}
