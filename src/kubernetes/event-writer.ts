import {randomBytes} from 'node:crypto'
import type {Environment} from '../errors/environment.js'
import {answeredObject} from './api-request.js'
import {type ApiSessionOptions, openSession, resourceUrl, sendWithRetries} from './api-session.js'
import {statusMessage} from './errors.js'
import type {KubernetesSettings} from './kubernetes-settings.js'
import type {EventWriter, ObjectEvent, StatusUpdate, StatusWriter} from './objects.js'

const CONTROLLER = 'external-dns-ts'
/** The API accepts no longer note. */
const MOST_NOTE_OCTETS = 1024
/** The namespace for events of cluster-scoped objects, as the API server requires. */
const DEFAULT_NAMESPACE = 'default'

/**
 * Creates Events (right: `create` on events of events.k8s.io), the only objects that are ever created.
 * @throws CliError when it is not clear which cluster is meant.
 */
export async function makeEventWriter(
  settings: KubernetesSettings,
  environment: Environment,
  options: ApiSessionOptions & {readonly now?: () => Date} = {},
): Promise<EventWriter> {
  const session = await openSession(settings, environment, options)
  const now = options.now ?? (() => new Date())
  return {
    async writeEvent(event) {
      const namespace = event.object.metadata.namespace || DEFAULT_NAMESPACE
      const url = `${session.connection.server}/apis/events.k8s.io/v1/namespaces/${encodeURIComponent(namespace)}/events`
      try {
        const answer = await sendWithRetries(session, {
          method: 'POST',
          url,
          body: JSON.stringify(toWire(event, namespace, now())),
        })
        if (answer.status < 300)
          return answeredObject(answer.body, 'Event') === undefined ? 'the answer is no Event' : undefined
        return answer.status === 403
          ? 'allow {apiGroups: ["events.k8s.io"], resources: ["events"], verbs: ["create"]}'
          : `the API server answered ${answer.status}: ${statusMessage(answer.body)}`
      } catch (error) {
        return `the API server gave no answer (${error instanceof Error ? error.message || error.name : String(error)})`
      }
    },
  }
}

function toWire({object, reason, action, note}: ObjectEvent, namespace: string, at: Date): object {
  const {name, uid, resourceVersion} = object.metadata
  return {
    apiVersion: 'events.k8s.io/v1',
    kind: 'Event',
    metadata: {name: `${name}.${randomBytes(8).toString('hex')}`, namespace},
    // The type requires microseconds.
    eventTime: at.toISOString().replace('Z', '000Z'),
    reportingController: CONTROLLER,
    reportingInstance: CONTROLLER,
    action,
    reason,
    regarding: {
      apiVersion: object.apiVersion,
      kind: object.kind,
      name,
      ...(object.metadata.namespace !== '' && {namespace: object.metadata.namespace}),
      ...(typeof uid === 'string' && {uid}),
      ...(typeof resourceVersion === 'string' && {resourceVersion}),
    },
    note: cut(note),
    type: reason === 'RecordError' ? 'Warning' : 'Normal',
  }
}

function cut(text: string): string {
  if (Buffer.byteLength(text) <= MOST_NOTE_OCTETS) return text
  let kept = text.slice(0, MOST_NOTE_OCTETS)
  while (Buffer.byteLength(kept) > MOST_NOTE_OCTETS - 3) kept = kept.slice(0, -1)
  return `${kept}…`
}

/**
 * Replaces the status of single objects (right: `update` on the status subresource). Sends the resource version that
 * was read, so that the status of an object that has changed since is not written.
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
        const answer = await sendWithRetries(session, {method: 'PUT', url, body: JSON.stringify({...object, status})})
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
