import type {FaultWindow} from '../fault-list.js'
import type {KubernetesCall} from './call.js'
import type {ClusterState} from './object-store.js'

/**
 * - a status: 401, 403, 404, 410, 429, 500, 503 or 504 with the Status body of an API server.
 * - `overloaded`: 429 in plain text with Retry-After, as an API server under load answers.
 * - `malformedJson`: 200 with a truncated body. `resetConnection`: the connection is cut. `hang`: there is no answer.
 * - `breakOffAfterHead`, `breakOffHalfway`: only the head of the answer comes, or half of its body too.
 * - `instead`: answered instead, as by a proxy; the call is not done.
 * - `rewrite`: the call is done, and this function changes its answer.
 * - a function: runs just before the call is answered normally, so that a test can change the cluster meanwhile.
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

/** An answer that an API server would not give. */
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
