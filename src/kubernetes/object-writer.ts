import {randomBytes} from 'node:crypto'
import {type ApiRequest, answeredObject} from './api-request.js'
import {type ApiSession, openSession, resourceUrl, sendWithRetries} from './api-session.js'
import {messageOf, statusMessage} from './errors.js'
import type {EventWriter, ObjectEvent, StatusWriter} from './objects.js'

const CONTROLLER = 'external-dns-ts'
/** The API accepts no longer note. */
const MOST_NOTE_OCTETS = 1024
/** What of the object's name leaves room for a dot and 16 digits: a name has at most 253 characters. */
const MOST_NAME_LENGTH = 236

/**
 * Creates Events (right: `create` on events of events.k8s.io), the only objects that are ever created, and writes statuses
 * (right: `update` on the status): not of an object that has changed since. @throws CliError
 */
export async function makeObjectWriter(
  ...cluster: Parameters<typeof openSession>
): Promise<EventWriter & StatusWriter> {
  const session = await openSession(...cluster)
  return {
    writeEvent: async (event) => {
      // The API server requires that one for events of cluster-scoped objects.
      const namespace = event.object.metadata.namespace || 'default'
      const url = `${session.connection.server}/apis/events.k8s.io/v1/namespaces/${encodeURIComponent(namespace)}/events`
      const body = JSON.stringify(toWire(event, namespace, new Date()))
      return write(session, {method: 'POST', url, body}, 'Event', {
        403: 'allow {apiGroups: ["events.k8s.io"], resources: ["events"], verbs: ["create"]}',
      })
    },
    writeStatus: ({resource, object, status}) => {
      const {namespace, name} = object.metadata
      const url = `${resourceUrl(session.connection.server, resource, namespace)}/${encodeURIComponent(name)}/status`
      return write(session, {method: 'PUT', url, body: JSON.stringify({...object, status})}, object.kind, {
        403: `allow {apiGroups: ["${resource.group}"], resources: ["${resource.plural}/status"], verbs: ["update"]}`,
        409: 'it was changed in the meantime',
      })
    },
  }
}

async function write(
  session: ApiSession,
  request: ApiRequest,
  kind: string,
  refusals: Readonly<Record<number, string>>,
): Promise<string | undefined> {
  try {
    const {status, body} = await sendWithRetries(session, request)
    if (status >= 300) return refusals[status] ?? `the API server answered ${status}: ${statusMessage(body)}`
    return answeredObject(body, kind) === undefined ? `the answer is not of kind ${kind}` : undefined
  } catch (error) {
    return `the API server gave no answer (${messageOf(error)})`
  }
}

function toWire({object, reason, action, note}: ObjectEvent, namespace: string, at: Date): object {
  const {name, uid, resourceVersion} = object.metadata
  const start = name.slice(0, MOST_NAME_LENGTH).replace(/[^a-z0-9]+$/, '')
  return {
    apiVersion: 'events.k8s.io/v1',
    kind: 'Event',
    metadata: {name: `${start}.${randomBytes(8).toString('hex')}`, namespace},
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

/** Whole characters alone: the decoder keeps back what is cut in two. */
function cut(text: string): string {
  const octets = Buffer.from(text)
  if (octets.length <= MOST_NOTE_OCTETS) return text
  return `${new TextDecoder().decode(octets.subarray(0, MOST_NOTE_OCTETS - 3), {stream: true})}…`
}
