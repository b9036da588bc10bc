import type {KubeObject} from '../../kubernetes/objects.js'
import {fieldAt, listAt, textAt} from '../object/object-field.js'

export const GATEWAY_GROUP = 'gateway.networking.k8s.io'

/** A parent of a Route, with what its controller said about the attachment. */
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
}

/**
 * The parents of `status.parents` that `spec.parentRefs` still names, then, as undecided, those of `spec.parentRefs`
 * that no controller has reported on. Section and port are not compared, as in external-dns.
 */
export function parentRefsOf(route: KubeObject): readonly ParentRef[] {
  const {namespace} = route.metadata
  const request = listAt(route.spec, 'parentRefs').map((ref) => toParentRef(ref, namespace, 'undecided'))
  const answered = listAt(route.status, 'parents')
    .map((parent) => toParentRef(fieldAt(parent, 'parentRef'), namespace, acceptanceOf(parent)))
    .filter((ref) => request.some((other) => isSameParent(ref, other)))
  const unanswered = request.filter((ref) => !answered.some((other) => isSameParent(ref, other)))
  return [...answered, ...unanswered]
}

function toParentRef(ref: unknown, namespace: string, acceptance: Acceptance): ParentRef {
  const port = fieldAt(ref, 'port')
  return {
    group: textAt(ref, 'group') || GATEWAY_GROUP,
    kind: textAt(ref, 'kind') || 'Gateway',
    namespace: textAt(ref, 'namespace') || namespace,
    name: textAt(ref, 'name'),
    sectionName: textAt(ref, 'sectionName'),
    port: typeof port === 'number' ? port : undefined,
    acceptance,
  }
}

function isSameParent(a: ParentRef, b: ParentRef): boolean {
  return a.group === b.group && a.kind === b.kind && a.namespace === b.namespace && a.name === b.name
}

/** A controller's decision. `undecided`: none yet, the object may still be accepted; only `refused` is final. */
export type Acceptance = 'accepted' | 'undecided' | 'refused'

/** The decision of the first condition `Accepted`. Its `observedGeneration` is not checked. */
export function acceptanceOf(owner: unknown): Acceptance {
  const accepted = listAt(owner, 'conditions').find((condition) => textAt(condition, 'type') === 'Accepted')
  switch (textAt(accepted, 'status')) {
    case 'True':
      return 'accepted'
    case 'False':
      return 'refused'
    default:
      return 'undecided'
  }
}

/** The least favourable of several decisions: all have to accept. */
export function worstOf(...acceptances: readonly Acceptance[]): Acceptance {
  if (acceptances.includes('refused')) return 'refused'
  return acceptances.includes('undecided') ? 'undecided' : 'accepted'
}
