import type {LoopbackRequest} from '../loopback-server.js'
import {Denial, type Subject, statusOf} from './status.js'
import {isRecord, readJson} from './write.js'

/** A denied right; an absent field means any. */
export type AccessRule = {
  readonly verb?: string
  /** Plural, without its group. */
  readonly resource?: string
  readonly group?: string
  /** Empty: requests over all namespaces. */
  readonly namespace?: string
}

export type Access = {
  /** Denies requests with 403, also in access reviews. @returns a function that allows them again. */
  deny(rule: AccessRule): () => void
  isAllowed(subject: Subject): boolean
  /** Answers a SelfSubjectAccessReview. */
  review(request: LoopbackRequest): object
}

export function openAccess(): Access {
  let rules: AccessRule[] = []
  const isAllowed = ({verb, plural, group, namespace}: Subject) =>
    !rules.some(
      (rule) =>
        (rule.verb ?? verb) === verb &&
        (rule.resource ?? plural) === plural &&
        (rule.group ?? group) === group &&
        (rule.namespace === undefined || rule.namespace === (namespace ?? '')),
    )
  return {
    deny(rule) {
      rules.push(rule)
      return () => {
        rules = rules.filter((other) => other !== rule)
      }
    },
    isAllowed,
    review(request) {
      const sent = readJson(request, 'application/json')
      const attributes = isRecord(sent.spec) ? sent.spec.resourceAttributes : undefined
      if (!isRecord(attributes)) {
        throw new Denial(
          statusOf(
            422,
            'Invalid',
            'SelfSubjectAccessReview.authorization.k8s.io "" is invalid: spec.resourceAttributes: Required value',
          ),
        )
      }
      const text = (name: string) => (typeof attributes[name] === 'string' ? attributes[name] : '')
      const allowed = isAllowed({
        verb: text('verb'),
        plural: text('resource'),
        group: text('group'),
        namespace: text('namespace') === '' ? undefined : text('namespace'),
      })
      return {
        kind: 'SelfSubjectAccessReview',
        apiVersion: 'authorization.k8s.io/v1',
        metadata: {},
        spec: sent.spec,
        status: allowed ? {allowed, reason: 'RBAC: allowed by the emulator'} : {allowed},
      }
    },
  }
}
