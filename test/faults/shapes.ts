import type {KubernetesFaultAction} from '../emulators/kubernetes/fault.js'
import type {Route53State} from '../emulators/route53/account.js'
import type {FaultAction} from '../emulators/route53/fault.js'
import type {FaultKind} from './matrix.js'

export const FOREVER = Number.POSITIVE_INFINITY

const LOGIN = '<!DOCTYPE html><html><body><br>Log in to the guest network</body></html>'
const XHTML = '<html><body><p>Log in to the guest network</p></body></html>'

function instead(status: number, body: string, isDone = false): FaultAction<Route53State> {
  return {instead: {status, body}, isDone}
}

function inCluster(status: number, body: string, headers?: Readonly<Record<string, string>>): KubernetesFaultAction {
  return {instead: {status, body, ...(headers && {headers})}}
}

function rewritten(changes: object): KubernetesFaultAction {
  return {rewrite: (list) => ({...list, ...changes})}
}

export type Shape<Action> = readonly [action: Action, times: number]

/** For Route 53, the action on each affected call and the number of calls. */
export const ROUTE53_SHAPES: Partial<Record<FaultKind, Shape<FaultAction<Route53State>>>> = {
  'throttled 3 times': ['throttle', 3],
  'throttled for good': ['throttle', FOREVER],
  'PriorRequestNotComplete 3 times': ['priorRequestNotComplete', 3],
  'PriorRequestNotComplete for good': ['priorRequestNotComplete', FOREVER],
  '500 twice': [{status: 500}, 2],
  '500 for good': [{status: 500}, FOREVER],
  '503 twice': [{status: 503}, 2],
  '403': ['accessDenied', FOREVER],
  'credentials expired': ['expiredToken', FOREVER],
  'zone deleted': ['noSuchHostedZone', FOREVER],
  'connection reset twice': ['resetConnection', 2],
  'connection reset for good': ['resetConnection', FOREVER],
  'no answer once': ['hang', 1],
  'no answer for good': ['hang', FOREVER],
  'answer lost once': ['loseAnswerAfterApplying', 1],
  'answer lost for good': ['loseAnswerAfterApplying', FOREVER],
  'answer breaks off after its head once': ['breakOffAfterHead', 1],
  'answer breaks off after its head for good': ['breakOffAfterHead', FOREVER],
  'answer breaks off halfway once': ['breakOffHalfway', 1],
  'page of a proxy': [instead(200, XHTML), 1],
  'page of a proxy, the change done': [instead(200, XHTML, true), 1],
  'page of a proxy for good': [instead(200, LOGIN), FOREVER],
  'empty answer': [instead(200, ''), 1],
  'empty answer, the change done': [instead(200, '', true), 1],
  'answer to another call': [{rewrite: (xml) => xml.replaceAll(/(<\/?)\w+Response\b/g, '$1OtherResponse')}, 1],
  'garbage with 400': [instead(400, 'Bad Request'), 1],
  'garbage with 400, the change done': [instead(400, XHTML, true), 1],
  'page of a proxy with 403': [instead(403, LOGIN), 1],
  '302': [instead(302, XHTML), 1],
  '408 once': [instead(408, '', true), 1],
  '499 once': [instead(499, LOGIN, true), 1],
  'answer without the change id': [{rewrite: (xml) => xml.replace(/<Id>.*<\/Id>/, '')}, 1],
}

/** For the cluster. */
export const KUBERNETES_SHAPES: Partial<Record<FaultKind, Shape<KubernetesFaultAction>>> = {
  'throttled 3 times': [{status: 429}, 3],
  'throttled for good': [{status: 429}, FOREVER],
  '500 twice': [{status: 500}, 2],
  '500 for good': [{status: 500}, FOREVER],
  '503 twice': [{status: 503}, 2],
  '401 for good': [{status: 401}, FOREVER],
  '403': [{status: 403}, FOREVER],
  'connection reset twice': ['resetConnection', 2],
  'connection reset for good': ['resetConnection', FOREVER],
  'no answer once': ['hang', 1],
  'no answer for good': ['hang', FOREVER],
  'body breaks off': ['malformedJson', FOREVER],
  'answer breaks off after its head once': ['breakOffAfterHead', 1],
  'answer breaks off after its head for good': ['breakOffAfterHead', FOREVER],
  'answer breaks off halfway once': ['breakOffHalfway', 1],
  'page of a proxy': [inCluster(200, LOGIN), 1],
  'empty answer': [inCluster(200, ''), 1],
  'garbage with 400': [inCluster(400, 'Bad Request'), 1],
  'page of a proxy with 403': [inCluster(403, LOGIN), 1],
  '302': [inCluster(302, LOGIN), 1],
  'Status for a list': [{rewrite: () => ({kind: 'Status', apiVersion: 'v1', status: 'Success'})}, 1],
  'another list': [rewritten({kind: 'SecretList', items: []}), 1],
  'list of no kind': [rewritten({kind: undefined, items: []}), 1],
  'null for items': [rewritten({items: null}), 1],
  'items of another kind': [rewritten({items: [{kind: 'Secret', metadata: {name: 'a', namespace: 'a'}}]}), 1],
  'rest without a continue token': [rewritten({items: [], metadata: {remainingItemCount: 3}}), 1],
  'gzip that is none': [inCluster(200, 'x', {'content-encoding': 'gzip'}), 1],
  '101': [inCluster(101, '', {connection: 'upgrade', upgrade: 'h2c'}), 1],
  '503 twice, Retry-After negative': [inCluster(503, '', {'retry-after': '-1'}), 2],
  'continue token expired': [{status: 410}, 1],
}

const LISTS: Readonly<Record<string, {readonly kind: string; readonly apiVersion: string}>> = {
  services: {kind: 'ServiceList', apiVersion: 'v1'},
  nodes: {kind: 'NodeList', apiVersion: 'v1'},
  pods: {kind: 'PodList', apiVersion: 'v1'},
  ingresses: {kind: 'IngressList', apiVersion: 'networking.k8s.io/v1'},
  endpointslices: {kind: 'EndpointSliceList', apiVersion: 'discovery.k8s.io/v1'},
}

/** A page that names itself as the next one. The emulator would not know its token. */
export function leadingBack(resource: string): Shape<KubernetesFaultAction> {
  const page = {...LISTS[resource], metadata: {continue: 'again'}, items: []}
  return [inCluster(200, JSON.stringify(page), {'content-type': 'application/json'}), FOREVER]
}
