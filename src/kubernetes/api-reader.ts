import {Agent as HttpAgent} from 'node:http'
import {Agent as HttpsAgent, type RequestOptions} from 'node:https'
import {compareText} from '../dns/record-set.js'
import {type ApiPage, parseApiPage} from './api-page.js'
import {type ApiAnswer, get, RequestTimeout} from './api-request.js'
import {answerFailed, badAnswer, connectionFailed, type ListAttempt, requestTimedOut} from './errors.js'
import type {Connection} from './kubeconfig.js'
import type {Environment} from './kubeconfig-places.js'
import type {KubernetesSettings} from './kubernetes-settings.js'
import type {ClusterReader, KubeObject, Resource} from './objects.js'

/** As kubectl: small enough for the memory of both sides, large enough that a page costs more than its round trip. */
const PAGE_SIZE = 500
const MAX_TRIES = 5
const MAX_RESTARTS = 3
const FIRST_DELAY_MS = 500
/** A server that wants us to come back in an hour is better reported than waited for. */
const MAX_DELAY_MS = 10_000

/** Told after every page. */
interface ListProgress {
  readonly resource: Resource
  readonly objects: number
}

export interface ApiReaderOptions {
  readonly onPage?: (progress: ListProgress) => void
  readonly sleep?: (milliseconds: number) => Promise<void>
  /** 0 up to 1, for the jitter. */
  readonly random?: () => number
  readonly serviceAccountFolder?: string
}

/**
 * The cluster that kubeconfig and flags name. Nothing is sent before the first `list`; lists may run at the same time.
 * @throws CliError when it is not clear which cluster is meant.
 */
export async function makeApiReader(
  settings: KubernetesSettings,
  environment: Environment,
  options: ApiReaderOptions = {},
): Promise<ClusterReader> {
  // Loaded here, because client-node is the largest module of the program.
  const {connect} = await import('./kubeconfig.js')
  const connection = connect(settings, environment, options.serviceAccountFolder)
  const session: Session = {connection, timeoutMs: settings.requestTimeoutMs, options, authorization: undefined}
  return {context: connection.context, list: (resource, namespace) => list(session, resource, namespace)}
}

interface Session {
  readonly connection: Connection
  readonly timeoutMs: number
  readonly options: ApiReaderOptions
  /** Shared by all lists: a credential plugin may take a second to answer. */
  authorization: Promise<RequestOptions> | undefined
}

/** All pages, sorted; a 410 on a later page means that the list has to start again. */
async function list(session: Session, resource: Resource, namespace: string): Promise<readonly KubeObject[]> {
  const {context, server} = session.connection
  const attempt = {context, server, resource, namespace}
  for (let start = 1; ; start += 1) {
    const objects = await listOnce(session, attempt)
    if (objects !== 'expired') return objects.sort(compareObjects)
    if (start > MAX_RESTARTS) throw answerFailed({status: 410, body: ''}, {...attempt, page: 2}, start)
  }
}

async function listOnce(session: Session, attempt: Omit<ListAttempt, 'page'>): Promise<KubeObject[] | 'expired'> {
  const objects: KubeObject[] = []
  let next = ''
  for (let page = 1; page === 1 || next !== ''; page += 1) {
    const read = await readPage(session, {...attempt, page}, next)
    if (read === 'expired') return 'expired'
    for (const object of read.objects) objects.push(object)
    next = read.next
    session.options.onPage?.({resource: attempt.resource, objects: objects.length})
  }
  return objects
}

async function readPage(session: Session, attempt: ListAttempt, next: string): Promise<ApiPage | 'expired'> {
  const answer = await getPatiently(session, attempt, toUrl(attempt, next))
  if (answer.status === 410 && attempt.page > 1) return 'expired'
  if (answer.status !== 200) throw answerFailed(answer, attempt, isTransient(answer.status) ? MAX_TRIES : 1)
  let page: ApiPage | undefined
  try {
    page = parseApiPage(answer.body, attempt.resource)
  } catch (error) {
    throw badAnswer('is no JSON', attempt, error)
  }
  if (page === undefined) throw badAnswer(`is no list of ${attempt.resource.plural}`, attempt)
  return page
}

/** Tries again after 429, 5xx and a closed connection; a 401 fetches new credentials once. */
async function getPatiently(session: Session, attempt: ListAttempt, url: string): Promise<ApiAnswer> {
  let isRenewed = false
  for (let tries = 1; ; tries += 1) {
    session.authorization ??= authorize(session.connection)
    const used = session.authorization
    const answer = await getOnce(session, attempt, url, await used)
    if (answer?.status === 401 && !isRenewed) {
      isRenewed = true
      if (session.authorization === used) session.authorization = undefined
      continue
    }
    if (answer !== undefined && !isTransient(answer.status)) return answer
    if (tries >= MAX_TRIES) {
      if (answer === undefined) throw connectionFailed(CLOSED, attempt)
      return answer
    }
    await pause(session.options, tries, answer?.retryAfter ?? '')
  }
}

/** Undefined when the server closed the connection: a kept one may be gone by the time it is used again. */
async function getOnce(
  session: Session,
  attempt: ListAttempt,
  url: string,
  options: RequestOptions,
): Promise<ApiAnswer | undefined> {
  try {
    return await get(url, options, session.timeoutMs)
  } catch (error) {
    if (error instanceof RequestTimeout) throw requestTimedOut(session.timeoutMs, attempt)
    if (isClosed(error)) return undefined
    throw connectionFailed(error, attempt)
  }
}

/** What each request carries, with an agent that keeps connections. */
async function authorize(connection: Connection): Promise<RequestOptions> {
  const options = await connection.authorize()
  if (connection.usesProxy) return options
  const {ca, cert, key, rejectUnauthorized, servername, auth, headers} = options
  const tls = Object.entries({ca, cert, key, rejectUnauthorized, servername}).filter(([, value]) => value !== undefined)
  const agent = connection.server.startsWith('http:')
    ? new HttpAgent({keepAlive: true})
    : new HttpsAgent({keepAlive: true, ...Object.fromEntries(tls)})
  return {headers: headers ?? {}, agent, ...(auth === undefined ? {} : {auth})}
}

async function pause(options: ApiReaderOptions, tries: number, retryAfter: string): Promise<void> {
  const random = options.random ?? Math.random
  const asked = Number(retryAfter) * 1000
  const wait = retryAfter !== '' && Number.isFinite(asked) ? asked : random() * FIRST_DELAY_MS * 2 ** (tries - 1)
  await (options.sleep ?? sleep)(Math.min(wait, MAX_DELAY_MS))
}

const CLOSED = Object.assign(new Error('socket hang up'), {code: 'ECONNRESET'})

function toUrl({server, resource, namespace}: ListAttempt, next: string): string {
  const api = resource.group === '' ? `api/${resource.version}` : `apis/${resource.group}/${resource.version}`
  const scope = resource.isNamespaced && namespace !== '' ? `/namespaces/${encodeURIComponent(namespace)}` : ''
  const query = new URLSearchParams({limit: String(PAGE_SIZE), ...(next === '' ? {} : {continue: next})})
  return `${server}/${api}${scope}/${resource.plural}?${query}`
}

function isTransient(status: number): boolean {
  return status === 429 || status >= 500
}

function isClosed(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ECONNRESET' || error.code === 'EPIPE')
}

function compareObjects(a: KubeObject, b: KubeObject): number {
  return compareText(a.metadata.namespace, b.metadata.namespace) || compareText(a.metadata.name, b.metadata.name)
}

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}
