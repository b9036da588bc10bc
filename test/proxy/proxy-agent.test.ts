import {once} from 'node:events'
import {mkdtempSync, rmSync} from 'node:fs'
import {createServer, type IncomingMessage, request as requestHttp} from 'node:http'
import {createServer as createTlsServer, request as requestHttps} from 'node:https'
import type {AddressInfo} from 'node:net'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {text} from 'node:stream/consumers'
import {describe, expect, it, onTestFinished} from 'vitest'
import {makeProxyAgent, type TargetTls} from '../../src/proxy/proxy-agent.js'
import {certificate, HAS_OPENSSL} from '../emulators/certificate.js'
import {type ProxyOptions, startProxy} from '../emulators/proxy/proxy.js'

const NAMES = 'IP:127.0.0.1,DNS:api.example.com'

function pair(): {key: string; cert: string} {
  const folder = mkdtempSync(join(tmpdir(), 'proxy-'))
  onTestFinished(() => rmSync(folder, {recursive: true}))
  return certificate(folder, NAMES)
}

async function serve(tls?: {key: string; cert: string}): Promise<number> {
  const answer = (request: IncomingMessage, response: {end(body: string): void}) => response.end(`seen ${request.url}`)
  const server = tls === undefined ? createServer(answer) : createTlsServer(tls, answer)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.close()
    server.closeAllConnections()
  })
  return (server.address() as AddressInfo).port
}

async function proxyTo(leadsTo: number, options: Omit<ProxyOptions, 'leadsTo'> = {}) {
  const proxy = await startProxy({leadsTo, ...options})
  onTestFinished(() => proxy.close())
  return proxy
}

async function get(url: string, proxyUrl: string, tls?: TargetTls): Promise<string> {
  const target = new URL(url).protocol === 'https:' ? 'https:' : 'http:'
  const agent = makeProxyAgent({url: new URL(proxyUrl), origin: 'test'}, target, tls)
  onTestFinished(() => agent.destroy())
  const sent = (target === 'https:' ? requestHttps : requestHttp)(url, {agent}).end()
  const [response] = await once(sent, 'response')
  return `${response.statusCode} ${await text(response)}`
}

describe('an agent of a proxy', () => {
  it('has the proxy pass on a request to an http server, whose name the proxy looks up', async () => {
    const proxy = await proxyTo(await serve())
    expect(await get('http://api.example.com:8080/path?a=b', `http://${proxy.host}`)).toBe('200 seen /path?a=b')
    expect(proxy.calls).toEqual([{kind: 'GET', target: 'api.example.com:8080', user: ''}])
  })

  it.skipIf(!HAS_OPENSSL)('makes a tunnel to an https server, with the name and password of the URL', async () => {
    const {key, cert} = pair()
    const proxy = await proxyTo(await serve({key, cert}), {user: 'me:p@ss'})
    expect(await get('https://api.example.com/a', `http://me:p%40ss@${proxy.host}`, {ca: cert})).toBe('200 seen /a')
    expect(proxy.calls).toEqual([{kind: 'CONNECT', target: 'api.example.com:443', user: 'me:p@ss'}])
  })

  it.skipIf(!HAS_OPENSSL)(
    'speaks TLS to an https proxy, which the authority of the server may have signed',
    async () => {
      const {key, cert} = pair()
      const proxy = await proxyTo(await serve({key, cert}), {tls: {key, cert}})
      expect(await get('https://api.example.com/a', `https://${proxy.host}`, {ca: cert})).toBe('200 seen /a')
      expect(proxy.calls).toHaveLength(1)
    },
  )

  it.skipIf(!HAS_OPENSSL)('does not trust an https proxy that nobody vouches for', async () => {
    const {key, cert} = pair()
    const proxy = await proxyTo(await serve(), {tls: {key, cert}})
    await expect(get('https://api.example.com/a', `https://${proxy.host}`)).rejects.toMatchObject({
      code: 'DEPTH_ZERO_SELF_SIGNED_CERT',
    })
    expect(proxy.calls).toEqual([])
  })

  it.skipIf(!HAS_OPENSSL)('checks the certificate of the server behind the tunnel', async () => {
    const {key, cert} = pair()
    const proxy = await proxyTo(await serve({key, cert}))
    await expect(get('https://other.example.com/', `http://${proxy.host}`, {ca: cert})).rejects.toMatchObject({
      code: 'ERR_TLS_CERT_ALTNAME_INVALID',
    })
    const named = {ca: cert, servername: 'api.example.com'}
    expect(await get('https://other.example.com/', `http://${proxy.host}`, named)).toBe('200 seen /')
  })

  it.skipIf(!HAS_OPENSSL).each(['socks5', 'socks5h'])('speaks %s, and leaves the name to the proxy', async (scheme) => {
    const {key, cert} = pair()
    const proxy = await proxyTo(await serve({key, cert}), {user: 'me:secret'})
    const url = `${scheme}://me:secret@${proxy.host}`
    expect(await get('https://api.example.com/a', url, {ca: cert})).toBe('200 seen /a')
    expect(proxy.calls).toEqual([{kind: 'socks5', target: 'api.example.com:443', user: 'me:secret'}])
  })

  it.skipIf(!HAS_OPENSSL).each(['http', 'socks5'])(
    'checks the address of a server by %s that has no name',
    async (scheme) => {
      const {key, cert} = pair()
      const proxy = await proxyTo(await serve({key, cert}))
      expect(await get('https://127.0.0.1:6443/a', `${scheme}://${proxy.host}`, {ca: cert})).toBe('200 seen /a')
      await expect(get('https://127.0.0.2:6443/a', `${scheme}://${proxy.host}`, {ca: cert})).rejects.toMatchObject({
        code: 'ERR_TLS_CERT_ALTNAME_INVALID',
      })
    },
  )

  it('hands on the refusal of a proxy', async () => {
    const proxy = await proxyTo(await serve(), {refusesWith: 403})
    expect(await get('https://api.example.com/', `http://${proxy.host}`)).toMatch(/^403/)
  })
})
