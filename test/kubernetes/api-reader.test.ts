import {gzipSync} from 'node:zlib'
import {describe, expect, it} from 'vitest'
import type {Resource} from '../../src/kubernetes/objects.js'
import {readFrom, SERVICES} from './read-from.js'
import {type Answer, json, named, page, scriptedApi, status} from './scripted-api.js'

const INGRESSES: Resource = {
  group: 'networking.k8s.io',
  version: 'v1',
  plural: 'ingresses',
  kind: 'Ingress',
  isNamespaced: true,
}
const NODES: Resource = {group: '', version: 'v1', plural: 'nodes', kind: 'Node', isNamespaced: false}

describe('a list', () => {
  it('is read page by page and sorted by namespace, then name', async () => {
    const {api, reader} = await readFrom([
      page([named('b', 'shop'), named('z', 'web')], 'token/1'),
      page([named('a', 'shop')]),
    ])
    const objects = await reader.list(SERVICES, '')
    expect(objects.map(({metadata}) => `${metadata.namespace}/${metadata.name}`)).toEqual(['shop/a', 'shop/b', 'web/z'])
    expect(api.requests).toEqual([
      'GET /api/v1/services?limit=500',
      'GET /api/v1/services?limit=500&continue=token%2F1',
    ])
    expect(reader.context).toBe('dev')
  })

  it('is asked for under its group, version and namespace', async () => {
    const {api, reader} = await readFrom([page([])])
    await reader.list(INGRESSES, 'shop')
    await reader.list(NODES, 'shop')
    expect(api.requests).toEqual([
      'GET /apis/networking.k8s.io/v1/namespaces/shop/ingresses?limit=500',
      'GET /api/v1/nodes?limit=500',
    ])
    expect(api.headers[0]).toMatchObject({authorization: 'Bearer secret', accept: 'application/json'})
  })

  it('trims objects to what is read, and says their kind', async () => {
    const item = {
      metadata: {
        name: 'a',
        uid: 'u',
        managedFields: [{manager: 'kubectl'}],
        annotations: {x: '1', 'kubectl.kubernetes.io/last-applied-configuration': '{}'},
      },
      spec: {rules: []},
    }
    const {reader} = await readFrom([page([item])])
    expect(await reader.list(INGRESSES, '')).toEqual([
      {
        apiVersion: 'networking.k8s.io/v1',
        kind: 'Ingress',
        metadata: {name: 'a', namespace: '', uid: 'u', labels: {}, annotations: {x: '1'}},
        spec: {rules: []},
      },
    ])
  })

  it('reads compressed answers', async () => {
    const zipped: Answer = (_, response) => {
      response
        .writeHead(200, {'content-encoding': 'gzip'})
        .end(gzipSync(JSON.stringify({kind: 'ServiceList', apiVersion: 'v1', metadata: {}, items: [named('a')]})))
    }
    const {reader} = await readFrom([zipped])
    expect(await reader.list(SERVICES, '')).toHaveLength(1)
  })

  it('tells how far it is after every page', async () => {
    const seen: string[] = []
    const onPage = ({resource, objects}: {resource: Resource; objects: number}) =>
      seen.push(`${resource.plural} ${objects}`)
    const {reader} = await readFrom([page([named('a')], 'x'), page([named('b')])], {}, {onPage})
    await reader.list(SERVICES, '')
    expect(seen).toEqual(['services 1', 'services 2'])
  })

  it('acts as the user of --as, at the address of --server', async () => {
    const other = await scriptedApi([page([])])
    const {reader} = await readFrom([page([])], {impersonate: 'alice', server: `${other.url}/base/`})
    await reader.list(SERVICES, '')
    expect(other.requests).toEqual(['GET /base/api/v1/services?limit=500'])
    expect(other.headers[0]).toMatchObject({'impersonate-user': 'alice', authorization: 'Bearer secret'})
  })
})

describe('a list that expires between two pages', () => {
  it('starts again from the beginning', async () => {
    const {reader} = await readFrom([
      page([named('a')], 'old'),
      status(410, 'expired'),
      page([named('b')], 'new'),
      page([named('c')]),
    ])
    expect((await reader.list(SERVICES, '')).map(({metadata}) => metadata.name)).toEqual(['b', 'c'])
  })

  it('is given up after some restarts', async () => {
    const again: Answer = (request, response) =>
      (request.url?.includes('continue') ? status(410, 'expired') : page([], 'x'))(request, response)
    const {api, reader} = await readFrom([again])
    await expect(reader.list(SERVICES, '')).rejects.toMatchObject({
      code: 'KUBERNETES_BAD_ANSWER',
      happened: 'The list of services went out of date before its last page was read, 4 times.',
    })
    expect(api.requests).toHaveLength(8)
  })
})

