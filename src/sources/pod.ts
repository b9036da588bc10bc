import type {Desired} from '../dns/endpoint.js'
import {suitableType} from '../dns/target.js'
import type {Cluster} from '../kubernetes/objects.js'
import {joinBounded} from './endpoints/bounded.js'
import type {AskedHost} from './endpoints/combine.js'
import {withPairsAndNames} from './endpoints/combine.js'
import {annotatedTargets, type DrawnTargets, drawn, pointHost} from './endpoints/drawn-targets.js'
import {finishSource} from './endpoints/merge-endpoints.js'
import {toHostList} from './object/annotations.js'
import {type AskingObject, hostsOf, selectObjects, withoutProperties} from './object/asking-object.js'
import {desired, joinDesired} from './object/desired.js'
import {flagAt, indexObjects, listAt, type ObjectIndex, textAt} from './object/object-field.js'
import {NODES, PODS} from './object/resources.js'
import {foreignAnnotation, KOPS_EXTERNAL, KOPS_INTERNAL} from './service/compatibility.js'
import {toNodeAddresses} from './service/service-surroundings.js'
import {everywhere, inNamespace, type Source} from './source.js'
import type {SourceSettings} from './source-settings.js'

/**
 * Pods, at their own address or at that of their node (spec sources.md §3.4). Their records name no object.
 * `--ignore-hostname-annotation` has no effect on them, as upstream.
 */
export const pod: Source = {
  name: 'pod',
  needs: (settings) => [inNamespace(PODS, settings)],
  drawsFrom: [NODES],
  needsMore: (cluster, settings) => {
    const drawsFromNode = (asker: AskingObject) =>
      askedHosts(asker, settings).some((asked) => asked.at === 'node' && ownTargets(asked, asker) === undefined)
    return selectPods(cluster, settings).some(drawsFromNode) ? [everywhere(NODES)] : []
  },
  toEndpoints: (cluster, settings) => {
    const nodes = indexObjects(cluster, NODES)
    return finishSource(joinDesired(selectPods(cluster, settings).map((asker) => fromPod(asker, nodes, settings))))
  },
}

interface PodHost extends AskedHost {
  readonly at: 'pod' | 'node'
  /** Asked for in the way of an older tool, which knew no target annotation. */
  readonly isLegacy?: true
}

function selectPods(cluster: Cluster, settings: SourceSettings): readonly AskingObject[] {
  return selectObjects(cluster, PODS, settings, () => '').map(withoutProperties)
}

function fromPod(asker: AskingObject, nodes: ObjectIndex, settings: SourceSettings): Desired {
  const {status} = asker.object
  const addresses = drawnTexts([textAt(status, 'podIP')])
  const found = joinBounded(askedHosts(asker, settings), asker, 'annotations', (asked) => {
    const targets = ownTargets(asked, asker) ?? (asked.at === 'pod' ? addresses : nodeTargets(asker, nodes))
    return pointHost(asked.host, asked.field, targets, asker)
  })
  const allAddresses = drawnTexts(listAt(status, 'podIPs').map((entry) => textAt(entry, 'ip')))
  return withPairsAndNames(
    joinDesired([desired({warnings: asker.warnings}), found]),
    asker,
    'pod',
    settings,
    (host, field) => pointHost(host, field, allAddresses, asker),
  )
}

function askedHosts(asker: AskingObject, settings: SourceSettings): readonly PodHost[] {
  const {metadata, spec} = asker.object
  if (settings.ignoresNonHostNetworkPods && !flagAt(spec, 'hostNetwork')) return []
  const annotated = (name: string, at: PodHost['at']): readonly PodHost[] =>
    hostsOf(asker, name).map((host) => ({host, field: `annotation ${name}`, at}))
  const legacy = (key: string, at: PodHost['at']): readonly PodHost[] =>
    settings.compatibility === 'kops-dns-controller'
      ? toHostList(foreignAnnotation(asker, key) ?? '').map((host) => ({
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

function ownTargets({isLegacy}: PodHost, asker: AskingObject): DrawnTargets | undefined {
  return isLegacy ? undefined : annotatedTargets(asker.annotations)
}

/** Internal IPv6 addresses count as public here, whatever `--expose-internal-ipv6` says. */
function nodeTargets({object}: AskingObject, nodes: ObjectIndex): DrawnTargets {
  const name = textAt(object.spec, 'nodeName')
  if (name === '') return {kind: 'pending', reason: 'is on no node yet'}
  const found = nodes('', name)
  if (found === undefined) return {kind: 'pending', reason: `is on the node ${name}, which is not known`}
  const {external, internal} = toNodeAddresses(found)
  const exposed = internal.filter((address) => suitableType(address) === 'AAAA')
  return drawn([...external, ...exposed], `is on the node ${name}, which has no public address`)
}

function drawnTexts(addresses: readonly string[]): DrawnTargets {
  const known = addresses.filter((address) => address !== '')
  return drawn(known, 'has no IP address yet')
}
