import {request as requestHttp} from 'node:http'
import {type RequestOptions, request as requestHttps} from 'node:https'
import {promisify} from 'node:util'
import {gunzip} from 'node:zlib'

export interface ApiAnswer {
  readonly status: number
  readonly body: string
  /** As sent, in seconds or as a date; empty when absent. */
  readonly retryAfter: string
}

/** The answer did not come within the time allowed. */
export class RequestTimeout extends Error {}

const unzip = promisify(gunzip)

export interface ApiRequest {
  readonly method: 'GET' | 'PUT' | 'POST'
  readonly url: string
  /** JSON. */
  readonly body?: string
}

/** One request, headers to last byte within the time. Rejects with Node's error, or with `RequestTimeout`. */
export async function request(asked: ApiRequest, options: RequestOptions, timeoutMs: number): Promise<ApiAnswer> {
  const {status, headers, bytes} = await send(asked, options, timeoutMs)
  const body = headers['content-encoding'] === 'gzip' ? await unzip(bytes) : bytes
  return {status, body: body.toString('utf8'), retryAfter: String(headers['retry-after'] ?? '')}
}

interface RawAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly bytes: Buffer
}

function send({method, url, body}: ApiRequest, options: RequestOptions, timeoutMs: number): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const headers = {
      ...options.headers,
      accept: 'application/json',
      'accept-encoding': 'gzip',
      'user-agent': 'external-dns-ts',
      ...(body === undefined
        ? {}
        : {'content-type': 'application/json', 'content-length': String(Buffer.byteLength(body))}),
    }
    const open = url.startsWith('http:') ? requestHttp : requestHttps
    const sent = open(url, {...options, headers, method})
    const timer = timeoutMs > 0 ? setTimeout(() => sent.destroy(new RequestTimeout()), timeoutMs) : undefined
    const fail = (error: Error) => {
      clearTimeout(timer)
      reject(error)
    }
    sent.on('error', fail)
    sent.on('response', (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('error', fail)
      response.on('end', () => {
        clearTimeout(timer)
        resolve({status: response.statusCode ?? 0, headers: response.headers, bytes: Buffer.concat(chunks)})
      })
    })
    sent.end(body)
  })
}
