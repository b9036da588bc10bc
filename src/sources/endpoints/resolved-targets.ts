import type {Desired, Endpoint} from '../../dns/endpoint.js'
import {suitableType} from '../../dns/target.js'
import type {Annotations} from '../object/annotations.js'
import {desired, joinDesired, NOTHING} from '../object/desired.js'
import {listAt, textAt} from '../object/object-field.js'
import {objectProblem, originOf, pendingHost, type SourceObject, targetsOf} from '../object/source-object.js'
import {newEndpoint} from './merge-endpoints.js'

/** What hosts point at, as far as it is known. */
export type ResolvedTargets =
  | {readonly kind: 'targets'; readonly targets: readonly string[]}
  /** None yet: the host is held. `reason` continues the sentence that begins with the object. */
  | {readonly kind: 'pending'; readonly reason: string}
  /** The object, or one that it draws from, does not say it in a way that can be read. */
  | {readonly kind: 'problem'; readonly field: string; readonly problem: string}
  /** By the rules none at all, so the host is not wanted. */
  | {readonly kind: 'nothing'}

/** These targets; without any, the reason why there are none yet. */
export function resolvedTargets(targets: readonly string[], reason: string): ResolvedTargets {
  return targets.length > 0 ? {kind: 'targets', targets} : {kind: 'pending', reason}
}

/** What the `target` annotation says; undefined without one. */
export function annotatedTargets(annotations: Annotations): ResolvedTargets | undefined {
  const targets = targetsOf(annotations)
  if (targets === undefined) return undefined
  return targets.length > 0
    ? {kind: 'targets', targets}
    : {kind: 'problem', field: 'annotation target', problem: 'the target annotation names no target'}
}

/** What the object's own `status.loadBalancer` says, or its `target` annotation instead: the rule for most kinds. */
export function ownTargets(sourceObject: SourceObject, list = 'ingress'): ResolvedTargets {
  return (
    annotatedTargets(sourceObject.annotations) ??
    resolvedTargets(bothTargets(loadBalancerEntries(sourceObject.object.status, list)), 'has no address yet')
  )
}

/** What several parts give together: a problem of one is that of all, and one that waits does not matter beside targets. */
export function joinTargets(parts: readonly ResolvedTargets[]): ResolvedTargets {
  const targets = parts.flatMap((part) => (part.kind === 'targets' ? part.targets : []))
  const joined: ResolvedTargets | undefined =
    targets.length > 0 ? {kind: 'targets', targets: [...new Set(targets)]} : undefined
  return (
    parts.find(({kind}) => kind === 'problem') ??
    joined ??
    parts.find(({kind}) => kind === 'pending') ?? {kind: 'nothing'}
  )
}

/** The endpoints of one host, or why it has none. */
export function endpointsForHost(
  host: string,
  field: string,
  to: ResolvedTargets,
  sourceObject: SourceObject,
): Desired {
  switch (to.kind) {
    case 'targets':
      return endpointsFor(host, to.targets, sourceObject, field)
    case 'pending':
      return pendingHost(sourceObject, host, field, to.reason)
    case 'problem':
      return objectProblem(sourceObject, host, to.field, to.problem)
    default:
      return NOTHING
  }
}

/** A, AAAA and CNAME, in this order, each with the targets of its type in their order; empty types are left out. */
export function groupTargets(targets: readonly string[]): readonly (readonly [string, readonly string[]])[] {
  const ofType = (type: string) => targets.filter((target) => suitableType(target) === type)
  return (['A', 'AAAA', 'CNAME'] as const)
    .map((type) => [type, ofType(type)] as const)
    .filter(([, some]) => some.length > 0)
}

/** The endpoints of one host; no targets, no endpoints. Source: spec sources.md §0.2. */
export function endpointsFor(
  host: string,
  targets: readonly string[],
  sourceObject: SourceObject,
  field: string,
): Desired {
  return joinDesired(groupTargets(targets).map(([type, some]) => endpointFor(host, type, some, sourceObject, field)))
}

/** One endpoint of a given type; a name that is refused becomes a problem of the object. */
export function endpointFor(
  host: string,
  recordType: string,
  targets: readonly string[],
  sourceObject: SourceObject,
  field: string,
): Desired {
  const endpoint: Endpoint = {
    dnsName: host,
    recordType,
    targets,
    ttlSeconds: sourceObject.ttlSeconds,
    setIdentifier: sourceObject.setIdentifier,
    resource: sourceObject.resource,
    labels: {},
    properties: sourceObject.properties,
    origins: [originOf(sourceObject.object, field)],
  }
  const made = newEndpoint(endpoint)
  return made.ok ? desired({endpoints: [made.value]}) : objectProblem(sourceObject, host, field, made.problem)
}

/** One entry of a status list; a field that is missing is empty. */
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

/** Of each entry the address and the host name, as far as it has them: what most kinds do (spec sources.md §3.0). */
export function bothTargets(entries: readonly LoadBalancerEntry[]): readonly string[] {
  return entries.flatMap(({ip, hostname}) => [ip, hostname]).filter((target) => target !== '')
}

/** Of each entry the address, or else the host name: what Istio and Gloo do with the status of other objects. */
export function eitherTargets(entries: readonly LoadBalancerEntry[]): readonly string[] {
  return entries.map(({ip, hostname}) => (ip === '' ? hostname : ip)).filter((target) => target !== '')
}
