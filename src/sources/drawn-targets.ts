import type {Desired} from '../dns/endpoint.js'
import type {Annotations} from './annotations.js'
import {type AskingObject, objectProblem, pendingHost, targetsOf} from './asking-object.js'
import {NOTHING} from './desired.js'
import {endpointsFor} from './endpoints-for.js'
import {bothTargets, loadBalancerEntries} from './load-balancer-status.js'

/** What hosts point at, as far as it is known. */
export type DrawnTargets =
  | {readonly kind: 'targets'; readonly targets: readonly string[]}
  /** None yet: the host is held. `reason` continues the sentence that begins with the object. */
  | {readonly kind: 'pending'; readonly reason: string}
  /** The object, or one that it draws from, does not say it in a way that can be read. */
  | {readonly kind: 'problem'; readonly field: string; readonly problem: string}
  /** By the rules none at all, so the host is not wanted. */
  | {readonly kind: 'nothing'}

/** These targets; without any, the reason why there are none yet. */
export function drawn(targets: readonly string[], reason: string): DrawnTargets {
  return targets.length > 0 ? {kind: 'targets', targets} : {kind: 'pending', reason}
}

/** What the `target` annotation says; undefined without one. */
export function annotatedTargets(annotations: Annotations): DrawnTargets | undefined {
  const targets = targetsOf(annotations)
  if (targets === undefined) return undefined
  return targets.length > 0
    ? {kind: 'targets', targets}
    : {kind: 'problem', field: 'annotation target', problem: 'the target annotation names no target'}
}

/** What the object's own `status.loadBalancer` says, or its `target` annotation instead: the rule for most kinds. */
export function ownTargets(asker: AskingObject, list = 'ingress'): DrawnTargets {
  return (
    annotatedTargets(asker.annotations) ??
    drawn(bothTargets(loadBalancerEntries(asker.object.status, list)), 'has no address yet')
  )
}

/** What several parts give together: a problem of one is that of all, and one that waits does not matter beside targets. */
export function joinDrawn(parts: readonly DrawnTargets[]): DrawnTargets {
  const targets = parts.flatMap((part) => (part.kind === 'targets' ? part.targets : []))
  const joined: DrawnTargets | undefined =
    targets.length > 0 ? {kind: 'targets', targets: [...new Set(targets)]} : undefined
  return (
    parts.find(({kind}) => kind === 'problem') ??
    joined ??
    parts.find(({kind}) => kind === 'pending') ?? {kind: 'nothing'}
  )
}

/** The endpoints of one host, or why it has none. */
export function pointHost(host: string, field: string, to: DrawnTargets, asker: AskingObject): Desired {
  switch (to.kind) {
    case 'targets':
      return endpointsFor(host, to.targets, asker, field)
    case 'pending':
      return pendingHost(asker, host, field, to.reason)
    case 'problem':
      return objectProblem(asker, host, to.field, to.problem)
    default:
      return NOTHING
  }
}
