import type {CaaRecord} from 'node:dns'
import {Resolver} from 'node:dns/promises'
import type {Answer} from '../../dns/answer.js'
import type {RecordType} from '../../dns/record-set.js'
import type {NameServer, NameServers} from '../ports.js'
import {canonicalValues} from '../records/canonical-value.js'
import {parentOf} from './question.js'
import {askForNameServers} from './referral.js'

/** For the first try; the second one waits longer. A reachable name server answers within milliseconds. */
const TIMEOUT_MS = 2000
const TRIES = 2

type Query = (resolver: Resolver, name: string) => Promise<readonly string[]>

/** The types that Node can query, and how to write an answer as in a zone file. */
const QUERIES: Readonly<Partial<Record<RecordType, Query>>> = {
  A: (resolver, name) => resolver.resolve4(name),
  AAAA: (resolver, name) => resolver.resolve6(name),
  CNAME: (resolver, name) => resolver.resolveCname(name),
  PTR: (resolver, name) => resolver.resolvePtr(name),
  TXT: async (resolver, name) => (await resolver.resolveTxt(name)).map((strings) => quoted(strings.join(''))),
  MX: async (resolver, name) => (await resolver.resolveMx(name)).map((mx) => `${mx.priority} ${host(mx.exchange)}`),
  SRV: async (resolver, name) =>
    (await resolver.resolveSrv(name)).map((to) => `${to.priority} ${to.weight} ${to.port} ${host(to.name)}`),
  CAA: async (resolver, name) => (await resolver.resolveCaa(name)).map(caaText),
  NAPTR: async (resolver, name) =>
    (await resolver.resolveNaptr(name)).map(({order, preference, flags, service, regexp, replacement}) =>
      [order, preference, quoted(flags), quoted(service), quoted(regexp), host(replacement)].join(' '),
    ),
}

/** Queries single name servers, over UDP and, for long answers, TCP. */
export function makeNameServers({timeoutMs = TIMEOUT_MS, tries = TRIES} = {}): NameServers {
  const resolvers = new Map<string, Resolver>()
  const resolverOf = ({address, port}: NameServer) => {
    const text = address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`
    const resolver = resolvers.get(text) ?? new Resolver({timeout: timeoutMs, tries})
    if (!resolvers.has(text)) resolver.setServers([text])
    resolvers.set(text, resolver)
    return resolver
  }
  return {
    canQuery: (type) => type === 'NS' || QUERIES[type] !== undefined,
    async ask(server, name, type) {
      if (type === 'NS') return askForNameServers(server, name, {timeoutMs, tries})
      const query = QUERIES[type]
      if (query === undefined) throw new Error(`bug: nobody can ask for ${type}`)
      try {
        return {kind: 'values', values: canonicalValues(type, await query(resolverOf(server), name))}
      } catch (error) {
        return toAnswer(error)
      }
    },
    async findParent(zone) {
      const resolver = new Resolver({timeout: timeoutMs, tries})
      for (let name = parentOf(zone); name !== ''; name = parentOf(name)) {
        const servers = await resolver.resolveNs(name).catch(() => [])
        if (servers.length > 0) return {name, servers: servers.sort()}
      }
      return undefined
    },
  }
}

const FAILURES: Readonly<Record<string, string>> = {
  ETIMEOUT: 'does not answer',
  ECONNREFUSED: 'does not answer',
  EREFUSED: 'refuses to answer for this zone',
  ESERVFAIL: 'failed to answer (SERVFAIL)',
}

function toAnswer(error: unknown): Answer {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (code === 'ENODATA' || code === 'ENOTFOUND') return {kind: 'nothing'}
  if (code === '') throw error
  return {kind: 'none', happened: FAILURES[code] ?? `failed to answer (${code})`}
}

/** The host name in a zone file; Node gives the root as an empty text. */
function host(name: string): string {
  return name === '' ? '.' : name
}

/** The quoted string of octets, which Node returns as one character each. */
function quoted(octets: string): string {
  return `"${octets.replace(/[^ -~]|["\\]/g, (octet) => `\\${octet.charCodeAt(0).toString(8).padStart(3, '0')}`)}"`
}

/** The value of a CAA. Besides `critical`, which holds the flags, Node's record has one field, named after the tag. */
function caaText({critical, ...rest}: CaaRecord): string {
  const [[tag, value] = ['', '']] = Object.entries(rest).filter(([key]) => key !== 'type')
  return `${critical} ${tag} ${quoted(String(value))}`
}
