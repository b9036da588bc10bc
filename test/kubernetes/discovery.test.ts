import {describe, expect, it} from 'vitest'
import {makeApiReader} from '../../src/kubernetes/api-reader.js'
import type {ClusterReader, Resource} from '../../src/kubernetes/objects.js'
import {kubeconfig, temporaryFolder, writeFile} from './kubeconfig-file.js'
import {type Answer, json, named, page, type ScriptedApi, scriptedApi, status} from './scripted-api.js'

const TLS_ROUTES: Resource = {
  group: 'gateway.networking.k8s.io',
  version: 'v1',
  olderVersions: ['v1alpha3', 'v1alpha2'],
  plural: 'tlsroutes',
  kind: 'TLSRoute',
  isNamespaced: true,
}
const HTTP_ROUTES: Resource = {...TLS_ROUTES, plural: 'httproutes', kind: 'HTTPRoute', olderVersions: ['v1beta1']}
const CONFIG_MAPS: Resource = {group: '', version: 'v1', plural: 'configmaps', kind: '', isNamespaced: true}

const served = (...entries: readonly (readonly [string, string, boolean])[]): Answer =>
  json(200, {kind: 'APIResourceList', resources: entries.map(([name, kind, namespaced]) => ({name, kind, namespaced}))})
const notServed: Answer = (_, response) => response.writeHead(404).end('404 page not found\n')

async function read(answers: readonly Answer[]): Promise<{readonly api: ScriptedApi; readonly reader: ClusterReader}> {
  const api = await scriptedApi(answers)
  const file = writeFile(temporaryFolder(), 'config', kubeconfig('dev', api.url))
  const settings = {kubeconfig: file, context: '', server: '', impersonate: '', requestTimeoutMs: 5000}
  return {api, reader: await makeApiReader(settings, {}, {sleep: () => Promise.resolve()})}
}

/** Answers by path, in any order. */
function byPath(answers: Readonly<Record<string, Answer>>): readonly Answer[] {
  return [(request, response) => (answers[request.url?.split('?')[0] ?? ''] ?? notServed)(request, response)]
}

const ROUTES = '/apis/gateway.networking.k8s.io'

describe('a resource with older versions', () => {
  it('is read in its own version where the cluster serves it', async () => {
    const {api, reader} = await read([served(['tlsroutes', 'TLSRoute', true]), page([named('a')])])
    expect((await reader.list(TLS_ROUTES, 'shop')).map(({apiVersion}) => apiVersion)).toEqual([
      'gateway.networking.k8s.io/v1',
    ])
    expect(api.requests).toEqual([`GET ${ROUTES}/v1`, `GET ${ROUTES}/v1/namespaces/shop/tlsroutes?limit=500`])
  })

  it('is read in the first older one that has it: a group may serve a version without it', async () => {
    const {api, reader} = await read([
      served(['httproutes', 'HTTPRoute', true]),
      notServed,
      served(['tlsroutes', 'TLSRoute', true], ['tlsroutes/status', 'TLSRoute', true]),
      page([named('a')]),
    ])
    const [route] = await reader.list(TLS_ROUTES, '')
    expect(route).toMatchObject({apiVersion: 'gateway.networking.k8s.io/v1alpha2', kind: 'TLSRoute'})
    expect(api.requests.slice(0, 3)).toEqual([`GET ${ROUTES}/v1`, `GET ${ROUTES}/v1alpha3`, `GET ${ROUTES}/v1alpha2`])
  })

  it('shares what was found out with the others of its group', async () => {
    const {api, reader} = await read(
      byPath({
        [`${ROUTES}/v1`]: served(['tlsroutes', 'TLSRoute', true], ['httproutes', 'HTTPRoute', true]),
        [`${ROUTES}/v1/tlsroutes`]: page([]),
        [`${ROUTES}/v1/httproutes`]: page([]),
      }),
    )
    await Promise.all([reader.list(TLS_ROUTES, ''), reader.list(HTTP_ROUTES, '')])
    expect(api.requests).toHaveLength(3)
  })

  it('that the cluster serves in none of them is an error that names them all', async () => {
    const {reader} = await read([notServed])
    await expect(reader.list(TLS_ROUTES, '')).rejects.toMatchObject({
      code: 'KUBERNETES_KIND_MISSING',
      doing: 'list tlsroutes.gateway.networking.k8s.io/v1 (context "dev")',
      happened: 'The cluster does not know tlsroutes.gateway.networking.k8s.io/v1, nor v1alpha3, v1alpha2.',
      fix: [
        'install the TLSRoute CRD (kubectl api-resources --api-group=gateway.networking.k8s.io shows what is there)',
        'or drop the --source that reads it',
      ],
    })
  })
})

