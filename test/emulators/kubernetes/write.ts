import {randomBytes} from 'node:crypto'
import type {LoopbackRequest} from '../loopback-server.js'
import {type KubernetesObject, type ObjectStore, toWire} from './object-store.js'
import {qualifiedName, type Resource} from './resource.js'
import {Denial, objectNotFound, type Subject, statusOf} from './status.js'

/** Stores a new object as it was sent, without admission and without validation of its spec. */
export function createObject(
  store: ObjectStore,
  resource: Resource,
  version: string,
  namespace: string | undefined,
  request: LoopbackRequest,
): object {
  const sent = readObject(request)
  const metadata = {...sent.metadata, ...(namespace !== undefined && {namespace})}
  if (sent.kind !== resource.kind) throw badRequest(`the object provided is a ${sent.kind}, not a ${resource.kind}`)
  if (store.find(resource, namespace, metadata.name) !== undefined) {
    const message = `${qualifiedName(resource)} "${metadata.name}" already exists`
    throw new Denial(statusOf(409, 'AlreadyExists', message, {name: metadata.name, kind: resource.plural}))
  }
  store.put({...sent, metadata})
  return shown(store, resource, version, namespace, metadata.name)
}

/** PUT or merge-PATCH of the status subresource: only the status changes. */
export function writeStatus(
  store: ObjectStore,
  resource: Resource,
  version: string,
  subject: Subject,
  request: LoopbackRequest,
): object {
  const {namespace, name = ''} = subject
  const current = store.find(resource, namespace, name)?.object
  if (current === undefined) throw objectNotFound(subject)
  const isPatch = request.method === 'PATCH'
  const sent = readJson(request, isPatch ? 'application/merge-patch+json' : 'application/json')
  const sentVersion = resourceVersionOf(sent)
  if (sentVersion !== undefined && sentVersion !== current.metadata.resourceVersion) {
    const message = `Operation cannot be fulfilled on ${qualifiedName(resource)} "${name}": the object has been modified; please apply your changes to the latest version and try again`
    throw new Denial(statusOf(409, 'Conflict', message, {name, group: resource.group, kind: resource.plural}))
  }
  if (!isPatch && sentVersion === undefined) {
    throw badRequest(
      `${qualifiedName(resource)} "${name}" is invalid: metadata.resourceVersion: must be specified for an update`,
    )
  }
  const status = isPatch ? mergePatch(current.status, sent.status) : sent.status
  store.put({...current, status})
  return shown(store, resource, version, namespace, name)
}

function shown(
  store: ObjectStore,
  resource: Resource,
  version: string,
  namespace: string | undefined,
  name: string,
): object {
  const stored = store.find(resource, namespace, name)
  if (stored === undefined) throw new Error('bug: the object was just stored')
  return toWire(stored.object, resource, version, false)
}

/** RFC 7396. */
function mergePatch(target: unknown, patch: unknown): unknown {
  if (!isRecord(patch)) return patch
  const merged: Record<string, unknown> = isRecord(target) ? {...target} : {}
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete merged[key]
    else merged[key] = mergePatch(merged[key], value)
  }
  return merged
}

function readObject(request: LoopbackRequest): KubernetesObject {
  const sent = readJson(request, 'application/json')
  const {apiVersion, kind, metadata} = sent
  if (typeof apiVersion !== 'string' || typeof kind !== 'string' || !isRecord(metadata)) {
    throw badRequest("Object 'Kind' is missing in the request")
  }
  const {generateName} = metadata
  const name = metadata.name ?? (typeof generateName === 'string' ? generateName + randomBytes(3).toString('hex') : '')
  if (typeof name !== 'string' || name === '') throw badRequest('name or generateName is required')
  return {...sent, apiVersion, kind, metadata: {...metadata, name}}
}

/** Reads a JSON body. An API server also reads protobuf, YAML and CBOR. */
export function readJson({headers, body}: LoopbackRequest, mediaType: string): Readonly<Record<string, unknown>> {
  if (!(headers['content-type'] ?? '').startsWith(mediaType)) {
    const message = `the body of the request was in an unknown format - accepted media types include: ${mediaType}`
    throw new Denial(statusOf(415, 'UnsupportedMediaType', message))
  }
  try {
    const value: unknown = JSON.parse(body)
    if (isRecord(value)) return value
  } catch {
    // Answered like any body that is not an object.
  }
  throw badRequest('the object provided is unrecognized (must be of type Object)')
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function resourceVersionOf(sent: Readonly<Record<string, unknown>>): unknown {
  return isRecord(sent.metadata) ? sent.metadata.resourceVersion : undefined
}

function badRequest(message: string): Denial {
  return new Denial(statusOf(400, 'BadRequest', message))
}
