import {CoreV1Api, KubeConfig} from '@kubernetes/client-node'
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

function kubeConfig(): KubeConfig {
  const config = new KubeConfig()
  config.loadFromString(emulator.kubeconfig())
  return config
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

describe('failures in the form of an API server', () => {
  it('an object that is not there', async () => {
    expect(await json('/apis/networking.k8s.io/v1/namespaces/shop/ingresses/z')).toEqual({
      status: 404,
      body: {
        kind: 'Status',
        apiVersion: 'v1',
        metadata: {},
        status: 'Failure',
        message: 'ingresses.networking.k8s.io "z" not found',
        reason: 'NotFound',
        details: {name: 'z', group: 'networking.k8s.io', kind: 'ingresses'},
        code: 404,
      },
    })
  })

  it('a resource that a built-in group does not have', async () => {
    expect((await json('/api/v1/widgets')).body).toMatchObject({
      message: 'the server could not find the requested resource',
      reason: 'NotFound',
      code: 404,
    })
  })

  it.each(['/apis/example.org/v1/widgets', '/apis/externaldns.k8s.io/v1/dnsendpoints', '/nothing'])(
    '%s, which nobody serves',
    async (path) => {
      expect(await ask(path)).toMatchObject({
        status: 404,
        type: 'text/plain; charset=utf-8',
        text: '404 page not found\n',
      })
    },
  )

  it('a group of custom resources that is not installed', async () => {
    await restart({objects: [endpoint], served: ['gateway.networking.k8s.io']})
    expect((await ask('/apis/externaldns.k8s.io/v1alpha1/dnsendpoints')).text).toBe('404 page not found\n')
    expect((await ask('/apis/gateway.networking.k8s.io/v1/httproutes')).status).toBe(200)
    emulator.setServed(['externaldns.k8s.io'])
    expect((await json('/apis/externaldns.k8s.io/v1alpha1/dnsendpoints')).body).toMatchObject({
      items: [{metadata: {name: 'e'}}],
    })
    expect((await ask('/apis/gateway.networking.k8s.io/v1/httproutes')).status).toBe(404)
  })

  it.each([
    [
      '/api/v1/services',
      'services is forbidden: User "ci" cannot list resource "services" in API group "" at the cluster scope',
    ],
    [
      '/apis/networking.k8s.io/v1/namespaces/shop/ingresses',
      'ingresses.networking.k8s.io is forbidden: User "ci" cannot list resource "ingresses" in API group "networking.k8s.io" in the namespace "shop"',
    ],
  ])('403 for %s', async (path, message) => {
    await restart({user: 'ci'})
    emulator.addFault({action: {status: 403}})
    expect(await json(path)).toMatchObject({status: 403, body: {reason: 'Forbidden', code: 403, message}})
  })

  it('403 names the resource in its details', async () => {
    emulator.addFault({times: 2, action: {status: 403}})
    expect(await json('/api/v1/namespaces/web/services/a')).toMatchObject({
      body: {details: {name: 'a', kind: 'services'}},
    })
    expect((await json('/apis/networking.k8s.io/v1/ingresses')).body).toHaveProperty('details', {
      group: 'networking.k8s.io',
      kind: 'ingresses',
    })
  })

  it('a token that is missing or wrong', async () => {
    await restart({token: 'secret'})
    const unauthorized = {
      status: 401,
      body: {kind: 'Status', message: 'Unauthorized', reason: 'Unauthorized', code: 401},
    }
    expect(await json('/api/v1/pods')).toMatchObject(unauthorized)
    expect(await json('/api/v1/pods', {headers: {authorization: 'Bearer wrong'}})).toMatchObject(unauthorized)
    expect((await ask('/api/v1/pods', {headers: {authorization: 'Bearer secret'}})).status).toBe(200)
    expect((await kubeConfig().makeApiClient(CoreV1Api).listPodForAllNamespaces()).items).toEqual([])
  })

  it.each(['/api/v1/services?watch=true', '/api/v1/services?watch=1'])('%s: a watch', async (path) => {
    expect(await json(path)).toMatchObject({status: 405, body: {reason: 'MethodNotAllowed', code: 405}})
    expect(emulator.calls.counts()).toEqual({'watch services': 1})
  })

  it('writing what it does not write', async () => {
    expect((await ask('/api/v1/namespaces/web/services/a', {method: 'DELETE'})).status).toBe(405)
    expect((await ask('/api/v1/namespaces/web/services/a', send('PUT', service('a')))).status).toBe(405)
    expect(emulator.objects()).toHaveLength(5)
  })
})

describe('faults', () => {
  it.each([
    [401, 'Unauthorized'],
    [404, 'NotFound'],
    [410, 'Expired'],
    [429, 'TooManyRequests'],
    [500, 'InternalError'],
    [503, 'ServiceUnavailable'],
    [504, 'Timeout'],
  ] as const)('answer %i as a Status', async (status, reason) => {
    emulator.addFault({resource: 'services', action: {status}})
    expect(await json('/api/v1/services')).toMatchObject({
      status,
      body: {kind: 'Status', status: 'Failure', reason, code: status},
    })
    expect((await ask('/api/v1/services')).status).toBe(200)
    expect(emulator.calls.all().map((call) => [call.status, call.errorCode])).toEqual([
      [status, reason],
      [200, undefined],
    ])
  })

  it('answer 429 as an API server under load does', async () => {
    emulator.addFault({action: 'overloaded'})
    const {status, type, text, headers} = await ask('/api/v1/services')
    expect([status, type, text]).toEqual([
      429,
      'text/plain; charset=utf-8',
      'Too many requests, please try again later.\n',
    ])
    expect(headers.get('retry-after')).toBe('1')
  })

  it('hit the nth list of one resource, with or without its group', async () => {
    emulator.addFault({resource: 'ingresses.networking.k8s.io', verb: 'list', nth: 2, action: {status: 500}})
    emulator.addFault({resource: 'ingresses', verb: 'get', action: {status: 503}})
    const statuses: number[] = []
    for (const path of ['ingresses', 'namespaces/shop/ingresses/api', 'ingresses', 'ingresses']) {
      statuses.push((await ask(`/apis/networking.k8s.io/v1/${path}`)).status)
    }
    expect(statuses).toEqual([200, 503, 500, 200])
  })

  it('break the JSON off', async () => {
    emulator.addFault({action: 'malformedJson'})
    const {status, text} = await ask('/api/v1/services')
    expect(status).toBe(200)
    expect(text).toMatch(/^\{"kind":"ServiceList"/)
    expect(() => JSON.parse(text)).toThrow(SyntaxError)
  })

  it('cut the connection, or hang until the client gives up', async () => {
    emulator.addFault({action: 'resetConnection'})
    await expect(ask('/api/v1/services')).rejects.toThrow('fetch failed')
    emulator.addFault({action: 'hang'})
    await expect(ask('/api/v1/services', {signal: AbortSignal.timeout(80)})).rejects.toThrow(/timeout/)
    expect(emulator.calls.all().map(({status}) => status)).toEqual([0, 0])
  })

  it.each(['breakOffAfterHead', 'breakOffHalfway'] as const)('break the answer off: %s', async (action) => {
    emulator.addFault({action})
    await expect(ask('/api/v1/services')).rejects.toThrow('terminated')
    expect((await ask('/api/v1/services')).status).toBe(200)
  })

  it('answer something else, or what a test makes of the answer', async () => {
    emulator.addFault({action: {instead: {status: 418, body: '<html/>', headers: {'retry-after': '-1'}}}})
    const strange = await ask('/api/v1/services')
    expect([strange.status, strange.text]).toEqual([418, '<html/>'])
    emulator.addFault({action: {rewrite: (answer) => ({...answer, kind: 'PodList'})}})
    expect((await json('/api/v1/services')).body).toMatchObject({kind: 'PodList', apiVersion: 'v1'})
  })

  it('let a test change the cluster at the moment of a call', async () => {
    emulator.addFault({resource: 'services', action: (_call, state) => state.put(service('new'))})
    expect((await json('/api/v1/services')).body).toMatchObject({items: {length: 4}})
  })

  it('are taken away one by one or all at once', async () => {
    const undo = emulator.addFault({times: 9, action: {status: 500}})
    undo()
    emulator.addFault({times: 9, action: {status: 500}})
    emulator.clearFaults()
    expect((await ask('/api/v1/services')).status).toBe(200)
  })

  it('take as long as they are told', async () => {
    emulator.setLatency(200)
    const start = performance.now()
    await Promise.all([ask('/api/v1/services'), ask('/api/v1/pods')])
    expect(performance.now() - start).toBeGreaterThanOrEqual(190)
    expect(emulator.calls.mostUnderWay()).toBe(2)
    await restart({latencyMs: 200})
    const again = performance.now()
    await ask('/api/v1/pods')
    expect(performance.now() - again).toBeGreaterThanOrEqual(190)
  })
})
