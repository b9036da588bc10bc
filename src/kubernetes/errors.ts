import {CliError, type ErrorCode} from '../errors/cli-error.js'
import {shellWord} from '../errors/shell-word.js'
import {describeProxy, type ProxyServer} from '../proxy/proxy-for.js'
import {ProxyRefusal} from './api-request.js'
import {PluginFailure} from './kubeconfig/exec-plugin.js'
import {OidcFailure} from './kubeconfig/oidc-token.js'
import type {Resource} from './objects.js'

/** The list request that failed. */
export interface ListAttempt {
  readonly context: string
  readonly server: string
  readonly resource: Resource
  /** Empty for all namespaces. */
  readonly namespace: string
  /** From 1. */
  readonly page: number
}

/** An answer that is not a page of a list. */
export interface FailedAnswer {
  readonly status: number
  readonly body: string
}

const HALF_A_CLUSTER = 'No plan was made: a plan from half a cluster could delete records.'
const NO_PLAN = 'No plan was made.'

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

const CERTIFICATE_PROBLEMS: Readonly<Record<string, string>> = {
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate is signed by an authority that the kubeconfig does not name',
  UNABLE_TO_GET_ISSUER_CERT: 'its certificate is signed by an authority that the kubeconfig does not name',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'its certificate is signed by an authority that the kubeconfig does not name',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate is signed by an authority that the kubeconfig does not name',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is signed by itself',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  CERT_NOT_YET_VALID: 'its certificate is not valid yet',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another host name',
  EPROTO: 'it does not speak TLS there, or not this version',
  ERR_SSL_WRONG_VERSION_NUMBER: 'it does not speak TLS there',
}

/** There was no answer. */
export function connectionFailed(error: unknown, attempt: ListAttempt, proxy?: ProxyServer): CliError {
  const code = codeOf(error)
  const certificate =
    own(CERTIFICATE_PROBLEMS, code) ?? (code.startsWith('ERR_SSL_') ? `TLS failed (${code})` : undefined)
  if (certificate !== undefined) {
    return failure(
      'KUBERNETES_UNREACHABLE',
      reaching(attempt),
      `${whoseCertificate(proxy)} cannot be trusted: ${certificate}.`,
      attempt,
      error,
      [
        'check certificate-authority-data and server of the context',
        'behind a tunnel: set tls-server-name in the kubeconfig',
      ],
    )
  }
  const happened =
    own(CONNECTION_PROBLEMS, code) ??
    (error instanceof ProxyRefusal ? `The connection was refused (${messageOf(error)})` : undefined) ??
    (code.startsWith('HPE_') ? 'What answers there does not speak HTTP' : undefined) ??
    `The connection failed (${code || messageOf(error)})`
  const through = proxy === undefined ? '' : ` through the proxy ${describeProxy(proxy)}`
  return failure(
    'KUBERNETES_UNREACHABLE',
    reaching(attempt),
    `${happened}${through} while listing ${what(attempt)}.`,
    attempt,
    error,
    proxy === undefined ? ['check the VPN, or choose another context with --context'] : fixOfProxy(proxy, attempt),
  )
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
  return [
    `check ${origin}`,
    ...(isVariable ? [`or reach the API server without it: NO_PROXY=${new URL(server).hostname}`] : []),
  ]
}

/** There was no answer within `--kube-api-request-timeout`. */
export function requestTimedOut(timeoutMs: number, attempt: ListAttempt): CliError {
  const happened = `No answer within ${timeoutMs / 1000} s while listing ${what(attempt)}.`
  return failure('KUBERNETES_TIMEOUT', reaching(attempt), happened, attempt, undefined, [
    'check the VPN, or allow more time with --kube-api-request-timeout',
  ])
}

