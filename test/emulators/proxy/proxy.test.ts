import {once} from 'node:events'
import {type IncomingMessage, request} from 'node:http'
import {connect, type Socket} from 'node:net'
import {text} from 'node:stream/consumers'
import {describe, expect, it, onTestFinished} from 'vitest'
import {serveLoopback} from '../loopback-server.js'
import {type ProxyEmulator, type ProxyOptions, startProxy} from './proxy.js'

async function proxyBeforeServer(options: Omit<ProxyOptions, 'leadsTo'> = {}): Promise<ProxyEmulator> {
  const server = await serveLoopback(async ({path, headers}) => {
    const body = `${path} of ${headers.host}, ${'proxy-authorization' in headers ? 'with' : 'without'} password`
    return {kind: 'answer', status: 200, headers: {}, body}
  })
  const proxy = await startProxy({leadsTo: server.port, ...options})
  onTestFinished(async () => {
    await proxy.close()
    await server.close()
  })
  return proxy
}

async function ask(proxy: ProxyEmulator, path: string, user?: string): Promise<string> {
  const [host = '', port] = proxy.host.split(':')
  const authorization = user === undefined ? {} : {'proxy-authorization': `Basic ${btoa(user)}`}
  const headers = {host: 'api.example.com', ...authorization}
  const sent = request({host, port, path, headers, agent: false}).end()
  const [response]: [IncomingMessage] = (await once(sent, 'response')) as [IncomingMessage]
  return `${response.statusCode} ${await text(response)}`
}

async function tunnel(proxy: ProxyEmulator): Promise<{status: number | undefined; socket: Socket}> {
  const [host = '', port] = proxy.host.split(':')
  const sent = request({host, port, method: 'CONNECT', path: 'api.example.com:80', agent: false}).end()
  const [response, socket] = await once(sent, 'connect')
  return {status: response.statusCode, socket}
}

describe('the proxy', () => {
  it('passes on a request and counts it, and keeps the password to itself', async () => {
    const proxy = await proxyBeforeServer({user: 'me:secret'})
    expect(await ask(proxy, 'http://api.example.com/a', 'me:secret')).toBe(
      '200 /a of api.example.com, without password',
    )
    expect(proxy.calls).toEqual([{kind: 'GET', target: 'api.example.com:80', user: 'me:secret'}])
  })

  it('refuses a wrong password, and what is no whole URL', async () => {
    const proxy = await proxyBeforeServer({user: 'me:secret'})
    expect(await ask(proxy, 'http://api.example.com/a', 'me:guess')).toBe('407 ')
    expect(await ask(proxy, '/a')).toBe('400 a proxy wants a whole URL')
  })

  it('opens a tunnel and counts it', async () => {
    const proxy = await proxyBeforeServer()
    const {status, socket} = await tunnel(proxy)
    socket.write('GET /a HTTP/1.1\r\nhost: behind\r\nconnection: close\r\n\r\n')
    expect([status, await text(socket)]).toEqual([200, expect.stringContaining('/a of behind, without password')])
    expect(proxy.calls).toEqual([{kind: 'CONNECT', target: 'api.example.com:80', user: ''}])
  })

  it('refuses with the status that it is told', async () => {
    const {status} = await tunnel(await proxyBeforeServer({refusesWith: 403}))
    expect(status).toBe(403)
  })

  it('speaks SOCKS 5 and counts it', async () => {
    const proxy = await proxyBeforeServer()
    const socket = await greeting(proxy)
    expect([...(await chunk(socket))]).toEqual([5, 0])
    socket.write(Buffer.from([5, 1, 0, 3, 3, ...Buffer.from('api'), 0, 80]))
    expect([...(await chunk(socket))]).toEqual([5, 0, 0, 1, 0, 0, 0, 0, 0, 0])
    socket.write('GET /a HTTP/1.1\r\nhost: behind\r\nconnection: close\r\n\r\n')
    expect(await text(socket)).toContain('/a of behind')
    expect(proxy.calls).toEqual([{kind: 'socks5', target: 'api:80', user: ''}])
  })

  it('refuses SOCKS 5 without the password that it wants', async () => {
    const socket = await greeting(await proxyBeforeServer({user: 'me:secret'}))
    expect([...(await chunk(socket))]).toEqual([5, 255])
  })

  it('says nothing when it is silent, and still closes', async () => {
    const proxy = await startProxy({leadsTo: 1, isSilent: true})
    const socket = await greeting(proxy)
    const closed = new Promise((resolve) => socket.once('close', resolve))
    await proxy.close()
    await closed
    expect([socket.bytesRead, proxy.calls]).toEqual([0, []])
  })
})

async function greeting(proxy: ProxyEmulator): Promise<Socket> {
  const [host = '', port] = proxy.host.split(':')
  const socket = connect(Number(port), host)
  socket.on('error', () => {})
  await once(socket, 'connect')
  socket.write(Buffer.from([5, 1, 0]))
  return socket
}

async function chunk(socket: Socket): Promise<Buffer> {
  const [data] = await once(socket, 'data')
  return data
}
