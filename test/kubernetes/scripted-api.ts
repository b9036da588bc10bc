import {createServer, type IncomingMessage, type RequestListener, type ServerResponse} from 'node:http'
import {createServer as createTlsServer, type ServerOptions} from 'node:https'
import type {AddressInfo} from 'node:net'
import {onTestFinished} from 'vitest'

/** What the API server does with one request. */
export type Answer = (request: IncomingMessage, response: ServerResponse) => void

export interface ScriptedApi {
  readonly url: string
  /** Method and path of each request, in order. */
  readonly requests: string[]
  readonly headers: IncomingMessage['headers'][]
}

/** An API server that gives its answers in order and repeats the last one. Closed after the test. */
export async function scriptedApi(answers: readonly Answer[], tls?: ServerOptions): Promise<ScriptedApi> {
  const requests: string[] = []
  const headers: IncomingMessage['headers'][] = []
  const listener: RequestListener = (request, response) => {
    const answer = answers[Math.min(requests.length, answers.length - 1)]
    requests.push(`${request.method} ${request.url}`)
    headers.push(request.headers)
    answer?.(request, response)
  }
  const server = tls === undefined ? createServer(listener) : createTlsServer(tls, listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
  const {port} = server.address() as AddressInfo
  return {url: `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${port}`, requests, headers}
}

/** A page of whichever list is requested. */
export function page(items: readonly unknown[], next = ''): Answer {
  return (request, response) => {
    const answer = {...listHead(request.url ?? ''), metadata: next === '' ? {} : {continue: next}, items}
    json(200, answer)(request, response)
  }
}

const KINDS: Readonly<Record<string, string>> = {
  services: 'Service',
  nodes: 'Node',
  configmaps: 'ConfigMap',
  ingresses: 'Ingress',
  tlsroutes: 'TLSRoute',
  httproutes: 'HTTPRoute',
  dnsendpoints: 'DNSEndpoint',
}

function listHead(url: string): {readonly kind: string; readonly apiVersion: string} {
  const [, apiVersion = '', plural = ''] = /\/apis?\/(v1|[^/]+\/[^/]+)\/(?:namespaces\/[^/]+\/)?(\w+)/.exec(url) ?? []
  return {kind: `${KINDS[plural]}List`, apiVersion}
}

export function json(status: number, body: unknown, headers: Record<string, string> = {}): Answer {
  return (_, response) => {
    response.writeHead(status, {'content-type': 'application/json', ...headers}).end(JSON.stringify(body))
  }
}

export function status(code: number, message: string, headers: Record<string, string> = {}): Answer {
  return json(code, {kind: 'Status', apiVersion: 'v1', status: 'Failure', message, code}, headers)
}

export function named(name: string, namespace = 'default'): unknown {
  return {metadata: {name, namespace}}
}
