import {once} from 'node:events'
import {createServer, type IncomingMessage, request, type ServerResponse} from 'node:http'
import {connect, createServer as createTcpServer, type Socket} from 'node:net'
import {createServer as createTlsServer} from 'node:tls'

/** A connection or request that the proxy was asked for. */
export interface ProxyCall {
  /** `CONNECT`, the method of a request to pass on, or `socks5`. */
  readonly kind: string
  /** `api.example.com:443`, as the client wrote it. */
  readonly target: string
  /** Name and password that came along; empty without. */
  readonly user: string
}

export interface ProxyOptions {
  /** The port on 127.0.0.1 that all targets are led to, whatever their name. */
  readonly leadsTo: number
  /** `name:password`; what comes without is refused with 407. */
  readonly user?: string
  /** The proxy answers this status in place of passing anything on. */
  readonly refusesWith?: number
  /** Connections are taken, and nothing is ever answered. */
  readonly isSilent?: boolean
  /** PEM; the proxy then speaks TLS. */
  readonly tls?: {readonly key: string; readonly cert: string}
}

export interface ProxyEmulator {
  readonly host: string
  readonly calls: readonly ProxyCall[]
  close(): Promise<void>
}

/** A proxy on 127.0.0.1: tunnels, requests to pass on, and SOCKS 5 on the same port. */
export async function startProxy(options: ProxyOptions): Promise<ProxyEmulator> {
  const calls: ProxyCall[] = []
  const sockets = new Set<Socket>()
  const http = createServer((incoming, response) => passOn(incoming, response, options, calls))
  http.on('connect', (incoming: IncomingMessage, socket: Socket, head: Buffer) => {
    const call = {kind: 'CONNECT', target: incoming.url ?? '', user: userOf(incoming)}
    calls.push(call)
    const refusal = refusalOf(call, options)
    if (refusal !== undefined) return void socket.end(`HTTP/1.1 ${refusal} No\r\ncontent-length: 0\r\n\r\n`)
    socket.write('HTTP/1.1 200 OK\r\n\r\n')
    join(socket, options.leadsTo, head)
  })
  const greet = (socket: Socket) => {
    sockets.add(socket)
    socket.on('error', () => socket.destroy())
    socket.on('close', () => sockets.delete(socket))
    if (options.isSilent === true) return void socket.resume()
    socket.once('data', (first: Buffer) => {
      if (first[0] === 5) return void speakSocks(socket, first, options, calls)
      socket.pause()
      socket.unshift(first)
      http.emit('connection', socket)
      socket.resume()
    })
  }
  const server = options.tls === undefined ? createTcpServer(greet) : createTlsServer(options.tls, greet)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('bug: a TCP server has an address with a port')
  return {
    host: `127.0.0.1:${address.port}`,
    calls,
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve))
      for (const socket of sockets) socket.destroy()
      await closed
    },
  }
}

function passOn(incoming: IncomingMessage, response: ServerResponse, options: ProxyOptions, calls: ProxyCall[]): void {
  const url = URL.canParse(incoming.url ?? '') ? new URL(incoming.url ?? '') : undefined
  if (url === undefined) return void response.writeHead(400).end('a proxy wants a whole URL')
  const call = {kind: incoming.method ?? '', target: `${url.hostname}:${url.port || 80}`, user: userOf(incoming)}
  calls.push(call)
  const refusal = refusalOf(call, options)
  if (refusal !== undefined) return void response.writeHead(refusal).end()
  const {'proxy-authorization': _user, 'proxy-connection': _connection, ...headers} = incoming.headers
  const onward = request(
    {host: '127.0.0.1', port: options.leadsTo, method: incoming.method, path: url.pathname + url.search, headers},
    (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(response)
    },
  )
  onward.on('error', () => response.destroy())
  incoming.pipe(onward)
}

/** RFC 1928 and 1929, as far as CONNECT. */
async function speakSocks(socket: Socket, first: Buffer, options: ProxyOptions, calls: ProxyCall[]): Promise<void> {
  const wantsUser = options.user !== undefined
  if (first.subarray(2).includes(wantsUser ? 2 : 0) === false) return void socket.end(Buffer.from([5, 255]))
  socket.write(Buffer.from([5, wantsUser ? 2 : 0]))
  let user = ''
  if (wantsUser) {
    const answer = await next(socket)
    const name = answer.subarray(2, 2 + (answer[1] ?? 0))
    user = `${name}:${answer.subarray(3 + name.length)}`
    socket.write(Buffer.from([1, user === options.user ? 0 : 1]))
    if (user !== options.user) return
  }
  const wanted = await next(socket)
  const end = wanted.length - 2
  const host = wanted[3] === 3 ? wanted.subarray(5, end).toString() : wanted.subarray(4, end).join('.')
  calls.push({kind: 'socks5', target: `${host}:${wanted.readUInt16BE(end)}`, user})
  const isRefused = options.refusesWith !== undefined
  socket.write(Buffer.from([5, isRefused ? 2 : 0, 0, 1, 0, 0, 0, 0, 0, 0]))
  if (isRefused) socket.end()
  else join(socket, options.leadsTo, Buffer.alloc(0))
}

async function next(socket: Socket): Promise<Buffer> {
  const [chunk] = await once(socket, 'data')
  return chunk
}

function join(socket: Socket, port: number, head: Buffer): void {
  const onward = connect(port, '127.0.0.1')
  onward.on('error', () => socket.destroy())
  onward.on('close', () => socket.destroy())
  socket.on('error', () => onward.destroy())
  socket.on('close', () => onward.destroy())
  onward.write(head)
  socket.pipe(onward).pipe(socket)
}

function refusalOf({user}: ProxyCall, options: ProxyOptions): number | undefined {
  return options.user !== undefined && user !== options.user ? 407 : options.refusesWith
}

function userOf(incoming: IncomingMessage): string {
  const [, encoded = ''] = /^Basic (.*)$/.exec(incoming.headers['proxy-authorization'] ?? '') ?? []
  return Buffer.from(encoded, 'base64').toString()
}