/** An error answer, after all tries. */
export function answerFailed(answer: FailedAnswer, attempt: ListAttempt, tries: number): CliError {
  switch (answer.status) {
    case 401:
      return unauthorized(answer, attempt)
    case 403:
      return forbidden(answer, attempt)
    case 404:
      return attempt.resource.group !== '' && isNotServed(answer)
        ? kindMissing(attempt)
        : badAnswer(`to ${what(attempt)} is 404: ${statusMessage(answer.body)}`, attempt)
    case 410: {
      const happened = `The list of ${what(attempt)} went out of date before its last page was read, ${tries} times.`
      return failure('KUBERNETES_BAD_ANSWER', listing(attempt), happened, attempt, undefined, ['run the command again'])
    }
    default: {
      const times = tries === 1 ? '' : ` ${tries} times`
      const happened = `The API server answered ${answer.status}${times}: ${statusMessage(answer.body)}.`
      const isBusy = answer.status === 429 || answer.status >= 500
      return isBusy
        ? failure('KUBERNETES_UNREACHABLE', listing(attempt), happened, attempt, undefined, [
            'run the command again when the API server is well',
          ])
        : failure('KUBERNETES_BAD_ANSWER', listing(attempt), happened, attempt, undefined, [
            'check that the address is that of an API server',
          ])
    }
  }
}

/**
 * True when the API server does not serve the resource: a 404 with a Status or with this one line. A proxy's page says
 * nothing about the cluster.
 */
export function isNotServed({status, body}: FailedAnswer): boolean {
  return status === 404 && (body.trim() === '404 page not found' || statusOf(body)?.kind === 'Status')
}

/** A success answer that is not a list. `detail` continues "The answer …". */
export function badAnswer(detail: string, attempt: ListAttempt, cause?: unknown): CliError {
  return failure(
    'KUBERNETES_BAD_ANSWER',
    listing(attempt),
    `The answer of ${attempt.server} ${detail}.`,
    attempt,
    cause,
    ['check that the address is that of an API server, and what stands between'],
  )
}

/** A token file, a certificate file, a credential plugin or an identity provider failed. */
export function credentialsFailed(
  error: unknown,
  {context, plugin}: {context: string; plugin: {name: string; installHint: string} | undefined},
): CliError {
  if (error instanceof CliError) return error
  const doing = `sign in to Kubernetes (context "${context}")`
  if (error instanceof PluginFailure && plugin !== undefined) return pluginFailed(error, doing, plugin)
  if (error instanceof OidcFailure) {
    const happened = `${error.message.charAt(0).toUpperCase()}${error.message.slice(1)}.`
    const fix = ['sign in again the way you got the id-token, then run this command again']
    return new CliError({code: 'KUBERNETES_UNAUTHORIZED', doing, happened, fix, cause: error})
  }
  return new CliError({
    code: 'KUBECONFIG_INVALID',
    doing,
    happened: `The credentials cannot be read: ${messageOf(error)}.`,
    fix: ['check the files that the user in the kubeconfig names'],
    cause: error,
  })
}

function pluginFailed(
  error: PluginFailure,
  doing: string,
  {name, installHint}: {name: string; installHint: string},
): CliError {
  const code = error.reason === 'too slow' ? 'KUBERNETES_TIMEOUT' : 'KUBERNETES_UNAUTHORIZED'
  const happened = `The credential plugin ${name} ${error.happened}.`
  return new CliError({code, doing, happened, fix: fixOf(error.reason, name, installHint), cause: error})
}

function fixOf(reason: PluginFailure['reason'], name: string, installHint: string): readonly string[] {
  switch (reason) {
    case 'not installed':
      return installHint.trim() === ''
        ? [`install ${name}, or put it on the PATH`]
        : [`install ${name}; the kubeconfig says how: ${harmless(installHint)}`, 'or put it on the PATH']
    case 'too slow':
      return ['allow more time with --kube-api-request-timeout', 'or see what it waits for: kubectl auth whoami']
    case 'no terminal':
      return [
        'run this command at a terminal',
        'or sign in with something else where there is none, like a service account',
      ]
    case 'failed':
      return ['sign in again as the plugin says, then run this command again']
    case 'bad answer':
      return ['sign in again', `or check what ${name} prints: it is run as the kubeconfig says (exec)`]
  }
}

/** On one line, without control characters: anybody may have written the file (client-go: cleanANSIEscapeCodes). */
function harmless(text: string): string {
  return text.trim().replace(/\s+/g, ' ').replace(/\p{C}/gu, '')
}

function unauthorized(answer: FailedAnswer, attempt: ListAttempt): CliError {
  const doing = `sign in to the Kubernetes API at ${attempt.server} (context "${attempt.context}")`
  const happened = `The API server does not accept the credentials: ${statusMessage(answer.body)}.`
  return failure('KUBERNETES_UNAUTHORIZED', doing, happened, attempt, undefined, [
    'sign in again, then check with: kubectl auth whoami',
  ])
}

