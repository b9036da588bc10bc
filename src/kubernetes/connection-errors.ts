import {phrases} from '../dns/phrase.js'
import type {CliError} from '../errors/cli-error.js'
import {describeProxy, type ProxyServer} from '../proxy/proxy-for.js'
import {ProxyRefusal} from './api-request.js'
import {type ListAttempt, messageOf, reaching, unreachable, what} from './errors.js'

/** Texts for the codes of Node and OpenSSL. They continue "The connection failed: …". */
const CONNECTION_PROBLEMS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'Connection refused',
  ENOTFOUND: 'The host name is unknown',
  EAI_AGAIN: 'The host name could not be looked up',
  ECONNRESET: 'The connection was closed',
  EPIPE: 'The connection was closed',
  ETIMEDOUT: 'The connection timed out',
  EHOSTUNREACH: 'There is no route to the host',
  ENETUNREACH: 'There is no route to the network',
}

const UNKNOWN_AUTHORITY = 'its certificate is signed by an authority that the kubeconfig does not name'

const CERTIFICATE_PROBLEMS: Readonly<Record<string, string>> = {
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: UNKNOWN_AUTHORITY,
  UNABLE_TO_GET_ISSUER_CERT: UNKNOWN_AUTHORITY,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: UNKNOWN_AUTHORITY,
  SELF_SIGNED_CERT_IN_CHAIN: UNKNOWN_AUTHORITY,
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is self-signed',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  CERT_NOT_YET_VALID: 'its certificate is not valid yet',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another host name',
  EPROTO: 'it does not speak TLS there, or not this version',
  ERR_SSL_WRONG_VERSION_NUMBER: 'it does not speak TLS there',
}

export function connectionFailed(error: unknown, attempt: ListAttempt, proxy?: ProxyServer): CliError {
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
  const rest = {doing: reaching(attempt), cause: error}
  const certificate =
    own(CERTIFICATE_PROBLEMS, code) ?? (code.startsWith('ERR_SSL_') ? `TLS failed (${code})` : undefined)
  if (certificate !== undefined) {
    const check = 'check certificate-authority-data and server of the context'
    const fix = [check, 'behind a tunnel: set tls-server-name in the kubeconfig']
    return unreachable(attempt, `${whoseCertificate(proxy)} cannot be trusted: ${certificate}.`, fix, rest)
  }
  const problem =
    own(CONNECTION_PROBLEMS, code) ??
    (error instanceof ProxyRefusal ? `The connection was refused (${messageOf(error)})` : undefined) ??
    (code.startsWith('HPE_') ? 'What answers there does not speak HTTP' : undefined) ??
    `The connection failed (${code || messageOf(error)})`
  const through = proxy === undefined ? '' : ` through the proxy ${describeProxy(proxy)}`
  const vpn = ['check the VPN, or choose another context with --context']
  const fix = proxy === undefined ? vpn : fixOfProxy(proxy, attempt)
  return unreachable(attempt, `${problem}${through} while listing ${what(attempt)}.`, fix, rest)
}

/** Both speak TLS where the proxy is an https one, and the code does not tell them apart. */
function whoseCertificate(proxy: ProxyServer | undefined): string {
  if (proxy === undefined) return 'The API server'
  const name = describeProxy(proxy)
  return proxy.url.protocol === 'https:'
    ? `The API server, or the proxy ${name} before it,`
    : `The API server behind the proxy ${name}`
}

function fixOfProxy({origin}: ProxyServer, {server}: ListAttempt): readonly string[] {
  const isVariable = /proxy$/i.test(origin)
  const without = `or reach the API server without it: NO_PROXY=${new URL(server).hostname}`
  return phrases(`check ${origin}`, isVariable && without)
}

function own(table: Readonly<Record<string, string>>, key: string): string | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined
}
