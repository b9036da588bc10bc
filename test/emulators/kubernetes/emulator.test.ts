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

/** The body of an answer, which must be JSON. */
async function json(path: string, init?: RequestInit): Promise<{readonly status: number; readonly body: unknown}> {
  const {status, type, text} = await ask(path, init)
  expect(type).toBe('application/json')
  return {status, body: JSON.parse(text)}
}

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
