import type {KubeObject} from '../../kubernetes/objects.js'
import {conditionOf, fieldAt, listAt, textAt} from '../object/object-field.js'

export const GATEWAY_GROUP = 'gateway.networking.k8s.io'

export interface ParentRef {
  readonly group: string
  readonly kind: string
  readonly namespace: string
  readonly name: string
  /** Empty: every listener. */
  readonly sectionName: string
  /** Undefined: any. */
  readonly port: number | undefined
  readonly acceptance: Acceptance
  /** Why the controller decided so, in its own word; empty: it does not say. */
  readonly reason: string
}

/** Parents that a controller reported on, as far as the spec names them (with section and port), then the others. */
export function parentRefsOf(route: KubeObject): readonly ParentRef[] {
  const {namespace} = route.metadata
  const request = listAt(route.spec, 'parentRefs').map((ref) => toParentRef(ref, namespace))
  const answered = listAt(route.status, 'parents')
    .map((parent) => toParentRef(fieldAt(parent, 'parentRef'), namespace, parent))
    .filter((ref) => request.some((other) => isAnswerTo(other, ref)))
  const unanswered = request.filter((ref) => !answered.some((other) => isAnswerTo(ref, other)))
  return [...answered, ...unanswered]
}

/** @param report the entry of `status.parents`; undefined when no controller has reported. */
function toParentRef(ref: unknown, namespace: string, report?: unknown): ParentRef {
  const port = fieldAt(ref, 'port')
  return {
    group: textAt(ref, 'group') || GATEWAY_GROUP,
    kind: textAt(ref, 'kind') || 'Gateway',
    namespace: textAt(ref, 'namespace') || namespace,
    name: textAt(ref, 'name'),
    sectionName: textAt(ref, 'sectionName'),
    port: typeof port === 'number' ? port : undefined,
    acceptance: acceptanceOf(report),
    reason: reasonOf(report),
  }
}

/** True for a report on this parent. One that names no section or port is about all that the spec names. */
function isAnswerTo(request: ParentRef, answer: ParentRef): boolean {
  const isSame = (['group', 'kind', 'namespace', 'name'] as const).every((field) => request[field] === answer[field])
  return (
    isSame &&
    (request.sectionName === '' || answer.sectionName === '' || request.sectionName === answer.sectionName) &&
    (request.port === undefined || answer.port === undefined || request.port === answer.port)
  )
}

/** A controller's decision. `undecided`: none yet, the object may still be accepted; only `refused` is final. */
export type Acceptance = 'accepted' | 'undecided' | 'refused'

/** The decision of the first condition `Accepted`. Its `observedGeneration` is not checked. */
export function acceptanceOf(owner: unknown): Acceptance {
  const status = textAt(conditionOf(owner, 'Accepted'), 'status')
  if (status === 'True') return 'accepted'
  return status === 'False' ? 'refused' : 'undecided'
}

/** The reason of that condition, as `NotAllowedByListeners`; empty: none. */
export function reasonOf(owner: unknown): string {
  return textAt(conditionOf(owner, 'Accepted'), 'reason')
}

/** The least favourable of several decisions: all have to accept. */
export function worstOf(...acceptances: readonly Acceptance[]): Acceptance {
  if (acceptances.includes('refused')) return 'refused'
  return acceptances.includes('undecided') ? 'undecided' : 'accepted'
}
