import {gzipSync} from 'node:zlib'
import {describe, expect, it} from 'vitest'
import type {Resource} from '../../src/kubernetes/objects.js'
import {readFrom, SERVICES} from './read-from.js'
import {type Answer, json, named, page, status} from './scripted-api.js'

const LIST = {kind: 'ServiceList', apiVersion: 'v1', metadata: {resourceVersion: '7'}, items: [named('a')]}
const ENDPOINTS: Resource = {
  group: 'externaldns.k8s.io',
  version: 'v1alpha1',
  plural: 'dnsendpoints',
  kind: 'DNSEndpoint',
  isNamespaced: true,
}
const CUSTOM = {...LIST, kind: 'DNSEndpointList', apiVersion: 'externaldns.k8s.io/v1alpha1', items: []}

describe('a 200 that is not a list of the kind asked for', () => {
  it.each([
    ['a Status', {kind: 'Status', apiVersion: 'v1', status: 'Success'}, 'but of kind Status (v1)'],
    ['another list', {...LIST, kind: 'PodList'}, 'but of kind PodList (v1)'],
    [
      'another list of the same name',
      {...LIST, apiVersion: 'serving.knative.dev/v1'},
      'but of kind ServiceList (serving.',
    ],
    ['a list of no kind', {...LIST, kind: undefined}, 'is not a list of services: it has no kind'],
    ['no items', {...LIST, items: undefined}, 'is not a list of services: it has no items'],
    [
      'nothing at all',
      {...LIST, metadata: undefined, items: []},
      'is not a list of services: it has neither items nor',
    ],
    ['null for items', {...LIST, items: null}, 'is not a list of services: it has no items'],
    ['an object for items', {...LIST, items: {}}, 'is not a list of services: it has no items'],
    ['items of another kind', {...LIST, items: [{kind: 'Pod', metadata: {name: 'a'}}]}, 'it holds something else'],
    ['items that are texts', {...LIST, items: ['a']}, 'it holds something else'],
    ['a version that is a map', {...LIST, apiVersion: {a: 1}}, 'but of kind ServiceList (no version)'],
    [
      'a namespace that is no text',
      {...LIST, items: [{metadata: {name: 'a', namespace: 7}}]},
      'it holds something else',
    ],
    ['annotations that are a list', {...LIST, items: [{metadata: {name: 'a', annotations: ['b']}}]}, 'something else'],
    [
      'an annotation that is no text',
      {...LIST, items: [{metadata: {name: 'a', annotations: {b: 7}}}]},
      'something else',
    ],
    ['labels that are a text', {...LIST, items: [{metadata: {name: 'a', labels: 'b'}}]}, 'it holds something else'],
    ['less than all', {...LIST, metadata: {remainingItemCount: 3}}, 'is not the complete list of services (3 more)'],
    ['a token that is not text', {...LIST, metadata: {continue: 7}}, 'names a next page in a form that is not known'],
  ])('is an error that names it: %s', async (_case, body, text) => {
    const {reader} = await readFrom([json(200, body)])
    await expect(reader.list(SERVICES, '')).rejects.toMatchObject({
      code: 'KUBERNETES_BAD_ANSWER',
      happened: expect.stringContaining(text),
    })
  })

  it.each([
    ['of a custom resource', ENDPOINTS, CUSTOM],
    ['of a custom resource whose items say what they are', ENDPOINTS, {...CUSTOM, items: [{...custom('e')}]}],
    ['with nothing left', SERVICES, {...LIST, metadata: {remainingItemCount: 0, continue: ''}}],
    ['without metadata', SERVICES, {...LIST, metadata: undefined}],
  ])('is not what an API server sends: a list %s', async (_case, resource, body) => {
    const {reader} = await readFrom([json(200, body)])
    expect(await reader.list(resource, '')).toHaveLength(body.items.length)
  })

  it('may be a list of a custom resource under a name of its own, but not under that of another', async () => {
    const discovery = json(200, {
      kind: 'APIResourceList',
      groupVersion: 'externaldns.k8s.io/v1alpha1',
      resources: [
        {name: 'dnsendpoints', kind: 'DNSEndpoint', namespaced: true},
        {name: 'dnszones', kind: 'DNSZone', namespaced: true},
      ],
    })
    const answering = (kind: string, items: readonly unknown[]) =>
      readFrom([json(200, {...CUSTOM, kind, items}), discovery])
    expect(await (await answering('DNSEndpoints', [])).reader.list(ENDPOINTS, '')).toEqual([])
    expect(await (await answering('Records', [custom('e')])).reader.list(ENDPOINTS, '')).toHaveLength(1)
    const other = await answering('DNSZoneList', [])
    await expect(other.reader.list(ENDPOINTS, '')).rejects.toThrow(
      /is not a list of dnsendpoints but of kind DNSZoneList\./,
    )
    const mixed = await answering('Records', [{...custom('e'), kind: 'DNSZone'}])
    await expect(mixed.reader.list(ENDPOINTS, '')).rejects.toThrow(/it holds something else/)
  })
})

