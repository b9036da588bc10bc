import type {Desired, Endpoint, SourceWarning} from '../../dns/endpoint.js'
import {collect} from '../../dns/group.js'
import {compareText} from '../../dns/record-set.js'
import type {KubeObject} from '../../kubernetes/objects.js'
import {endpointsFor} from '../endpoints/resolved-targets.js'
import {type Annotations, annotationOf, readAnnotations} from '../object/annotations.js'
import {joinDesired, NOTHING} from '../object/desired.js'
import {fieldAt, flagAt, listAt, textAt, textMapAt, textsAt} from '../object/object-field.js'
import {originOf, pendingHost, type SourceObject, targetsOf} from '../object/source-object.js'
import {endOfPod, exposedAddresses, type HostOfService, readsNodes, type ServiceLookups} from './service-lookups.js'

/** Which address a pod is published with, by `endpoints-type` or `--publish-host-ip`. */
export function headlessModeOf({annotations, settings}: SourceObject): 'node-external-ip' | 'host-ip' | 'pod-ip' {
  const wanted = annotationOf(annotations, 'endpoints-type')
  if (wanted === 'NodeExternalIP') return 'node-external-ip'
  return wanted === 'HostIP' || settings.publishesHostIp ? 'host-ip' : 'pod-ip'
}

interface Member {
  readonly pod: KubeObject
  readonly annotations: Annotations
  readonly isPublished: boolean
  /** The first address of the endpoint; empty if it has none. */
  readonly address: string
}

/** The host with all its pods, and `<pod hostname>.<host>`: docs/external-dns-behaviour.md#headless. */
export function fromHeadless(asked: HostOfService): Desired {
  const {host, field, sourceObject, lookups} = asked
  const {settings} = sourceObject
  const {members, warnings} = membersOf(sourceObject, lookups)
  const mode = headlessModeOf(sourceObject)
  const targetsByName = members.flatMap((member) => {
    const targets = member.isPublished ? targetsOfMember(member, asked) : []
    return namesOf(host, member.pod).map((name) => [name, targets] as const)
  })
  const buckets = [...collect([[host, []], ...targetsByName])].map(([name, lists]) => {
    const targets = [...new Set(lists.flat())]
    const request = {host: name, field}
    if (targets.length > 0) return endpointsFor(request, targets, sourceObject)
    if (mode === 'node-external-ip' && !readsNodes(settings)) return NOTHING
    return hidingNames(pendingHost(sourceObject, request, 'has no ready pod with an address yet'))
  })
  const found = joinDesired(buckets)
  return {...found, endpoints: found.endpoints.toSorted(byName), warnings: [...warnings, ...found.warnings]}
}

export function byName(a: Endpoint, b: Endpoint): number {
  return compareText(a.dnsName, b.dnsName) || compareText(a.recordType, b.recordType)
}

/** Marks the pending hosts: the pods, once they exist, will add names of their own. */
function hidingNames(found: Desired): Desired {
  return {...found, pending: found.pending.map((host) => ({...host, hidesNames: true}))}
}

function namesOf(host: string, pod: KubeObject): readonly string[] {
  const hostname = textAt(pod.spec, 'hostname')
  return hostname === '' ? [host] : [host, `${hostname}.${host}`]
}

/** The pods behind the slices. One that is not published, or has ended, is a member without targets. */
function membersOf(sourceObject: SourceObject, lookups: ServiceLookups) {
  const {settings} = sourceObject
  const {metadata, spec} = sourceObject.object
  const isByPod = headlessModeOf(sourceObject) === 'pod-ip'
  const pods = new Map(
    lookups.podsOf(metadata.namespace, textMapAt(spec, 'selector')).map((pod) => [pod.metadata.name, pod]),
  )
  const publishesNotReady = settings.alwaysPublishesNotReadyAddresses || flagAt(spec, 'publishNotReadyAddresses')
  const members: Member[] = []
  const warnings: SourceWarning[] = []
  for (const slice of lookups.slicesOf(metadata.namespace, metadata.name)) {
    if (isByPod && !['IPv4', 'IPv6'].includes(textAt(slice, 'addressType'))) continue
    for (const [index, endpoint] of listAt(slice, 'endpoints').entries()) {
      const isPublished = publishesNotReady || fieldAt(endpoint, 'conditions', 'ready') !== false
      const reference = fieldAt(endpoint, 'targetRef')
      if (textAt(reference, 'kind') !== 'Pod' || textAt(reference, 'apiVersion') !== '') continue
      const pod = pods.get(textAt(reference, 'name'))
      if (pod !== undefined) {
        const annotations = readAnnotations(pod, settings.annotationPrefixes, settings.annotationFilter)
        members.push({
          pod,
          annotations,
          isPublished: isPublished && endOfPod(pod) === undefined,
          address: textsAt(endpoint, 'addresses')[0] ?? '',
        })
        warnings.push(...annotations.oddities.map((warning) => ({origin: originOf(pod, 'annotations'), warning})))
      } else if (isPublished) {
        warnings.push({
          origin: originOf(slice, `endpoints[${index}].targetRef`),
          warning: `the pod ${textAt(reference, 'name')} is not among the pods of Service ${metadata.namespace}/${metadata.name}`,
        })
      }
    }
  }
  return {members, warnings}
}

function targetsOfMember(
  {pod, annotations, address}: Member,
  {sourceObject, lookups}: HostOfService,
): readonly string[] {
  const {settings} = sourceObject
  const own = targetsOf(annotations)
  if (own !== undefined && own.length > 0) return own
  switch (headlessModeOf(sourceObject)) {
    case 'node-external-ip': {
      if (!readsNodes(settings)) return []
      const node = lookups.nodeNamed(textAt(pod.spec, 'nodeName'))
      return node === undefined ? [] : [...node.external, ...exposedAddresses(node, settings)]
    }
    case 'host-ip':
      return [textAt(pod.status, 'hostIP')].filter((target) => target !== '')
    default:
      return address === '' ? [] : [address]
  }
}
