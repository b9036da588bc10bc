import {BlockList, isIP, isIPv6} from 'node:net'
import {domainToASCII} from 'node:url'
import {CliError} from '../errors/cli-error.js'
import type {Environment} from '../errors/environment.js'
import {withoutAddressSecrets} from '../errors/url-secrets.js'

/** A proxy that connections go through. */
export interface ProxyServer {
  readonly url: URL
  /** What names it, for messages: `HTTPS_PROXY`, `proxy-url`. */
  readonly origin: string
}

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
  const isExempt = isExemptFromProxies(target, firstSet(environment, ['NO_PROXY', 'no_proxy'])?.value ?? '')
  if (isExempt) return undefined
  const url = parseProxyUrl(named.value)
  if (url === undefined) throw invalidProxy(named.value, named.name)
  return {url, origin: named.name}
}

/** A URL, or HOST:PORT of an HTTP proxy; undefined for what is no address of a proxy. */
export function parseProxyUrl(text: string): URL | undefined {
  const address = text.includes('://') ? text : `http://${text}`
  if (!URL.canParse(address)) return undefined
  const url = new URL(address)
  return SCHEMES.includes(url.protocol) && url.hostname !== '' ? url : undefined
}

/** The address as it may be shown. */
export function describeProxy({url, origin}: ProxyServer): string {
  return `${withoutAddressSecrets(url.href).replace(/\/$/, '')} (${origin})`
}

function firstSet(environment: Environment, names: readonly string[]): {name: string; value: string} | undefined {
  return names.map((name) => ({name, value: (environment[name] ?? '').trim()})).find(({value}) => value !== '')
}

function isExemptFromProxies(target: URL, noProxy: string): boolean {
  const host = bare(target.hostname).toLowerCase()
  const port = target.port || (DEFAULT_PORTS[target.protocol] ?? '')
  if (host === 'localhost' || isInRange(host, LOOPBACK)) return true
  return noProxy.split(',').some((entry) => exempts(entry.trim().toLowerCase(), host, port))
}

/** True when an entry of NO_PROXY names the host: `*`, a network, an address or a domain, the last two maybe with a port. */
function exempts(entry: string, host: string, port: string): boolean {
  if (entry === '*') return true
  const network = parseNetwork(entry)
  if (network !== undefined) return isInRange(host, network)
  const [named, namedPort] = withPort(entry)
  if (named === '' || (namedPort !== '' && namedPort !== port)) return false
  if (isIP(named) !== 0) return isInRange(host, addressOf(named))
  const domain = named.replace(/^\*\./, '.')
  const suffix = toAscii(domain.replace(/^\./, ''))
  return host.endsWith(`.${suffix}`) || (!domain.startsWith('.') && host === suffix)
}

/** The host and the port of `host:port` or `[host]:port`; anything else is a host as a whole. */
function withPort(entry: string): readonly [string, string] {
  const [, bracketed, plain, port] = /^(?:\[([^\]]*)\]|([^:]*)):(\d*)$/.exec(entry) ?? []
  return port === undefined ? [entry, ''] : [bracketed ?? plain ?? '', port]
}

function parseNetwork(entry: string): BlockList | undefined {
  const [, address = '', bits = ''] = /^([^/]+)\/(\d{1,3})$/.exec(entry) ?? []
  const family = isIP(address)
  if (family === 0 || Number(bits) > (family === 6 ? 128 : 32)) return undefined
  const list = new BlockList()
  list.addSubnet(address, Number(bits), family === 6 ? 'ipv6' : 'ipv4')
  return list
}

function addressOf(address: string): BlockList {
  const list = new BlockList()
  list.addAddress(address, isIPv6(address) ? 'ipv6' : 'ipv4')
  return list
}

const LOOPBACK = new BlockList()
LOOPBACK.addSubnet('127.0.0.0', 8, 'ipv4')
LOOPBACK.addAddress('::1', 'ipv6')

function isInRange(host: string, list: BlockList): boolean {
  const family = isIP(host)
  return family !== 0 && list.check(host, family === 6 ? 'ipv6' : 'ipv4')
}

function bare(hostname: string): string {
  return hostname.replace(/^\[(.*)\]$/, '$1')
}

/** As URLs spell it. */
function toAscii(domain: string): string {
  return domainToASCII(domain) || domain
}

function invalidProxy(address: string, variable: string): CliError {
  return new CliError({
    code: 'PROXY_INVALID',
    doing: `use the proxy of ${variable}`,
    happened: `"${withoutAddressSecrets(address)}" is no address of a proxy.`,
    fix: [
      `write ${variable} like http://proxy.example.com:3128, or with https:// or socks5://`,
      `or unset ${variable}`,
    ],
  })
}
