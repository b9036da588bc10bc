import {isIPv6} from 'node:net'
import type {ServerAddress} from '../pipeline/verify-hosts.js'
import {usageError} from './usage-error.js'

const DNS_PORT = 53

/** `HOST`, `HOST:PORT`, an address (of IPv6 with a port in brackets). @throws CliError USAGE */
export function parseVerifyServer(text: string): ServerAddress {
  if (isIPv6(text)) return {host: text, port: DNS_PORT}
  const [, bracketed, plain, port = String(DNS_PORT)] = /^(?:\[(.+)\]|([^:\s[\]]+))(?::(\d{1,5}))?$/.exec(text) ?? []
  const host = bracketed === undefined ? plain : isIPv6(bracketed) ? bracketed : undefined
  if (host !== undefined && Number(port) >= 1 && Number(port) <= 65_535) return {host, port: Number(port)}
  throw usageError(`--verify-server=${text} is no name server.`, [
    'write it like --verify-server=10.0.0.2, --verify-server=ns.example.com:5353 or --verify-server=[2001:db8::53]:53',
  ])
}
