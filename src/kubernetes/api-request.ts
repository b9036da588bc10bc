import {Agent as HttpAgent, type IncomingHttpHeaders, request as requestHttp} from 'node:http'
import {Agent as HttpsAgent, type RequestOptions, request as requestHttps} from 'node:https'
import {promisify} from 'node:util'
import {gunzip} from 'node:zlib'
import type {TargetTls} from '../proxy/proxy-agent.js'
import type {ProxyServer} from '../proxy/proxy-for.js'
import {isJson, type Json, parseJson} from './json.js'

export interface ApiAnswer {
  readonly status: number
  readonly body: string
  /** As received, in seconds or as a date; empty when absent. */
  readonly retryAfter: string
}

export class RequestTimeout extends Error {
  constructor(timeoutMs: number) {
    super(`no answer within ${timeoutMs / 1000} s`)
  }
}

export class ProxyRefusal extends Error {
  constructor(readonly status: number) {
    super(`the proxy answered ${status}${status === 407 ? ', it wants a name and a password' : ''}`)
  }
}

/** Octets, uncompressed: a page of 500 objects, each as large as annotations alone may make it. */
const MOST_OCTETS = 128 * 1024 * 1024

export class UnusableAnswer extends Error {
  /** @param detail continues a sentence that begins with "the answer". */
  constructor(
    readonly detail: string,
    cause?: unknown,
  ) {
    super(`the answer ${detail}`, {cause})
  }
}

const unzip = promisify(gunzip)

export interface ApiRequest {
  readonly method: 'GET' | 'PUT' | 'POST'
  readonly url: string
  readonly body?: string
  /** Of the body. Default: JSON. */
  readonly contentType?: string
}

/** The limit covers everything up to the last byte. Rejects with Node's error, `RequestTimeout` or `UnusableAnswer`. */
export async function request(apiRequest: ApiRequest, options: RequestOptions, timeoutMs: number): Promise<ApiAnswer> {
  const {status, headers, bytes} = await send(apiRequest, options, timeoutMs)
  const body = headers['content-encoding'] === 'gzip' ? await unzipped(bytes) : bytes
  return {status, body: body.toString('utf8'), retryAfter: String(headers['retry-after'] ?? '')}
}

async function unzipped(bytes: Buffer): Promise<Buffer> {
  try {
    return await unzip(bytes, {maxOutputLength: MOST_OCTETS})
  } catch (error) {
    const isLarge = error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE'
    throw isLarge ? tooLarge() : new UnusableAnswer('claims to be gzip and is not', error)
  }
}

function tooLarge(): UnusableAnswer {
  return new UnusableAnswer(`is larger than ${MOST_OCTETS / 1024 / 1024} MiB`)
}

type RawAnswer = {readonly status: number; readonly headers: IncomingHttpHeaders; readonly bytes: Buffer}

function send(
  {method, url, body, contentType = 'application/json'}: ApiRequest,
  options: RequestOptions,
  timeoutMs: number,
): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const headers = {
      ...options.headers,
      accept: 'application/json',
      'accept-encoding': 'gzip',
      'user-agent': 'external-dns-ts',
      ...(body === undefined ? {} : {'content-type': contentType, 'content-length': String(Buffer.byteLength(body))}),
    }
    const open = url.startsWith('http:') ? requestHttp : requestHttps
    const sent = open(url, {...options, headers, method})
    const fail = (error: Error) => {
      clearTimeout(timer)
      reject(error)
    }
    // Before a proxy has made its tunnel there is no socket, and Node tells nobody of the end.
    const end = (error: Error) => {
      fail(error)
      sent.destroy(error)
    }
    const timer = timeoutMs > 0 ? setTimeout(() => end(new RequestTimeout(timeoutMs)), timeoutMs) : undefined
    sent.on('error', fail)
    // The agent of a proxy hands its refusal on as if the server had answered.
    sent.on('proxyConnect', ({statusCode}: {statusCode: number}) => {
      if (statusCode !== 200) end(new ProxyRefusal(statusCode))
    })
    // A 101 ends the use of HTTP; without a listener Node would report nothing.
    sent.on('upgrade', ({statusCode = 101, headers: received}, socket) => {
      clearTimeout(timer)
      socket.destroy()
      resolve({status: statusCode, headers: received, bytes: Buffer.alloc(0)})
    })
    sent.on('response', (response) => {
      const chunks: Buffer[] = []
      let size = 0
      response.on('data', (chunk: Buffer) => {
        size += chunk.length
        if (size > MOST_OCTETS) sent.destroy(tooLarge())
        else chunks.push(chunk)
      })
      response.on('error', fail)
      response.on('end', () => {
        clearTimeout(timer)
        resolve({status: response.statusCode ?? 0, headers: response.headers, bytes: Buffer.concat(chunks)})
      })
    })
    sent.end(body)
  })
}

/** An agent that keeps connections to the server open. */
export async function agentFor(server: string, proxy: ProxyServer | undefined, tls: TargetTls): Promise<HttpAgent> {
  const isPlain = server.startsWith('http:')
  if (proxy !== undefined) {
    const {makeProxyAgent} = await import('../proxy/proxy-agent.js')
    return makeProxyAgent(proxy, isPlain ? 'http:' : 'https:', isPlain ? {} : tls)
  }
  // What is undefined would count as set (NODE_TLS_REJECT_UNAUTHORIZED).
  const given = Object.fromEntries(Object.entries(tls).filter(([, value]) => value !== undefined))
  return isPlain ? new HttpAgent({keepAlive: true}) : new HttpsAgent({keepAlive: true, ...given})
}

/** The answer as a JSON object, of that kind or without one; undefined for anything else. */
export function answeredObject(body: string, kind?: string): Json | undefined {
  const value = parseJson(body)
  return isJson(value) && (value.kind === undefined || value.kind === (kind ?? value.kind)) ? value : undefined
}