describe('an API server in trouble', () => {
  it('is asked again when it throttles, after the time that it names', async () => {
    const {reader, pauses} = await readFrom([
      status(429, 'slow down', {'retry-after': '2'}),
      status(503, 'starting'),
      page([named('a')]),
    ])
    expect(await reader.list(SERVICES, '')).toHaveLength(1)
    expect(pauses).toEqual([2000, 500])
  })

  it('is asked again when it closed the connection', async () => {
    const {reader} = await readFrom([(request) => request.socket.destroy(), page([named('a')])])
    expect(await reader.list(SERVICES, '')).toHaveLength(1)
  })

  it('is reported after five tries, on a later page with what that would mean', async () => {
    const {api, reader} = await readFrom([page([named('a')], 'x'), status(500, 'etcd is down')])
    await expect(reader.list(SERVICES, 'shop')).rejects.toMatchObject({
      code: 'KUBERNETES_UNREACHABLE',
      doing: 'list services in namespace shop (context "dev", page 2)',
      happened: 'The API server answered 500 5 times: etcd is down.',
      changed: 'No plan was made: a plan from half a cluster could delete records.',
    })
    expect(api.requests).toHaveLength(6)
  })

  it('is reported when it does not answer in time', async () => {
    const {reader} = await readFrom([() => {}], {requestTimeoutMs: 50})
    await expect(reader.list(SERVICES, '')).rejects.toMatchObject({
      code: 'KUBERNETES_TIMEOUT',
      happened: 'No answer within 0.05 s while listing services.',
    })
  })

  it('is reported when nothing listens there', async () => {
    const {reader} = await readFrom([page([])], {server: 'http://127.0.0.1:1'})
    await expect(reader.list(SERVICES, '')).rejects.toMatchObject({
      code: 'KUBERNETES_UNREACHABLE',
      doing: 'reach the Kubernetes API at http://127.0.0.1:1 (context "dev")',
      happened: 'Connection refused while listing services.',
    })
  })

  it('is not asked again when it closes every connection', async () => {
    const {api, reader} = await readFrom([(request) => request.socket.destroy()])
    await expect(reader.list(SERVICES, '')).rejects.toMatchObject({
      happened: 'The connection was closed while listing services.',
    })
    expect(api.requests).toHaveLength(5)
  })
})

describe('an answer that says no', () => {
  it('asks for new credentials once, then reports that they are refused', async () => {
    const {api, reader} = await readFrom([status(401, 'Unauthorized')])
    await expect(reader.list(SERVICES, '')).rejects.toMatchObject({
      code: 'KUBERNETES_UNAUTHORIZED',
      happened: 'The API server does not accept the credentials: Unauthorized.',
    })
    expect(api.requests).toHaveLength(2)
  })

  it('names the RBAC rule that is missing', async () => {
    const {reader} = await readFrom([status(403, 'ingresses.networking.k8s.io is forbidden: User "ci" cannot list it')])
    await expect(reader.list(INGRESSES, '')).rejects.toMatchObject({
      code: 'KUBERNETES_FORBIDDEN',
      happened: 'The API server refused: ingresses.networking.k8s.io is forbidden: User "ci" cannot list it.',
      changed: 'No plan was made.',
      fix: [
        'bind a ClusterRole with the rule {apiGroups: ["networking.k8s.io"], resources: ["ingresses"], verbs: ["list"]}',
        'or read one namespace only: -n NAMESPACE',
      ],
    })
  })

  it('names the kind that the cluster does not know', async () => {
    const endpoints: Resource = {
      group: 'externaldns.k8s.io',
      version: 'v1alpha1',
      plural: 'dnsendpoints',
      kind: 'DNSEndpoint',
      isNamespaced: true,
    }
    const {reader} = await readFrom([(_, response) => response.writeHead(404).end('404 page not found\n')])
    await expect(reader.list(endpoints, '')).rejects.toMatchObject({
      code: 'KUBERNETES_KIND_MISSING',
      happened: 'The cluster does not know dnsendpoints.externaldns.k8s.io/v1alpha1.',
    })
  })

  it.each([
    ['no JSON', (_, response) => response.end('<html>login</html>'), / is not valid JSON\.$/],
    ['nothing', (_, response) => response.end(), / is empty\.$/],
    ['no object', json(200, []), / is not a JSON object\.$/],
    ['no list', json(200, {kind: 'Pod'}), / is not a list of services \(v1\) but of kind Pod \(no version\)\.$/],
    ['objects without a name', page([{metadata: {}}]), / is not a list of services: it holds something else\.$/],
    ['no API server', (_, response) => response.writeHead(404).end('not here'), / to services is 404: not here\.$/],
    ['a redirect', (_, response) => response.writeHead(302).end(), /answered 302: no message\.$/],
  ] as [string, Answer, RegExp][])('is told apart: %s', async (_, answer, happened) => {
    const {reader} = await readFrom([answer])
    await expect(reader.list(SERVICES, '')).rejects.toMatchObject({
      code: 'KUBERNETES_BAD_ANSWER',
      happened: expect.stringMatching(happened),
    })
  })
})
