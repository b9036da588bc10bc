import {request} from 'node:http'
import {gunzipSync} from 'node:zlib'
import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import {type KubernetesEmulator, startKubernetesEmulator} from './emulator.js'
import type {KubernetesObject} from './object-store.js'

let emulator: KubernetesEmulator

const service = (name: string, labels: Record<string, string> = {}, namespace = 'web'): KubernetesObject => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: {name, namespace, labels},
})
const names = (from: number, to: number) => Array.from({length: to - from}, (_, index) => `s${from + index}`)

type List = {
  readonly kind: string
  readonly code?: number
  readonly message?: string
  readonly reason?: string
  readonly metadata: {
    readonly continue?: string
    readonly resourceVersion?: string
    readonly remainingItemCount?: number
  }
  readonly items: readonly {readonly kind?: string; readonly metadata: {readonly name: string}}[]
}

async function list(query: Record<string, string>, path = '/api/v1/services'): Promise<List> {
  const answer = await fetch(`${emulator.url}${path}?${new URLSearchParams(query)}`)
  return (await answer.json()) as List
}

const shown = ({items}: List) => items.map(({metadata}) => metadata.name)

beforeEach(async () => {
  emulator = await startKubernetesEmulator({objects: names(10, 30).map((name) => service(name))})
})
afterEach(() => emulator.close())

describe('a list in pages', () => {
  it('gives every object once, in the order of their keys', async () => {
    const seen: string[] = []
    let token: string | undefined
    const pages: number[] = []
    do {
      const page = await list({limit: '8', ...(token !== undefined && {continue: token})})
      seen.push(...shown(page))
      pages.push(page.items.length)
      token = page.metadata.continue
    } while (token !== undefined)
    expect(pages).toEqual([8, 8, 4])
    expect(seen).toEqual(names(10, 30))
  })

  it('tells how many are left, except for a selection', async () => {
    expect((await list({limit: '8'})).metadata.remainingItemCount).toBe(12)
    expect((await list({limit: '8', labelSelector: '!x'})).metadata).toEqual({
      resourceVersion: expect.any(String),
      continue: expect.any(String),
    })
    expect((await list({limit: '20'})).metadata).toEqual({resourceVersion: expect.any(String)})
  })

  it('shows one moment, whatever is written meanwhile', async () => {
    const first = await list({limit: '10'})
    emulator.put(service('s19a'))
    emulator.remove('Service', 'web', 's25')
    const second = await list({limit: '10', continue: first.metadata.continue ?? ''})
    expect(shown(second)).toEqual(names(20, 30))
    expect(second.metadata.resourceVersion).toBe(first.metadata.resourceVersion)
    expect(shown(await list({}))).toContain('s19a')
  })

  it('is refused with 410 when its token is too old, with a token that goes on in what is there now', async () => {
    const first = await list({limit: '10'})
    emulator.expireContinueTokens()
    emulator.put(service('s25a'))
    const expired = await list({limit: '10', continue: first.metadata.continue ?? ''})
    expect(expired).toMatchObject({
      kind: 'Status',
      code: 410,
      reason: 'Expired',
      message: expect.stringContaining('The provided continue parameter is too old'),
    })
    const rest = await list({limit: '20', continue: expired.metadata.continue ?? ''})
    expect(shown(rest)).toEqual([...names(20, 26), 's25a', ...names(26, 30)])
    expect(shown(await list({limit: '10'}))).toEqual(names(10, 20))
  })

  it.each(['nonsense', Buffer.from('{}').toString('base64url')])('refuses the token %s', async (token) => {
    expect(await list({continue: token})).toMatchObject({code: 400, reason: 'BadRequest'})
  })

  it('refuses a limit that is not a number', async () => {
    expect(await list({limit: 'many'})).toMatchObject({code: 400})
  })
})

describe('a selection', () => {
  beforeEach(() =>
    emulator.setObjects([
      service('a', {app: 'one', tier: 'front'}),
      service('b', {app: 'two'}),
      service('c', {'example.org/app': 'three'}),
      service('d', {app: 'one'}, 'shop'),
    ]),
  )

  it.each([
    ['app=one', 'd a'],
    ['app==one', 'd a'],
    ['app!=one', 'b c'],
    ['app', 'd a b'],
    ['!app', 'c'],
    ['app in (one, two)', 'd a b'],
    ['app notin (one,two)', 'c'],
    ['app=one,tier=front', 'a'],
    ['app in (one,two),tier!=front', 'd b'],
    ['example.org/app=three', 'c'],
    ['app=', ''],
    ['', 'd a b c'],
  ])('by the labels %j gives %j', async (labelSelector, expected) => {
    expect(shown(await list({labelSelector})).join(' ')).toBe(expected)
  })

  it.each(['app in one', 'app=one=two', '=one', 'app in (one', 'a b'])(
    'refuses the labels %j',
    async (labelSelector) => {
      expect(await list({labelSelector})).toMatchObject({
        code: 400,
        message: expect.stringContaining('unable to parse requirement'),
      })
    },
  )

  it.each([
    ['metadata.name=a', 'a'],
    ['metadata.namespace=shop', 'd'],
    ['metadata.namespace!=shop,metadata.name!=a', 'b c'],
  ])('by the fields %j gives %j', async (fieldSelector, expected) => {
    expect(shown(await list({fieldSelector})).join(' ')).toBe(expected)
  })

  it('refuses a field that it does not know', async () => {
    expect(await list({fieldSelector: 'spec.type=LoadBalancer'})).toMatchObject({
      code: 400,
      message: 'field label not supported: spec.type',
    })
  })

  it('by namespace gives what is in it', async () => {
    expect(shown(await list({}, '/api/v1/namespaces/shop/services'))).toEqual(['d'])
    expect(shown(await list({}, '/api/v1/namespaces/absent/services'))).toEqual([])
  })
})

describe('the form of a list', () => {
  it('has no kind on the items of a built-in resource, and has it on those of a custom one', async () => {
    emulator.put({apiVersion: 'zalando.org/v1', kind: 'RouteGroup', metadata: {name: 'r', namespace: 'web'}})
    const services = await list({limit: '1'})
    expect([services.kind, services.items[0]?.kind]).toEqual(['ServiceList', undefined])
    const groups = await list({}, '/apis/zalando.org/v1/routegroups')
    expect([groups.kind, groups.items[0]?.kind]).toEqual(['RouteGroupList', 'RouteGroup'])
  })

  it('is compressed from 128 KiB on for a client that takes it', async () => {
    const get = (path: string) =>
      new Promise<{encoding: string | undefined; body: Buffer}>((resolve, reject) => {
        request(`${emulator.url}${path}`, {headers: {'accept-encoding': 'gzip'}}, (answer) => {
          const chunks: Buffer[] = []
          answer.on('data', (chunk: Buffer) => chunks.push(chunk))
          answer.on('end', () => resolve({encoding: answer.headers['content-encoding'], body: Buffer.concat(chunks)}))
        })
          .on('error', reject)
          .end()
      })
    expect((await get('/api/v1/services')).encoding).toBeUndefined()
    emulator.put({...service('large'), data: 'x'.repeat(200_000)})
    const {encoding, body} = await get('/api/v1/services')
    expect(encoding).toBe('gzip')
    expect(shown(JSON.parse(gunzipSync(body).toString('utf8')) as List)).toContain('large')
    const plain = await fetch(`${emulator.url}/api/v1/services`, {headers: {'accept-encoding': 'identity'}})
    expect(plain.headers.get('content-encoding')).toBeNull()
  })
})
