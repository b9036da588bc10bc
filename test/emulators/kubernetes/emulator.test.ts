import {mkdtemp, readFile, rm} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {
  AuthorizationV1Api,
  CoreV1Api,
  CustomObjectsApi,
  KubeConfig,
  NetworkingV1Api,
  VersionApi,
} from '@kubernetes/client-node'
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

/** The body of an answer that must be JSON. */
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

describe('the client of the program', () => {
  it('reads lists and objects of built-in and custom kinds', async () => {
    const config = kubeConfig()
    const services = await config.makeApiClient(CoreV1Api).listServiceForAllNamespaces()
    expect(services.items.map(({metadata}) => `${metadata?.namespace}/${metadata?.name}`)).toEqual([
      'shop/a',
      'web/a',
      'web/b',
    ])
    const inWeb = await config.makeApiClient(CoreV1Api).listNamespacedService({namespace: 'web'})
    expect(inWeb.items).toHaveLength(2)
    const ingresses = await config.makeApiClient(NetworkingV1Api).listIngressForAllNamespaces()
    expect(ingresses.items[0]?.spec?.rules?.[0]?.host).toBe('api.example.com')
    const endpoints = await config
      .makeApiClient(CustomObjectsApi)
      .listClusterCustomObject({group: 'externaldns.k8s.io', version: 'v1alpha1', plural: 'dnsendpoints'})
    expect(endpoints.items).toMatchObject([{kind: 'DNSEndpoint', metadata: {name: 'e'}}])
    const one = await config.makeApiClient(CoreV1Api).readNamespacedService({namespace: 'web', name: 'b'})
    expect(one.metadata?.name).toBe('b')
    expect((await config.makeApiClient(VersionApi).getCode()).gitVersion).toBe('v1.34.0')
  })

  it('asks for access and is told what a test denied', async () => {
    const api = kubeConfig().makeApiClient(AuthorizationV1Api)
    const mayList = async (resource: string) => {
      const review = await api.createSelfSubjectAccessReview({
        body: {spec: {resourceAttributes: {verb: 'list', resource, group: ''}}},
      })
      return review.status?.allowed
    }
    const undo = emulator.deny({verb: 'list', resource: 'services'})
    expect([await mayList('services'), await mayList('pods')]).toEqual([false, true])
    expect((await ask('/api/v1/services')).status).toBe(403)
    undo()
    expect(await mayList('services')).toBe(true)
    expect((await ask('/api/v1/services')).status).toBe(200)
    expect(emulator.calls.counts()).toEqual({
      'create selfsubjectaccessreviews.authorization.k8s.io': 3,
      'list services': 2,
    })
  })
})

describe('objects put there by hand', () => {
  it('get what an API server gives every object', async () => {
    const {body} = await json('/api/v1/namespaces/web/services/a')
    expect(body).toMatchObject({
      kind: 'Service',
      apiVersion: 'v1',
      metadata: {
        uid: expect.stringMatching(/^[0-9a-f-]{36}$/),
        creationTimestamp: '2026-01-01T00:00:00Z',
        resourceVersion: expect.any(String),
      },
    })
  })

  it('are replaced, added and removed without counting as calls', async () => {
    emulator.put({...service('a'), spec: {type: 'ClusterIP'}})
    emulator.put(service('c'))
    emulator.remove('Service', 'web', 'b')
    expect(
      emulator
        .objects()
        .filter(({kind}) => kind === 'Service')
        .map(({metadata, spec}) => [metadata.name, spec]),
    ).toEqual([
      ['a', {type: 'ClusterIP'}],
      ['a', {type: 'LoadBalancer'}],
      ['c', {type: 'LoadBalancer'}],
    ])
    emulator.setObjects([ingress])
    expect(emulator.objects()).toHaveLength(1)
    expect(emulator.calls.total()).toBe(0)
  })

  it('must be of a kind and scope that the emulator knows', () => {
    expect(() => emulator.put({apiVersion: 'v1', kind: 'Widget', metadata: {name: 'w'}})).toThrow(
      'does not know Widget of v1',
    )
    expect(() => emulator.put({...ingress, apiVersion: 'networking.k8s.io/v2'})).toThrow('does not know Ingress')
    expect(() => emulator.put({apiVersion: 'v1', kind: 'Node', metadata: {name: 'n', namespace: 'web'}})).toThrow(
      'must not have a namespace',
    )
    expect(() => emulator.put({apiVersion: 'v1', kind: 'Pod', metadata: {name: 'p'}})).toThrow('must have a namespace')
    expect(() => emulator.remove('Service', 'web', 'z')).toThrow('no Service web/z')
  })

  it('may be of a custom kind that a test brings along', async () => {
    await restart({
      resources: [{group: 'example.org', versions: ['v1'], kind: 'Widget', plural: 'widgets', isNamespaced: false}],
    })
    emulator.put({apiVersion: 'example.org/v1', kind: 'Widget', metadata: {name: 'w'}})
    expect((await json('/apis/example.org/v1/widgets')).body).toMatchObject({
      kind: 'WidgetList',
      items: [{kind: 'Widget'}],
    })
  })

  it('of a custom kind are answered in every version that is served', async () => {
    emulator.put({
      apiVersion: 'gateway.networking.k8s.io/v1alpha2',
      kind: 'TLSRoute',
      metadata: {name: 't', namespace: 'web'},
      spec: {},
    })
    const apiVersion = 'gateway.networking.k8s.io/v1'
    expect((await json(`/apis/${apiVersion}/tlsroutes`)).body).toMatchObject({
      apiVersion,
      items: [{apiVersion, kind: 'TLSRoute'}],
    })
    expect((await json('/apis/gateway.networking.k8s.io/v1alpha2/tlsroutes')).body).toMatchObject({
      items: [{apiVersion: 'gateway.networking.k8s.io/v1alpha2'}],
    })
  })

  it('bring their namespaces with them, labelled with their name', async () => {
    emulator.put({apiVersion: 'v1', kind: 'Namespace', metadata: {name: 'web', labels: {team: 'x'}}})
    const {body} = await json('/api/v1/namespaces')
    const items = (body as {items: {metadata: {name: string; labels: object}}[]}).items
    expect(items.map(({metadata}) => metadata.name)).toEqual([
      'default',
      'kube-node-lease',
      'kube-public',
      'kube-system',
      'shop',
      'web',
    ])
    expect(items.at(-1)?.metadata.labels).toEqual({team: 'x', 'kubernetes.io/metadata.name': 'web'})
    expect((await json('/api/v1/namespaces?labelSelector=team%3Dx')).body).toMatchObject({
      items: [{metadata: {name: 'web'}}],
    })
    expect((await json('/api/v1/namespaces/web')).body).toMatchObject({kind: 'Namespace'})
  })
})

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
    emulator.setLatency(60)
    const start = performance.now()
    await Promise.all([ask('/api/v1/services'), ask('/api/v1/pods')])
    expect(performance.now() - start).toBeGreaterThanOrEqual(55)
    expect(emulator.calls.mostUnderWay()).toBe(2)
  })
})

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

  it('has no status to write where the resource has none', async () => {
    emulator.put({apiVersion: 'traefik.io/v1alpha1', kind: 'IngressRoute', metadata: {name: 'r', namespace: 'web'}})
    const status = '/apis/traefik.io/v1alpha1/namespaces/web/ingressroutes/r/status'
    expect((await ask(status, send('PATCH', {}, 'application/merge-patch+json'))).status).toBe(405)
  })
})

