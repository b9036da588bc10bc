import type {RequestOptions} from 'node:https'
import {setTimeout as sleep} from 'node:timers/promises'
import {CliError} from '../errors/cli-error.js'
import type {Environment} from '../errors/environment.js'
import {type ApiAnswer, type ApiRequest, agentFor, RequestTimeout, request, UnusableAnswer} from './api-request.js'
import {connectionFailed} from './connection-errors.js'
import {badAnswer, isTransient, type ListAttempt, MAX_TRIES, requestTimedOut} from './errors.js'
import type {Connection, ConnectOptions} from './kubeconfig/connect.js'
import type {KubernetesSettings} from './kubernetes-settings.js'
import type {Resource} from './objects.js'

const FIRST_DELAY_MS = 500
/** The longest wait: a server that asks for more is reported instead. */
const MAX_DELAY_MS = 10_000

export interface ApiSessionOptions extends ConnectOptions {
  readonly sleep?: (milliseconds: number) => Promise<void>
  /** From 0 up to 1, for the jitter. */
  readonly random?: () => number
}

export interface ApiSession {
  readonly connection: Connection
  readonly timeoutMs: number
  readonly options: ApiSessionOptions
  /** Shared by all requests: a credential plugin may take a second. */
  authorization: Promise<RequestOptions> | undefined
}

/** Determines the cluster from kubeconfig and flags; sends nothing. @throws CliError when it is not clear which one. */
export async function openSession(
  settings: KubernetesSettings,
  environment: Environment,
  options: ApiSessionOptions = {},
): Promise<ApiSession> {
  // Loaded here, because client-node is the largest module of the program.
  const {connect} = await import('./kubeconfig/connect.js')
  const connection = connect(settings, environment, options)
  return {connection, timeoutMs: settings.requestTimeoutMs, options, authorization: undefined}
}

/** Sends a GET that belongs to a list. @throws CliError about the list when there is no answer. */
export async function getWithRetries(session: ApiSession, attempt: ListAttempt, url: string): Promise<ApiAnswer> {
  try {
    return await sendWithRetries(session, {method: 'GET', url})
  } catch (error) {
    if (error instanceof CliError) throw error
    if (error instanceof UnusableAnswer) throw badAnswer(error.detail, attempt, error)
    if (error instanceof RequestTimeout) throw requestTimedOut(session.timeoutMs, attempt)
    throw connectionFailed(error, attempt, session.connection.proxy)
  }
}

/** Retries after 429, 5xx and a closed connection; a 401 renews the credentials once. Rejects as `request` does. */
export async function sendWithRetries(session: ApiSession, apiRequest: ApiRequest): Promise<ApiAnswer> {
  let isRenewed = false
  for (let tries = 1; ; tries += 1) {
    session.authorization ??= authorize(session.connection)
    const used = session.authorization
    // Undefined: the server closed the connection, which can happen to a reused one.
    const answer = await request(apiRequest, await used, session.timeoutMs).catch((error: unknown) => {
      if (isClosed(error)) return undefined
      throw error
    })
    if (answer?.status === 401 && !isRenewed) {
      isRenewed = true
      if (session.authorization === used) session.authorization = undefined
      continue
    }
    if (answer !== undefined && (!isTransient(answer.status) || tries >= MAX_TRIES)) return answer
    if (tries >= MAX_TRIES) throw CLOSED
    await pause(session.options, tries, answer?.retryAfter ?? '')
  }
}

/** The URL of all objects of the resource; an empty `namespace` means all namespaces. */
export function resourceUrl(server: string, resource: Resource, namespace: string): string {
  const scope = resource.isNamespaced && namespace !== '' ? `/namespaces/${encodeURIComponent(namespace)}` : ''
  return `${versionUrl(server, resource)}${scope}/${resource.plural}`
}

export function versionUrl(server: string, {group, version}: Pick<Resource, 'group' | 'version'>): string {
  return `${server}/${group === '' ? 'api' : `apis/${group}`}/${version}`
}

/** The options of every request, with an agent that keeps connections open. */
async function authorize(connection: Connection): Promise<RequestOptions> {
  const {ca, cert, key, rejectUnauthorized, servername, auth, headers} = await connection.authorize()
  const agent = await agentFor(connection.server, connection.proxy, {ca, cert, key, rejectUnauthorized, servername})
  return {headers: headers ?? {}, agent, ...(auth === undefined ? {} : {auth})}
}

async function pause(options: ApiSessionOptions, tries: number, retryAfter: string): Promise<void> {
  const random = options.random ?? Math.random
  const wait = /^\d+$/.test(retryAfter) ? Number(retryAfter) * 1000 : random() * FIRST_DELAY_MS * 2 ** (tries - 1)
  await (options.sleep ?? sleep)(Math.min(wait, MAX_DELAY_MS))
}

const CLOSED = Object.assign(new Error('socket hang up'), {code: 'ECONNRESET'})

function isClosed(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ECONNRESET' || error.code === 'EPIPE')
}