function custom(name: string) {
  return {kind: 'DNSEndpoint', apiVersion: 'externaldns.k8s.io/v1alpha1', metadata: {name, namespace: 'd'}}
}

describe('a list that does not end', () => {
  it.each([1, 2, 5])('is an error when its tokens come again after %i', async (period) => {
    let pages = 0
    const next: Answer = (request, response) => page([named(`s${pages}`)], `t${pages++ % period}`)(request, response)
    const {api, reader} = await readFrom([next])
    await expect(reader.list(SERVICES, '')).rejects.toThrow(/leads back to a page that was read before/)
    expect(api.requests).toHaveLength(period + 1)
  })

  it('is an error after more pages than any API server has', async () => {
    let pages = 0
    const {api, reader} = await readFrom([(request, response) => page([], `t${pages++}`)(request, response)])
    await expect(reader.list(SERVICES, '')).rejects.toThrow(/does not end within 2000 pages/)
    expect(api.requests).toHaveLength(2000)
  })
})

describe('an answer that cannot be read', () => {
  const endless =
    (headers: Record<string, string>, chunk: Buffer): Answer =>
    (_, response) => {
      response.writeHead(200, headers).on('error', () => {})
      const more = () => {
        while (!response.destroyed && response.write(chunk)) {}
      }
      response.on('drain', more)
      more()
    }

  it.each([
    ['is said to be gzip', json(200, LIST, {'content-encoding': 'gzip'}), 'claims to be gzip and is not'],
    ['has no end', endless({}, Buffer.alloc(1024 * 1024, ' ')), 'is larger than 128 MiB'],
    [
      'is a small file for a large text',
      ((_, response) => {
        response.writeHead(200, {'content-encoding': 'gzip'}).end(gzipSync(Buffer.alloc(130 * 1024 * 1024, ' ')))
      }) as Answer,
      'is larger than 128 MiB',
    ],
    [
      'speaks another protocol',
      ((_, response) => {
        response.writeHead(101, {upgrade: 'h2c', connection: 'Upgrade'}).end()
      }) as Answer,
      'The API server answered 101',
    ],
  ])('is an error: one that %s', async (_case, answer, text) => {
    const {reader} = await readFrom([answer])
    await expect(reader.list(SERVICES, '')).rejects.toMatchObject({
      code: 'KUBERNETES_BAD_ANSWER',
      happened: expect.stringContaining(text),
    })
  })

  it.each(['-1', '1e99', 'soon', ' ', '0x10', 'Wed, 21 Oct 2099 07:28:00 GMT', '99999999999'])(
    'Retry-After: %s is waited for no longer than 10 s',
    async (retryAfter) => {
      const {reader, pauses} = await readFrom([
        status(429, 'slow down', {'retry-after': retryAfter}),
        page([named('a')]),
      ])
      expect(await reader.list(SERVICES, '')).toHaveLength(1)
      expect(pauses).toEqual([/^\d+$/.test(retryAfter) ? 10_000 : 250])
    },
  )

  it('is asked for again when it broke off', async () => {
    const brokenOff: Answer = (request, response) => {
      response.writeHead(200, {'content-length': '400'}).write('{"kind":', () => request.socket.end())
    }
    const {reader} = await readFrom([brokenOff, brokenOff, page([named('a')])])
    expect(await reader.list(SERVICES, '')).toHaveLength(1)
  })
})