function forbidden(answer: FailedAnswer, attempt: ListAttempt): CliError {
  const {resource, namespace} = attempt
  const rule = `{apiGroups: ["${resource.group}"], resources: ["${resource.plural}"], verbs: ["list"]}`
  const role = namespace === '' || !resource.isNamespaced ? 'a ClusterRole' : `a Role in the namespace ${namespace}`
  const happened = `The API server refused: ${statusMessage(answer.body)}.`
  const others = namespace === '' && resource.isNamespaced ? ['or read one namespace only: -n NAMESPACE'] : []
  return failure('KUBERNETES_FORBIDDEN', listing(attempt), happened, attempt, undefined, [
    `bind ${role} with the rule ${rule}`,
    ...others,
  ])
}

/** The cluster serves none of the resource's versions. A resource without a kind was named by a flag. */
export function kindMissing(attempt: ListAttempt): CliError {
  const {resource} = attempt
  const older = resource.olderVersions ?? []
  const others = older.length === 0 ? '' : `, nor ${older.join(', ')}`
  const version = resource.group === '' ? ` in ${resource.version}` : ''
  const happened = `The cluster does not know ${what(attempt)}${version}${others}.`
  const look = `kubectl api-resources --api-group=${shellWord(resource.group)} shows what is there`
  const fix =
    resource.kind === ''
      ? [
          `check --unstructured-resource=${[resource.plural, resource.version, resource.group].filter(Boolean).join('.')}: ${look}`,
        ]
      : [`install the ${resource.kind} CRD (${look})`, `or drop ${resource.flag ?? 'the --source that reads it'}`]
  return failure('KUBERNETES_KIND_MISSING', listing(attempt), happened, attempt, undefined, fix)
}

/** The API server did not answer a discovery request. */
export function discoveryFailed(answer: FailedAnswer, attempt: ListAttempt, tries: number): CliError {
  if (answer.status !== 403) return answerFailed(answer, attempt, tries)
  const happened = `The API server does not tell what it serves: ${statusMessage(answer.body)}.`
  return failure('KUBERNETES_FORBIDDEN', listing(attempt), happened, attempt, undefined, [
    'bind the ClusterRole system:discovery, which every signed-in user has unless it was taken away',
  ])
}

function failure(
  code: ErrorCode,
  doing: string,
  happened: string,
  attempt: ListAttempt,
  cause: unknown,
  fix: readonly string[],
): CliError {
  const isHalfRead = attempt.page > 1 || code === 'KUBERNETES_UNREACHABLE' || code === 'KUBERNETES_TIMEOUT'
  return new CliError({code, doing, happened, fix, changed: isHalfRead ? HALF_A_CLUSTER : NO_PLAN, cause})
}

function reaching({server, context}: ListAttempt): string {
  return `reach the Kubernetes API at ${server} (context "${context}")`
}

function listing(attempt: ListAttempt): string {
  const where = attempt.namespace === '' || !attempt.resource.isNamespaced ? '' : ` in namespace ${attempt.namespace}`
  return `list ${what(attempt)}${where} (context "${attempt.context}"${attempt.page > 1 ? `, page ${attempt.page}` : ''})`
}

/** `services`, `ingresses.networking.k8s.io/v1`. */
function what({resource}: ListAttempt): string {
  return resource.group === '' ? resource.plural : `${resource.plural}.${resource.group}/${resource.version}`
}

/** The message of a Status object, else the beginning of the text; without its full stop. */
export function statusMessage(body: string): string {
  const text = messageOfStatus(body) ?? body.replace(/\s+/g, ' ').trim().slice(0, 200)
  return text === '' ? 'without a word' : text.replace(/\.$/, '')
}

function messageOfStatus(body: string): string | undefined {
  const message = statusOf(body)?.message
  return typeof message === 'string' ? message : undefined
}

/** The fields of a body that is a JSON object. */
function statusOf(body: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const status: unknown = JSON.parse(body)
    return typeof status === 'object' && status !== null ? {...status} : undefined
  } catch {
    return undefined
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
}

function messageOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).trim().replace(/\s+/g, ' ').replace(/\.$/, '')
}

function own(table: Readonly<Record<string, string>>, key: string): string | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined
}
