import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import {type KubernetesEmulator, type KubernetesEmulatorOptions, startKubernetesEmulator} from './emulator.js'
import type {KubernetesObject} from './object-store.js'

let emulator: KubernetesEmulator

const service = (name: string, namespace = 'web', labels?: Record<string, string>): KubernetesObject => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: {name, namespace, ...(labels && {labels})},
  spec: {type: 'LoadBalancer'},
})
const ingress: KubernetesObject = {
  apiVersion: 'networking.k8s.io/v1',
  kind: 'Ingress',
  metadata: {name: 'api', namespace: 'shop'},
  spec: {rules: [{host: 'api.example.com'}]},
}
const endpoint: KubernetesObject = {
  apiVersion: 'externaldns.k8s.io/v1alpha1',
  kind: 'DNSEndpoint',
  metadata: {name: 'e', namespace: 'web', generation: 3},
  spec: {endpoints: []},
}

async function restart(options: KubernetesEmulatorOptions): Promise<void> {
  await emulator?.close()
  emulator = await startKubernetesEmulator(options)
}

type Answer = {readonly status: number; readonly type: string | null; readonly text: string; readonly headers: Headers}

async function ask(path: string, init?: RequestInit): Promise<Answer> {
  const answer = await fetch(`${emulator.url}${path}`, init)
  return {
    status: answer.status,
    type: answer.headers.get('content-type'),
    text: await answer.text(),
    headers: answer.headers,
  }
}

/** The body of an answer, which must be JSON. */
async function json(path: string, init?: RequestInit): Promise<{readonly status: number; readonly body: unknown}> {
  const {status, type, text} = await ask(path, init)
  expect(type).toBe('application/json')
  return {status, body: JSON.parse(text)}
}

const send = (method: string, body: unknown, type = 'application/json'): RequestInit => ({
  method,
  body: JSON.stringify(body),
  headers: {'content-type': type},
})

beforeEach(() => restart({objects: [service('b'), service('a'), service('a', 'shop'), ingress, endpoint]}))
afterEach(() => emulator.close())

describe('writing', () => {
  const path = '/apis/externaldns.k8s.io/v1alpha1/namespaces/web/dnsendpoints/e'

  it('puts a status and leaves everything else', async () => {
    const {body} = await json(path)
    const changed = {...(body as object), spec: {endpoints: ['ignored']}, status: {observedGeneration: 3}}
    expect(await json(`${path}/status`, send('PUT', changed))).toMatchObject({
      status: 200,
      body: {spec: {endpoints: []}, status: {observedGeneration: 3}},
    })
    expect(await json(`${path}/status`, send('PUT', changed))).toMatchObject({status: 409, body: {reason: 'Conflict'}})
    expect(await json(`${path}/status`, send('PUT', endpoint))).toMatchObject({status: 400})
  })

  it('patches a status by merging', async () => {
    const merge = (status: unknown) => json(`${path}/status`, send('PATCH', {status}, 'application/merge-patch+json'))
    expect(await merge({a: 1, b: {c: 2}})).toMatchObject({status: 200})
    expect((await merge({b: {d: 3}, a: null})).body).toMatchObject({status: {b: {c: 2, d: 3}}})
    expect((await json(path)).body).not.toHaveProperty('status.a')
    expect(await json(`${path}/status`, send('PATCH', {}, 'application/json-patch+json'))).toMatchObject({status: 415})
  })

  it('creates an event once', async () => {
    const event = {apiVersion: 'v1', kind: 'Event', metadata: {name: 'ev'}, reason: 'RecordReady'}
    expect(await json('/api/v1/namespaces/web/events', send('POST', event))).toMatchObject({
      status: 201,
      body: {metadata: {namespace: 'web'}},
    })
    expect(await json('/api/v1/namespaces/web/events', send('POST', event))).toMatchObject({
      status: 409,
      body: {reason: 'AlreadyExists'},
    })
    expect((await json('/api/v1/events')).body).toMatchObject({items: [{reason: 'RecordReady'}]})
  })

  it('makes a name up from generateName, and refuses an object with neither', async () => {
    const named = (metadata: object) =>
      json('/api/v1/namespaces/web/events', send('POST', {apiVersion: 'v1', kind: 'Event', metadata}))
    expect(await named({generateName: 'ev-'})).toMatchObject({
      status: 201,
      body: {metadata: {name: expect.stringMatching(/^ev-\w+$/)}},
    })
    expect(await named({generateName: 'ev-'})).toMatchObject({status: 201})
    expect(await named({})).toMatchObject({status: 400, body: {message: 'name or generateName is required'}})
  })

  it('refuses to create what the path does not name, and what is not JSON', async () => {
    expect((await json('/api/v1/namespaces/web/events', send('POST', service('a')))).status).toBe(400)
    expect((await json('/api/v1/namespaces/web/events', send('POST', [], 'application/json'))).status).toBe(400)
    expect((await json('/api/v1/namespaces/web/events', send('POST', {}, 'application/yaml'))).status).toBe(415)
  })

  it('has no status to write where the resource has none', async () => {
    emulator.put({apiVersion: 'traefik.io/v1alpha1', kind: 'IngressRoute', metadata: {name: 'r', namespace: 'web'}})
    const status = '/apis/traefik.io/v1alpha1/namespaces/web/ingressroutes/r/status'
    expect((await ask(status, send('PATCH', {}, 'application/merge-patch+json'))).status).toBe(405)
  })
})
