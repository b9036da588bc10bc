import {type DnsName, parseDnsName} from '../dns/dns-name.js'
import {usageError} from './usage-error.js'

/** A host, also one that was copied with its scheme, port or path. @throws CliError USAGE when it is none. */
export function parseExplainedHost(text: string): DnsName {
  const name = parseDnsName(text)
  const [, inUrl] = /^[a-z][a-z0-9+.-]*:\/\/(?:[^/?#@]*@)?([^/?#:]+)/i.exec(text) ?? /^([^/?#:]+)[/:]/.exec(text) ?? []
  if (name.ok && inUrl === undefined) return name.value
  const problem = name.ok ? 'it is a URL' : name.problem
  throw usageError(`"${text}" is no host name: ${problem}.`, [
    inUrl !== undefined && parseDnsName(inUrl).ok
      ? `name the host alone: ${inUrl}`
      : 'write the host as the object does: api.example.com',
  ])
}
