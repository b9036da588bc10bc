import type {FaultWindow} from '../fault-list.js'
import type {Operation, Route53Call, Target} from './call.js'
import {Refusal} from './refusal.js'

/**
 * - `throttle`, `priorRequestNotComplete`, `accessDenied`, `expiredToken`, `noSuchHostedZone`, a status, or an error of
 *   your own: answered instead; nothing is applied.
 * - `absent`: 404, as where the operation does not exist.
 * - `resetConnection`: the connection is cut before anything is applied. `hang`: there is no answer, nothing is
 *   applied.
 * - `loseAnswerAfterApplying`: the call is done completely, then the connection is cut.
 * - `breakOffAfterHead`, `breakOffHalfway`: the call is done, but only the head of its answer comes, or half of the
 *   body too.
 * - `instead`: answered instead, as by a proxy; the call is done before if `isDone` says so.
 * - `rewrite`: the call is done, and this function changes its answer.
 * - a function: runs just before the call is answered normally, so that a test can change the zone meanwhile or throw a
 *   Refusal.
 */
export type FaultAction<State> =
  | 'throttle'
  | 'priorRequestNotComplete'
  | 'accessDenied'
  | 'expiredToken'
  | 'noSuchHostedZone'
  | 'absent'
  | 'resetConnection'
  | 'hang'
  | 'loseAnswerAfterApplying'
  | 'breakOffAfterHead'
  | 'breakOffHalfway'
  | {readonly instead: InsteadAnswer; readonly isDone: boolean}
  | {readonly rewrite: (xml: string) => string}
  | {readonly status: number}
  | {readonly code: string; readonly message: string; readonly status?: number}
  | ((call: Route53Call, state: State) => void)

/** An answer that Route 53 would not give. */
export type InsteadAnswer = {readonly status: number; readonly body: string; readonly type?: string}

export type Route53Fault<State> = FaultWindow<Route53Call> & {
  /** Every operation when absent. */
  readonly operation?: Operation
  /** Every zone when absent. With or without /hostedzone/. */
  readonly zoneId?: string
  readonly action: FaultAction<State>
}

export function concernsCall(fault: Route53Fault<never>, call: Route53Call): boolean {
  return (
    (fault.operation === undefined || fault.operation === call.operation) &&
    (fault.zoneId === undefined || fault.zoneId.replace(/^\/hostedzone\//, '') === call.zoneId)
  )
}

/** The answer of a fault that answers; undefined for faults that act on the connection. */
export function refusalOf(
  action: Exclude<FaultAction<never>, (...parameters: never) => void>,
  target: Target,
  identity: string,
): Refusal | undefined {
  if (typeof action === 'object') {
    if ('instead' in action || 'rewrite' in action) return undefined
    if ('code' in action) return new Refusal(action.code, action.message, action.status)
    const code = action.status === 503 ? 'ServiceUnavailable' : 'InternalFailure'
    return new Refusal(code, 'We encountered an internal error. Please try again.', action.status)
  }
  switch (action) {
    case 'throttle':
      return throttled()
    case 'priorRequestNotComplete':
      return priorRequestNotComplete()
    case 'accessDenied':
      return new Refusal('AccessDenied', deniedText(target, identity), 403)
    case 'expiredToken':
      return new Refusal('ExpiredToken', 'The security token included in the request is expired', 403)
    case 'noSuchHostedZone':
      return noSuchHostedZone(target.zoneId ?? '')
    default:
      return undefined
  }
}

export function throttled(): Refusal {
  return new Refusal('Throttling', 'Rate exceeded')
}

export function priorRequestNotComplete(): Refusal {
  return new Refusal(
    'PriorRequestNotComplete',
    'The request was rejected because Route 53 was still processing a prior request.',
  )
}

export function noSuchHostedZone(zoneId: string): Refusal {
  return new Refusal('NoSuchHostedZone', `No hosted zone found with ID: ${zoneId}`, 404)
}

/** AWS names the resource only for actions that can be restricted to resources. */
function deniedText({operation, zoneId, changeId}: Target, identity: string): string {
  // It has no action of its own.
  const action = `route53:${operation === 'ListResourceRecordSetChanges' ? 'GetHostedZoneChangeBatch' : operation}`
  const kind = zoneId === undefined ? 'change' : 'hostedzone'
  const id = zoneId ?? changeId
  const resource = id === undefined ? '' : ` on resource: arn:aws:route53:::${kind}/${id}`
  return `User: ${identity} is not authorized to perform: ${action}${resource} because no identity-based policy allows the ${action} action`
}
