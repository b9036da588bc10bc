import {createServer, type IncomingMessage, type ServerResponse} from 'node:http'

export type LoopbackRequest = {
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

/** `none`: nothing is answered, and the connection is cut or left open. */
export type LoopbackAnswer =
  | {
      readonly kind: 'answer'
      readonly status: number
      readonly headers: Readonly<Record<string, string>>
      readonly body: string | Uint8Array
      /** The connection is cut after the head and this many octets of the body. */
      readonly cutAfter?: number
    }
  | {readonly kind: 'none'; readonly socket: 'cut' | 'left open'}

export type LoopbackServer = {readonly url: string; readonly port: number; close(): Promise<void>}

/**
 * An HTTP server on 127.0.0.1, by default on a free port. `close` cuts every open connection, so that hanging clients
 * do not block tests. An exception in `answer` becomes a 500 with its text, so that a bug in an emulator is not
 * mistaken for a dead server.
 */
export async function serveLoopback(
  answer: (request: LoopbackRequest) => Promise<LoopbackAnswer>,
  port = 0,
): Promise<LoopbackServer> {
  const server = createServer((request, response) => {
    void respond(request, response, answer)
  })
  server.keepAliveTimeout = 60_000
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('bug: a TCP server has an address with a port')
  return {
    url: `http://127.0.0.1:${address.port}`,
    port: address.port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

async function respond(
  request: IncomingMessage,
  response: ServerResponse,
  answer: (request: LoopbackRequest) => Promise<LoopbackAnswer>,
): Promise<void> {
  response.on('error', () => {})
  let reply: LoopbackAnswer
  try {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const {pathname, searchParams} = new URL(request.url ?? '/', 'http://127.0.0.1')
    reply = await answer({
      method: request.method ?? 'GET',
      path: decodeURIComponent(pathname),
      query: searchParams,
      headers: request.headers,
      body: Buffer.concat(chunks).toString('utf8'),
    })
  } catch (error) {
    if (request.destroyed && !request.complete) return
    reply = {
      kind: 'answer',
      status: 500,
      headers: {'content-type': 'text/plain'},
      body: `emulator bug: ${String(error)}`,
    }
  }
  if (reply.kind === 'answer') {
    response.writeHead(reply.status, {...reply.headers, 'content-length': String(Buffer.byteLength(reply.body))})
    if (reply.cutAfter === undefined) response.end(reply.body)
    else {
      response.flushHeaders()
      response.write(Buffer.from(reply.body).subarray(0, reply.cutAfter), () => request.socket.end())
    }
  } else if (reply.socket === 'cut') {
    request.socket.resetAndDestroy()
  }
}