describe('finding it', () => {
  it('writes a kubeconfig whose only context points to it', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'emulator-test-'))
    try {
      const path = join(folder, 'config')
      await restart({token: 'secret'})
      await emulator.writeKubeconfig(path, {context: 'prod eks', namespace: 'team'})
      const config = new KubeConfig()
      config.loadFromFile(path)
      expect(config.getCurrentContext()).toBe('prod eks')
      expect(config.getContextObject('prod eks')?.namespace).toBe('team')
      expect([config.getCurrentCluster()?.server, config.getCurrentUser()?.token]).toEqual([emulator.url, 'secret'])
      expect(await readFile(path, 'utf8')).toBe(emulator.kubeconfig({context: 'prod eks', namespace: 'team'}))
    } finally {
      await rm(folder, {recursive: true})
    }
  })

  it('is called demo and has no namespace of its own by default', () => {
    const config = kubeConfig()
    expect(config.getCurrentContext()).toBe('demo')
    expect(config.getContextObject('demo')?.namespace).toBeUndefined()
  })

  it('tells what it serves', async () => {
    await restart({served: ['externaldns.k8s.io', 'gateway.networking.k8s.io']})
    expect((await json('/api')).body).toMatchObject({kind: 'APIVersions', versions: ['v1']})
    const {body: groups} = await json('/apis')
    expect((groups as {groups: {name: string}[]}).groups.map(({name}) => name)).toEqual([
      'apiextensions.k8s.io',
      'apps',
      'batch',
      'discovery.k8s.io',
      'events.k8s.io',
      'networking.k8s.io',
      'externaldns.k8s.io',
      'gateway.networking.k8s.io',
      'authorization.k8s.io',
    ])
    expect((await json('/apis/gateway.networking.k8s.io')).body).toMatchObject({
      preferredVersion: {groupVersion: 'gateway.networking.k8s.io/v1', version: 'v1'},
    })
    const {body: endpoints} = await json('/apis/externaldns.k8s.io/v1alpha1')
    expect(endpoints).toMatchObject({
      kind: 'APIResourceList',
      groupVersion: 'externaldns.k8s.io/v1alpha1',
      resources: [
        {name: 'dnsendpoints', namespaced: true, kind: 'DNSEndpoint'},
        {name: 'dnsendpoints/status', kind: 'DNSEndpoint'},
      ],
    })
    expect((await json('/api/v1')).body).toMatchObject({
      groupVersion: 'v1',
      resources: expect.arrayContaining([expect.objectContaining({name: 'services', shortNames: ['svc']})]),
    })
    const {body: older} = await json('/apis/gateway.networking.k8s.io/v1alpha2')
    expect((older as {resources: {name: string}[]}).resources.map(({name}) => name)).toEqual([
      'tlsroutes',
      'tlsroutes/status',
      'tcproutes',
      'tcproutes/status',
      'udproutes',
      'udproutes/status',
    ])
    expect((await ask('/apis/traefik.io')).status).toBe(404)
    expect((await ask('/readyz')).text).toBe('ok')
    expect(emulator.calls.counts()).toEqual({discover: 8})
  })
})
