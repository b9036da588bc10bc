import {BlockList, isIP} from 'node:net'
import {domainToASCII} from 'node:url'
import {CliError} from '../errors/cli-error.js'
import type {Environment} from '../errors/environment.js'
import {withoutAddressSecrets} from '../errors/url-secrets.js'

export interface ProxyServer {
  readonly url: URL
  /** What names it, for messages: `HTTPS_PROXY`, `proxy-url`. */
  readonly origin: string
}

const LOOPBACK = ['127.0.0.0/8', '::1']
const SCHEMES = ['http:', 'https:', 'socks5:', 'socks5h:']
const DEFAULT_PORTS: Readonly<Record<string, string>> = {'http:': '80', 'https:': '443'}

/**
 * The proxy by which the variables want an http or https URL to be reached, by the rules of Go's net/http
 * (golang.org/x/net/http/httpproxy): a variable in upper case comes before the one in lower case, and this machine itself is
 * reached without a proxy. `ALL_PROXY`, which Go does not read, counts where there is none for the scheme, as curl has it.
 *
 * @throws CliError PROXY_INVALID when the proxy's address cannot be read; Go would leave the proxy out in silence.
 */
export function proxyFor(target: URL, environment: Environment): ProxyServer | undefined {
  const scheme = target.protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY'
  const named = firstSet(environment, [scheme, scheme.toLowerCase(), 'ALL_PROXY', 'all_proxy'])
  if (named === undefined) return undefined
  if (isExempt(target, firstSet(environment, ['NO_PROXY', 'no_proxy'])?.value ?? '')) return undefined
  const {name: origin, value} = named
  const url = parseProxyUrl(value)
  if (url !== undefined) return {url, origin}
  throw new CliError({
    code: 'PROXY_INVALID',
    doing: `use the proxy of ${origin}`,
    happened: `"${withoutAddressSecrets(value)}" is not an address of a proxy.`,
    fix: [`write ${origin} like http://proxy.example.com:3128, or with https:// or socks5://`, `or unset ${origin}`],
  })
}

/** A URL, or HOST:PORT of an HTTP proxy; undefined for what is no address of a proxy. */
export function parseProxyUrl(text: string): URL | undefined {
  const address = text.includes('://') ? text : `http://${text}`
  if (!URL.canParse(address)) return undefined
  const url = new URL(address)
  return SCHEMES.includes(url.protocol) && url.hostname !== '' ? url : undefined
}

export function describeProxy({url, origin}: ProxyServer): string {
  return `${withoutAddressSecrets(url.href).replace(/\/$/, '')} (${origin})`
}

function firstSet(environment: Environment, names: readonly string[]): {name: string; value: string} | undefined {
  return names.map((name) => ({name, value: (environment[name] ?? '').trim()})).find(({value}) => value !== '')
}

function isExempt({hostname, port, protocol}: URL, noProxy: string): boolean {
  const host = hostname.replace(/^\[(.*)\]$/, '$1').toLowerCase()
  const entries = [...LOOPBACK, ...noProxy.split(',').map((entry) => entry.trim().toLowerCase())]
  return host === 'localhost' || entries.some((entry) => exempts(entry, host, port || (DEFAULT_PORTS[protocol] ?? '')))
}

/** True when an entry of NO_PROXY names the host: `*`, a network, an address or a domain, the last two maybe with a port. */
function exempts(entry: string, host: string, port: string): boolean {
  if (entry === '*') return true
  const [named, namedPort] = withPort(entry)
  if (named === '' || (namedPort !== '' && namedPort !== port)) return false
  const network = parseNetwork(named)
  if (network !== undefined) return isInRange(host, network)
  const domain = named.replace(/^\*\./, '.')
  const bare = domain.replace(/^\./, '')
  // As URLs spell it.
  const suffix = domainToASCII(bare) || bare
  return host.endsWith(`.${suffix}`) || (!domain.startsWith('.') && host === suffix)
}

/** The host and the port of `host:port` or `[host]:port`; anything else is a host as a whole. */
function withPort(entry: string): readonly [string, string] {
  const [, bracketed, plain, port] = /^(?:\[([^\]]*)\]|([^:]*)):(\d*)$/.exec(entry) ?? []
  return port === undefined ? [entry, ''] : [bracketed ?? plain ?? '', port]
}

/** A network, or an address as a network of its own. */
function parseNetwork(entry: string): BlockList | undefined {
  const [, address = '', bits] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(entry) ?? []
  const family = isIP(address)
  const widest = family === 6 ? 128 : 32
  if (family === 0 || Number(bits ?? 0) > widest) return undefined
  const list = new BlockList()
  list.addSubnet(address, Number(bits ?? widest), family === 6 ? 'ipv6' : 'ipv4')
  return list
}

function isInRange(host: string, list: BlockList): boolean {
  const family = isIP(host)
  return family !== 0 && list.check(host, family === 6 ? 'ipv6' : 'ipv4')
}
