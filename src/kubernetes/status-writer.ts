import {answeredObject} from './answer-object.js'
import {type ApiSessionOptions, openSession, resourceUrl, sendPatiently} from './api-session.js'
import {statusMessage} from './errors.js'
import type {Environment} from './kubeconfig-places.js'
import type {KubernetesSettings} from './kubernetes-settings.js'
import type {StatusUpdate, StatusWriter} from './objects.js'

/**
 * Replaces the status of single objects (`update` on the status subresource). The resource version that was read goes
 * with it, so that a status is never written about an object that has changed since.
 * @throws CliError when it is not clear which cluster is meant.
 */
export async function makeStatusWriter(
  settings: KubernetesSettings,
  environment: Environment,
  options: ApiSessionOptions = {},
): Promise<StatusWriter> {
  const session = await openSession(settings, environment, options)
  return {
    writeStatus: async ({resource, object, status}) => {
      const {namespace, name} = object.metadata
      const url = `${resourceUrl(session.connection.server, resource, namespace)}/${encodeURIComponent(name)}/status`
      try {
        const answer = await sendPatiently(session, {method: 'PUT', url, body: JSON.stringify({...object, status})})
        if (answer.status >= 300) return refusalOf(answer.status, answer.body, resource)
        return answeredObject(answer.body, object.kind) === undefined ? `the answer is no ${object.kind}` : undefined
      } catch (error) {
        return `the API server gave no answer (${error instanceof Error ? error.message || error.name : String(error)})`
      }
    },
  }
}

function refusalOf(status: number, body: string, {group, plural}: StatusUpdate['resource']): string {
  if (status === 403) return `allow {apiGroups: ["${group}"], resources: ["${plural}/status"], verbs: ["update"]}`
  if (status === 409) return 'it was changed in the meantime'
  return `the API server answered ${status}: ${statusMessage(body)}`
}