describe('a resource of which only the plural is known', () => {
  it('gets its kind from the cluster', async () => {
    const {api, reader} = await read([served(['configmaps', 'ConfigMap', true]), page([named('a')])])
    expect(await reader.list(CONFIG_MAPS, 'shop')).toMatchObject([{apiVersion: 'v1', kind: 'ConfigMap'}])
    expect(api.requests).toEqual(['GET /api/v1', 'GET /api/v1/namespaces/shop/configmaps?limit=500'])
  })

  it('is listed without a namespace where it has none', async () => {
    const issuers = {group: 'cert-manager.io', version: 'v1', plural: 'clusterissuers', kind: '', isNamespaced: true}
    const {api, reader} = await read([served(['clusterissuers', 'ClusterIssuer', false]), page([])])
    await reader.list(issuers, 'shop')
    expect(api.requests[1]).toBe('GET /apis/cert-manager.io/v1/clusterissuers?limit=500')
  })

  it.each([
    [CONFIG_MAPS, 'configmaps in v1', '--unstructured-resource=configmaps.v1:'],
    [
      {...CONFIG_MAPS, group: 'x.example.org', plural: 'things'},
      'things.x.example.org/v1',
      '--unstructured-resource=things.v1.x.example.org:',
    ],
  ])('and that the cluster does not know is an error that names the flag', async (resource, name, flag) => {
    const {reader} = await read([served(['pods', 'Pod', true])])
    await expect(reader.list(resource, '')).rejects.toMatchObject({
      code: 'KUBERNETES_KIND_MISSING',
      happened: `The cluster does not know ${name}.`,
      fix: [expect.stringContaining(flag)],
    })
  })
})

describe('a cluster that does not tell what it serves', () => {
  it('is reported with the role that is missing', async () => {
    const {reader} = await read([status(403, 'User "ci" cannot get path "/api/v1"')])
    await expect(reader.list(CONFIG_MAPS, '')).rejects.toMatchObject({
      code: 'KUBERNETES_FORBIDDEN',
      happened: 'The API server does not say what it serves: User "ci" cannot get path "/api/v1".',
      fix: [expect.stringContaining('system:discovery')],
    })
  })

  it.each([
    [
      'no JSON',
      ((_, response) => response.end('<html>')) as Answer,
      / to the question what it serves is not valid JSON\.$/,
    ],
    ['something else', json(200, {kind: 'Pod'}), / to the question what it serves is not a list of resources\.$/],
    [
      'another list',
      json(200, {kind: 'APIGroupList', resources: []}),
      / to the question what it serves is not a list of resources\.$/,
    ],
    ['404 as a proxy does', ((_, response) => response.writeHead(404).end('<html>')) as Answer, / is 404: <html>\.$/],
    ['404 as a gateway does', json(404, {message: 'no route'}), / is 404: no route\.$/],
  ])('is reported when it answers %s', async (_, answer, happened) => {
    const {reader} = await read([answer])
    await expect(reader.list(CONFIG_MAPS, '')).rejects.toMatchObject({
      code: 'KUBERNETES_BAD_ANSWER',
      happened: expect.stringMatching(happened),
    })
  })

  it('is asked again when it is in trouble', async () => {
    const {reader} = await read([status(503, 'starting'), served(['configmaps', 'ConfigMap', true]), page([])])
    expect(await reader.list(CONFIG_MAPS, '')).toEqual([])
  })
})
