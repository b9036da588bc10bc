import {X509Certificate} from 'node:crypto'
import {readFile} from 'node:fs/promises'
import {NodeHttpHandler} from '@smithy/node-http-handler'
import {CliError} from '../../errors/cli-error.js'
import type {Environment} from '../../errors/environment.js'
import {describeProxy, type ProxyServer, proxyFor} from '../../proxy/proxy-for.js'

export interface TransportOptions {
  readonly environment: Environment
  readonly caBundle: {readonly path: string; readonly origin: string} | undefined
  /** How long one request may take; 0: for ever. */
  readonly requestTimeoutMs: number
}

const PROXY_VARIABLES = ['HTTPS_PROXY', 'HTTP_PROXY', 'ALL_PROXY'].flatMap((name) => [name, name.toLowerCase()])

/** Through the proxy, trusting the bundle alone, as the AWS CLI does; undefined without either. @throws CliError */
export async function openTransport(options: TransportOptions): Promise<Transport | undefined> {
  const {environment, caBundle, requestTimeoutMs} = options
  const ca = caBundle === undefined ? undefined : await readBundle(caBundle)
  if (ca === undefined && PROXY_VARIABLES.every((name) => !environment[name])) return undefined
  return new Transport(environment, ca, requestTimeoutMs > 0 ? {requestTimeout: requestTimeoutMs} : {})
}

export class Transport extends NodeHttpHandler {
  private readonly proxied = new Map<string, NodeHttpHandler>()

  constructor(
    private readonly environment: Environment,
    private readonly ca: string | undefined,
    private readonly limits: {readonly requestTimeout?: number},
  ) {
    super({...limits, ...(ca !== undefined && {httpsAgent: {ca}})})
  }

  override async handle(...[request, options]: Parameters<NodeHttpHandler['handle']>) {
    const {protocol, hostname, port} = request
    const proxy = proxyFor(new URL(`${protocol}//${hostname}${port === undefined ? '' : `:${port}`}`), this.environment)
    if (proxy === undefined) return super.handle(request, options)
    const handler = await this.handlerThrough(proxy)
    try {
      return await handler.handle(request, options)
    } catch (error) {
      if (error instanceof Error) error.message = `${error.message}, through the proxy ${describeProxy(proxy)}`
      throw error
    }
  }

  private async handlerThrough(proxy: ProxyServer): Promise<NodeHttpHandler> {
    const {makeProxyAgent} = await import('../../proxy/proxy-agent.js')
    const agentFor = (target: 'http:' | 'https:') => makeProxyAgent(proxy, target, {ca: this.ca})
    const {href} = proxy.url
    const made =
      this.proxied.get(href) ??
      new NodeHttpHandler({...this.limits, httpAgent: agentFor('http:'), httpsAgent: agentFor('https:')})
    this.proxied.set(href, made)
    return made
  }

  override destroy(): void {
    for (const handler of this.proxied.values()) handler.destroy()
    super.destroy()
  }
}

async function readBundle({path, origin}: {readonly path: string; readonly origin: string}): Promise<string> {
  const doing = `read the certificates of ${origin}`
  const fix = [`set ${origin} to a readable file of certificates (PEM), or remove the setting`]
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
