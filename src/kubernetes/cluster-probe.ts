import {CliError, type ErrorCode} from '../errors/cli-error.js'
import {type ApiRequest, answeredObject, UnusableAnswer} from './api-request.js'
import {type ApiSession, openSession, sendWithRetries} from './api-session.js'
import {makeDiscovery} from './discovery.js'
import {messageOf, statusMessage} from './errors.js'
import {fieldsOf, type Json} from './json.js'
import type {Resource} from './objects.js'

/**
 * Checks what a run would need of the cluster, without listing anything. Sends nothing yet.
 * @throws CliError when it is not clear which cluster is meant.
 */
export async function openClusterProbe(...cluster: Parameters<typeof openSession>) {
  const session = await openSession(...cluster)
  const {context, server} = session.connection
  const discovery = makeDiscovery(session)
  return {
    context,
    server,
    /** `v1.36.1`. @throws CliError when there is no usable answer. */
    async version(): Promise<string> {
      const {gitVersion} = await ask(session, {method: 'GET', url: `${server}/version`})
      if (typeof gitVersion === 'string') return gitVersion
      throw badAnswer(session, 'has no version')
    },
    /** The resource as the cluster serves it. @throws CliError when it is served in none of its versions. */
    find: (resource: Resource) => discovery.findResource({context, server, resource, namespace: '', page: 1}),
    /** True when the API server would allow the list. @throws CliError when it does not say. */
    async mayList({group, version, plural}: Resource, namespace: string): Promise<boolean> {
      const resourceAttributes = {verb: 'list', group, version, resource: plural, namespace}
      const kind = 'SelfSubjectAccessReview'
      const review = {apiVersion: 'authorization.k8s.io/v1', kind, spec: {resourceAttributes}}
      const url = `${server}/apis/authorization.k8s.io/v1/selfsubjectaccessreviews`
      const {status} = await ask(session, {method: 'POST', url, body: JSON.stringify(review)}, kind)
      const {allowed} = fieldsOf(status)
      if (allowed === undefined) throw badAnswer(session, `is not of kind ${kind}`)
      return allowed === true
    },
  }
}

async function ask(session: ApiSession, apiRequest: ApiRequest, kind?: string): Promise<Json> {
  const answer = await sendWithRetries(session, apiRequest).catch((error: unknown) => {
    if (error instanceof CliError) throw error
    if (error instanceof UnusableAnswer) throw badAnswer(session, error.detail, error)
    throw failure(session, `${messageOf(error)}.`, error)
  })
  if (answer.status < 200 || answer.status >= 300) {
    throw failure(session, `It answered ${answer.status}: ${statusMessage(answer.body)}.`)
  }
  const object = answeredObject(answer.body, kind)
  if (object !== undefined) return object
  throw badAnswer(session, kind === undefined ? 'is not a JSON object' : `is not of kind ${kind}`)
}

/** @param detail continues "The answer of …". */
function badAnswer(session: ApiSession, detail: string, cause?: unknown): CliError {
  return failure(session, `The answer of ${session.connection.server} ${detail}.`, cause, 'KUBERNETES_BAD_ANSWER')
}

function failure(
  {connection: {server, context}}: ApiSession,
  happened: string,
  cause?: unknown,
  code: ErrorCode = 'KUBERNETES_UNREACHABLE',
): CliError {
  const doing = `ask the Kubernetes API at ${server} (context "${context}")`
  const fix = ['check the address and the network, or choose another context with --context']
  return new CliError({code, doing, happened, fix, cause})
}
