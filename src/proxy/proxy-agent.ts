import type {Agent} from 'node:http'
import {isIP} from 'node:net'
import {type ConnectionOptions, checkServerIdentity, rootCertificates, type SecureContextOptions} from 'node:tls'
import {HttpProxyAgent} from 'http-proxy-agent'
import {HttpsProxyAgent} from 'https-proxy-agent'
import {SocksProxyAgent} from 'socks-proxy-agent'
import type {ProxyServer} from './proxy-for.js'

/** What a connection over TLS to the server behind the proxy is made with. */
export interface TargetTls extends Pick<SecureContextOptions, 'ca' | 'cert' | 'key'> {
  readonly rejectUnauthorized?: boolean | undefined
  readonly servername?: string | undefined
}

/**
 * An agent that reaches servers through the proxy and keeps connections open: a tunnel to an https server; to an http
 * server a request that the proxy is asked to pass on, as Go's net/http does. Host names are looked up by the proxy.
 *
 * A proxy that speaks TLS is trusted by the usual authorities and by those of the server; Go asks the latter alone, which
 * hardly any proxy outside of the cluster is signed by.
 */
export function makeProxyAgent({url}: ProxyServer, target: 'http:' | 'https:', tls: TargetTls = {}): Agent {
  const set = Object.fromEntries(Object.entries(tls).filter(([, value]) => value !== undefined))
  const agent = openAgent(url, target, tls)
  // Not by the constructor: what it is given goes to the proxy. Without `secureEndpoint` a tunnel is never found again: the agent
  // guesses from the call stack whether a request is for TLS, and guesses otherwise once the tunnel stands.
  Object.assign(agent.options, set, {secureEndpoint: target === 'https:'})
  return agent
}

function openAgent(
  url: URL,
  target: 'http:' | 'https:',
  {ca, rejectUnauthorized}: TargetTls,
): Agent & {options: object} {
  // The proxy looks host names up with socks5, too: in Go both schemes are one.
  if (url.protocol.startsWith('socks5')) {
    return new SocksTunnelAgent(new URL(url.href.replace(/^socks5:/, 'socks5h:')), {keepAlive: true})
  }
  const options = {
    keepAlive: true,
    ...(ca === undefined ? {} : {ca: [...rootCertificates, ...[ca].flat()]}),
    ...(rejectUnauthorized === undefined ? {} : {rejectUnauthorized}),
  }
  return target === 'https:' ? new TunnelAgent(url, options) : new HttpProxyAgent(url, options)
}

class TunnelAgent extends HttpsProxyAgent<string> {
  override connect(...[request, target]: Parameters<HttpsProxyAgent<string>['connect']>) {
    return super.connect(request, withIdentity(target))
  }
}

class SocksTunnelAgent extends SocksProxyAgent {
  override connect(...[request, target]: Parameters<SocksProxyAgent['connect']>) {
    return super.connect(request, withIdentity(target))
  }
}

/**
 * The agents do not tell TLS the server's address, only its name: the certificate of a server that is reached by its address
 * would have to be for `localhost` (TooTallNate/proxy-agents#308).
 */
function withIdentity<T extends {readonly host?: string | null | undefined; readonly servername?: string | undefined}>(
  target: T,
): T {
  const {host, servername} = target
  if (typeof host !== 'string' || isIP(host) === 0 || (servername !== undefined && servername !== '')) return target
  const identity: ConnectionOptions = {checkServerIdentity: (_, certificate) => checkServerIdentity(host, certificate)}
  return Object.assign({...target}, identity)
}
