import type {IncomingMessage} from 'node:http'
import {text} from 'node:stream/consumers'
import {describe, expect, it} from 'vitest'
import {makeObjectWriter} from '../../src/kubernetes/object-writer.js'
import type {Resource, StatusUpdate} from '../../src/kubernetes/objects.js'
import {kubeconfig, temporaryFolder, writeFile} from './kubeconfig-file.js'
import {type Answer, json, type ScriptedApi, scriptedApi, status} from './scripted-api.js'

const DNS_ENDPOINTS: Resource = {
  group: 'externaldns.k8s.io',
  version: 'v1alpha1',
  plural: 'dnsendpoints',
  kind: 'DNSEndpoint',
  isNamespaced: true,
}
const UPDATE: StatusUpdate = {
  resource: DNS_ENDPOINTS,
  object: {
    apiVersion: 'externaldns.k8s.io/v1alpha1',
    kind: 'DNSEndpoint',
    metadata: {name: 'e', namespace: 'd', labels: {}, annotations: {}, generation: 3, resourceVersion: '17'},
    spec: {endpoints: []},
  },
  status: {observedGeneration: 3},
}

async function write(
  answers: readonly Answer[],
  server?: string,
  requestTimeoutMs = 5000,
): Promise<{readonly api: ScriptedApi; readonly reason: string | undefined}> {
  const api = await scriptedApi(answers)
  const file = writeFile(temporaryFolder(), 'config', kubeconfig('dev', api.url))
  const settings = {kubeconfig: file, context: '', server: server ?? '', impersonate: '', requestTimeoutMs}
  const writer = await makeObjectWriter(settings, {}, {sleep: () => Promise.resolve()})
  return {api, reason: await writer.writeStatus(UPDATE)}
}

describe('the status of an object', () => {
  it('is replaced, with the version of the object that was read', async () => {
    const bodies: Promise<string>[] = []
    const remember: Answer = (request: IncomingMessage, response) => {
      bodies.push(text(request))
      json(200, {})(request, response)
    }
    const {api, reason} = await write([remember])
    expect(reason).toBeUndefined()
    expect(api.requests).toEqual(['PUT /apis/externaldns.k8s.io/v1alpha1/namespaces/d/dnsendpoints/e/status'])
    expect(api.headers[0]).toMatchObject({authorization: 'Bearer secret', 'content-type': 'application/json'})
    expect(JSON.parse((await bodies[0]) ?? '')).toEqual({...UPDATE.object, status: {observedGeneration: 3}})
  })

  it.each([
    [
      403,
      'forbidden',
      'allow {apiGroups: ["externaldns.k8s.io"], resources: ["dnsendpoints/status"], verbs: ["update"]}',
    ],
    [409, 'the object has been modified', 'it was changed in the meantime'],
    [422, 'invalid', 'the API server answered 422: invalid'],
  ])('that cannot be written is told: %i', async (code, message, reason) => {
    expect((await write([status(code, message)])).reason).toBe(reason)
  })

  it.each([
    ['a page of a proxy', ((_, response) => response.end('<html>')) as Answer],
    ['a Status', json(200, {kind: 'Status', apiVersion: 'v1', status: 'Success'})],
  ])('is not written when the answer is %s', async (_case, answer) => {
    expect((await write([answer])).reason).toBe('the answer is not of kind DNSEndpoint')
  })

  it('is tried again when the server is busy', async () => {
    const {api, reason} = await write([status(503, 'starting'), json(200, {})])
    expect([api.requests.length, reason]).toEqual([2, undefined])
  })

  it('is told, not thrown, when nothing listens there', async () => {
    expect((await write([], 'http://127.0.0.1:1')).reason).toMatch(/^the API server gave no answer \(.*ECONNREFUSED/)
  })

  it('is told with the time that was waited for an answer', async () => {
    const {reason} = await write([() => {}], undefined, 50)
    expect(reason).toBe('the API server gave no answer (no answer within 0.05 s)')
  })
})
