import {once} from 'node:events'
import {type IncomingMessage, request} from 'node:http'
import {createServer} from 'node:https'
import type {AddressInfo} from 'node:net'
import type {TLSSocket} from 'node:tls'

/** How a request was signed. */
export interface Signature {
  /** The header; empty without. */
  readonly authorization: string
  /** The common name of the client certificate; empty without. */
  readonly certificate: string
  /** `Impersonate-…` headers in lower case, `name: value`, sorted. */
  readonly impersonate: readonly string[]
}

export interface TlsFront {
  readonly port: number
  /** Of the requests since `clear`. */
  readonly signatures: readonly Signature[]
  clear(): void
  close(): Promise<void>
}

/** TLS before the emulator, which speaks plain HTTP: kubectl sends no credentials without. It asks for a certificate. */
export async function startTlsFront(leadsTo: string, pair: {key: string; cert: string}): Promise<TlsFront> {
  const signatures: Signature[] = []
  const server = createServer({...pair, requestCert: true, rejectUnauthorized: false}, (incoming, response) => {
    signatures.push(signatureOf(incoming))
    const {host: _host, ...headers} = incoming.headers
    const onward = request(new URL(incoming.url ?? '/', leadsTo), {method: incoming.method, headers}, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(response)
    })
    onward.on('error', () => response.destroy())
    incoming.pipe(onward)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    signatures,
    clear: () => void signatures.splice(0),
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve))
      server.closeAllConnections()
      await closed
    },
  }
}

function signatureOf({headers, rawHeaders, socket}: IncomingMessage): Signature {
  const {subject} = (socket as TLSSocket).getPeerCertificate()
  const names = rawHeaders.filter((_, index) => index % 2 === 0).map((name) => name.toLowerCase())
  return {
    authorization: headers.authorization ?? '',
    certificate: String(subject?.CN ?? ''),
    impersonate: names
      .map((name, index) => `${name}: ${rawHeaders[2 * index + 1]}`)
      .filter((header) => header.startsWith('impersonate-'))
      .sort(),
  }
}
