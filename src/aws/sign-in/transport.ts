import {X509Certificate} from 'node:crypto'
import {readFile} from 'node:fs/promises'
import {NodeHttpHandler} from '@smithy/node-http-handler'
import {CliError} from '../../errors/cli-error.js'
import type {Environment} from '../../errors/environment.js'
import {describeProxy, type ProxyServer, proxyFor} from '../../proxy/proxy-for.js'

/** What sends the requests of an SDK client. */
export type Transport = Pick<NodeHttpHandler, 'metadata' | 'handle' | 'destroy' | 'httpHandlerConfigs'> & {
  updateHttpClientConfig: NodeHttpHandler['updateHttpClientConfig']
}

export interface TransportOptions {
  readonly environment: Environment
  readonly caBundle: {readonly path: string; readonly origin: string} | undefined
  /** How long one request may take; 0: for ever. */
  readonly requestTimeoutMs: number
}

const PROXY_VARIABLES = ['HTTPS_PROXY', 'HTTP_PROXY', 'ALL_PROXY'].flatMap((name) => [name, name.toLowerCase()])

/**
 * Sends each request through the proxy that the environment names for its host, and trusts the authorities of the bundle
 * alone, as the Go SDK and the AWS CLI do. Undefined where neither is asked for: the SDK's own transport does.
 *
 * @throws CliError when the bundle cannot be read or holds no certificate.
 */
export async function openTransport(options: TransportOptions): Promise<Transport | undefined> {
  const {environment, caBundle, requestTimeoutMs} = options
  const ca = caBundle === undefined ? undefined : await readBundle(caBundle)
  if (ca === undefined && PROXY_VARIABLES.every((name) => !environment[name])) return undefined
  const {makeProxyAgent} = await import('../../proxy/proxy-agent.js')
  const handlers = new Map<string, NodeHttpHandler>()

  function handlerFor(scheme: 'http:' | 'https:', proxy: ProxyServer | undefined): NodeHttpHandler {
    const key = `${scheme} ${proxy?.url.href ?? ''}`
    const made =
      handlers.get(key) ??
      new NodeHttpHandler({
        ...(requestTimeoutMs > 0 && {requestTimeout: requestTimeoutMs}),
        ...(proxy === undefined
          ? {...(ca !== undefined && {httpsAgent: {ca}})}
          : {[scheme === 'http:' ? 'httpAgent' : 'httpsAgent']: makeProxyAgent(proxy, scheme, {ca})}),
      })
    handlers.set(key, made)
    return made
  }

  return {
    metadata: {handlerProtocol: 'http/1.1'},
    async handle(request, handling) {
      const {protocol, hostname, port} = request
      const scheme = protocol === 'http:' ? 'http:' : 'https:'
      const target = new URL(`${scheme}//${hostname}${port === undefined ? '' : `:${port}`}`)
      const proxy = proxyFor(target, environment)
      try {
        return await handlerFor(scheme, proxy).handle(request, handling)
      } catch (error) {
        if (proxy !== undefined && error instanceof Error) {
          error.message = `${error.message}, through the proxy ${describeProxy(proxy)}`
        }
        throw error
      }
    },
    destroy() {
      for (const handler of handlers.values()) handler.destroy()
    },
    updateHttpClientConfig() {},
    httpHandlerConfigs: () => ({}),
  }
}

async function readBundle({path, origin}: {readonly path: string; readonly origin: string}): Promise<string> {
  const doing = `read the certificates of ${origin}`
  const fix = [`let ${origin} name a readable file of certificates (PEM), or take it away`]
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? ` (${cause.code})` : ''
    throw new CliError({code: 'FILE_UNREADABLE', doing, happened: `${path} cannot be read${code}.`, fix, cause})
  }
  try {
    // Node would take any text, and then trust nobody.
    return new X509Certificate(text) && text
  } catch (cause) {
    throw new CliError({code: 'FILE_INVALID', doing, happened: `${path} holds no certificate.`, fix, cause})
  }
}
