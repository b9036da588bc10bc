import type {Desired, Endpoint} from '../../dns/endpoint.js'
import {suitableType} from '../../dns/target.js'
import type {Annotations} from '../object/annotations.js'
import {desired, joinDesired, NOTHING, type RequestedHost} from '../object/desired.js'
import {listAt, textAt} from '../object/object-field.js'
import {objectProblem, originOf, pendingHost, type SourceObject, targetsOf} from '../object/source-object.js'
import {newEndpoint} from './merge-endpoints.js'

export type ResolvedTargets =
  | {readonly kind: 'targets'; readonly targets: readonly string[]}
  /** No target yet: the host is held. `reason` continues a sentence that begins with the object. */
  | {readonly kind: 'pending'; readonly reason: string}
  /** The object, or one that it depends on, has a field that cannot be read. */
  | {readonly kind: 'problem'; readonly field: string; readonly problem: string}
  /** By the rules the host has no target, so it is not requested. */
  | {readonly kind: 'nothing'}

export function resolvedTargets(targets: readonly string[], reason: string): ResolvedTargets {
  return targets.length > 0 ? {kind: 'targets', targets} : {kind: 'pending', reason}
}

export function annotatedTargets(annotations: Annotations): ResolvedTargets | undefined {
  const targets = targetsOf(annotations)
  if (targets === undefined || targets.length > 0) return targets && {kind: 'targets', targets}
  return {kind: 'problem', field: 'annotation target', problem: 'the target annotation names no target'}
}

/** The targets of the `target` annotation. Without it no target can ever appear, so the host is not held. */
export function targetsOfAnnotation({annotations}: SourceObject): ResolvedTargets {
  return annotatedTargets(annotations) ?? {kind: 'nothing'}
}

/** The `target` annotation, else the object's own `status.loadBalancer`: the rule for most kinds. */
export function ownTargets({annotations, object}: SourceObject, list = 'ingress'): ResolvedTargets {
  const own = bothTargets(object.status, list)
  return annotatedTargets(annotations) ?? resolvedTargets(own, 'has no address yet')
}

/** A problem of one part is one of the whole; a pending part does not matter when another has targets. */
export function joinTargets(parts: readonly ResolvedTargets[]): ResolvedTargets {
  const targets = parts.flatMap((part) => (part.kind === 'targets' ? part.targets : []))
  const problem = parts.find(({kind}) => kind === 'problem')
  if (problem !== undefined) return problem
  if (targets.length > 0) return {kind: 'targets', targets: [...new Set(targets)]}
  return parts.find(({kind}) => kind === 'pending') ?? {kind: 'nothing'}
}

export function endpointsForHost(request: RequestedHost, to: ResolvedTargets, sourceObject: SourceObject): Desired {
  switch (to.kind) {
    case 'targets':
      return endpointsFor(request, to.targets, sourceObject)
    case 'pending':
      return pendingHost(sourceObject, request, to.reason)
    case 'problem':
      return objectProblem(sourceObject, {host: request.host, field: to.field}, to.problem)
    default:
      return NOTHING
  }
}

/** Targets by type in the order A, AAAA, CNAME, each type in the given order; types without targets are left out. */
export function groupTargets(targets: readonly string[]): readonly (readonly [string, readonly string[]])[] {
  if (targets.length === 1) return targets.map((target) => [suitableType(target), targets])
  const ofType = (type: string) => targets.filter((target) => suitableType(target) === type)
  return ['A', 'AAAA', 'CNAME'].map((type) => [type, ofType(type)] as const).filter(([, some]) => some.length > 0)
}

export function endpointsFor(request: RequestedHost, targets: readonly string[], sourceObject: SourceObject): Desired {
  return joinDesired(groupTargets(targets).map(([type, some]) => endpointFor(request, type, some, sourceObject)))
}

const NO_LABELS: Endpoint['labels'] = {}

/** One endpoint of a given type. A name that is refused becomes a problem of the object. */
export function endpointFor(
  {host, field}: RequestedHost,
  recordType: string,
  targets: readonly string[],
  sourceObject: SourceObject,
): Desired {
  const {ttlSeconds, setIdentifier, resource, properties, object} = sourceObject
  const own = {recordType, targets, labels: NO_LABELS, origins: [originOf(object, field)]}
  const made = newEndpoint({dnsName: host, ttlSeconds, setIdentifier, resource, properties, ...own})
  return made.ok ? desired({endpoints: [made.value]}) : objectProblem(sourceObject, {host, field}, made.problem)
}

export interface LoadBalancerEntry {
  readonly ip: string
  readonly hostname: string
}

/** `status.loadBalancer.ingress` of a Service or Ingress; a RouteGroup calls the list `routeGroup`. */
export function loadBalancerEntries(status: unknown, list = 'ingress'): readonly LoadBalancerEntry[] {
  return listAt(status, 'loadBalancer', list).map((entry) => ({
    ip: textAt(entry, 'ip'),
    hostname: textAt(entry, 'hostname'),
  }))
}

/** IP and host name of each entry, as far as it has them: the rule for most kinds. */
export function bothTargets(status: unknown, list?: string): readonly string[] {
  return loadBalancerEntries(status, list)
    .flatMap(({ip, hostname}) => [ip, hostname])
    .filter(Boolean)
}

/** IP of each entry, or else its host name: the rule for the status of objects that Istio and Gloo depend on. */
export function eitherTargets(status: unknown): readonly string[] {
  return loadBalancerEntries(status).flatMap(({ip, hostname}) => ip || hostname || [])
}
