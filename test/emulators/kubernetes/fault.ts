import type {FaultWindow} from '../fault-list.js'
import type {KubernetesCall} from './call.js'
import type {ClusterState} from './object-store.js'

/**
 * - a status: 401, 403, 404, 410, 429, 500, 503 or 504 with the Status body that an API server gives it.
 * - `overloaded`: 429 in plain text with Retry-After, as an API server under load answers.
 * - `malformedJson`: 200 with a body that breaks off. `resetConnection`: the connection is cut. `hang`: no answer ever comes.
 * - `breakOffAfterHead`, `breakOffHalfway`: the head of the answer comes, and none or half of its body.
 * - `instead`: this comes in place of the answer, as from a proxy; the call is not done.
 * - `rewrite`: the call is done, and its answer comes as this function leaves it.
 * - a function: runs just before the call is answered, and the call goes on; here a test changes the cluster meanwhile.
 */
export type KubernetesFaultAction =
  | {readonly status: 401 | 403 | 404 | 410 | 429 | 500 | 503 | 504}
  | 'overloaded'
  | 'malformedJson'
  | 'breakOffAfterHead'
  | 'breakOffHalfway'
  | {readonly instead: InsteadAnswer}
  | {readonly rewrite: (answer: object) => object}
  | 'resetConnection'
  | 'hang'
  | ((call: KubernetesCall, state: ClusterState) => void)

/** An answer that is none of an API server's. */
export type InsteadAnswer = {
  readonly status: number
  readonly body: string
  readonly headers?: Readonly<Record<string, string>>
}

export type KubernetesFault = FaultWindow<KubernetesCall> & {
  /** Plural, with or without its group: `services`, `gateways.networking.istio.io`. Every resource when absent. */
  readonly resource?: string
  /** `list`, `get`, … Every verb when absent. */
  readonly verb?: string
  readonly action: KubernetesFaultAction
}

export function concernsCall(fault: KubernetesFault, call: KubernetesCall): boolean {
  const {resource} = fault
  return (
    (resource === undefined || resource === call.resource || resource === call.resource?.split('.')[0]) &&
    (fault.verb === undefined || fault.verb === call.verb)
  )
}
