import {trimDot} from '../../dns/dns-name.js'
import type {Desired} from '../../dns/endpoint.js'
import {suitableType} from '../../dns/target.js'
import type {KubeObject} from '../../kubernetes/objects.js'
import {endpointFor, endpointsForHost, resolvedTargets} from '../endpoints/resolved-targets.js'
import {annotationOf} from '../object/annotations.js'
import {joinDesired, NOTHING} from '../object/desired.js'
import {fieldAt, listAt, textAt, textMapAt} from '../object/object-field.js'
import {pendingHost, type SourceObject} from '../object/source-object.js'
import {
  exposedAddresses,
  type HostOfService,
  type NodeAddresses,
  rankOf,
  type ServiceLookups,
} from './service-lookups.js'

/** An SRV for every node port, then the addresses of the nodes: docs/external-dns-behaviour.md#node-port. */
export function fromNodePort(request: HostOfService): Desired {
  const {sourceObject, lookups} = request
  const targets = resolvedTargets(nodeTargets(sourceObject, lookups), 'has no node with a fitting address yet')
  return joinDesired([
    ...listAt(sourceObject.object.spec, 'ports').map((port) => serviceRecord(request, port)),
    endpointsForHost(request, targets, sourceObject),
  ])
}

/** True when the Service routes only to nodes that run its pods. */
export function isLocal(service: KubeObject): boolean {
  return textAt(service.spec, 'externalTrafficPolicy') === 'Local'
}

function serviceRecord({host, field, sourceObject}: HostOfService, port: unknown): Desired {
  const nodePort = fieldAt(port, 'nodePort')
  const isManaged = sourceObject.settings.managedRecordTypes.includes('SRV')
  const protocol = textAt(port, 'protocol').toLowerCase() || 'tcp'
  const request = {host: `_${sourceObject.object.metadata.name}._${protocol}.${host}`, field}
  if (typeof nodePort !== 'number' || nodePort <= 0) {
    return isManaged && host !== '' ? pendingHost(sourceObject, request, 'has no node port yet') : NOTHING
  }
  const target = suitableType(host) === 'CNAME' ? `${trimDot(host)}.` : host
  const made = endpointFor(request, 'SRV', [`0 50 ${nodePort} ${target}`], sourceObject)
  // A Service name of 63 octets leaves no room for the underscore: a problem only when SRV is managed.
  return isManaged ? made : {...made, problems: []}
}

function nodeTargets({object, annotations, settings}: SourceObject, lookups: ServiceLookups): readonly string[] {
  const candidates = isLocal(object) ? nodesWithPods(object, lookups) : lookups.nodes()
  const nodes = candidates.filter((node) => !(settings.excludesUnschedulable && node.isUnschedulable))
  const external = nodes.flatMap((node) => node.external)
  const exposed = nodes.flatMap((node) => exposedAddresses(node, settings))
  const internal = nodes.flatMap((node) => node.internal)
  const access = annotationOf(annotations, 'access')
  const isPublic = access === 'public' || (access !== 'private' && external.length > 0)
  return isPublic ? [...external, ...exposed] : internal
}

/** The nodes whose best pod of this Service has the highest rank, in node order. */
function nodesWithPods(service: KubeObject, lookups: ServiceLookups): readonly NodeAddresses[] {
  const ranks = new Map<NodeAddresses, number>()
  for (const pod of lookups.podsOf(service.metadata.namespace, textMapAt(service.spec, 'selector'))) {
    const node = lookups.nodeNamed(textAt(pod.spec, 'nodeName'))
    if (node === undefined || textAt(pod.status, 'phase') !== 'Running') continue
    ranks.set(node, Math.max(ranks.get(node) ?? 0, rankOf(pod)))
  }
  const best = Math.max(0, ...ranks.values())
  return lookups.nodes().filter((node) => ranks.get(node) === best)
}
