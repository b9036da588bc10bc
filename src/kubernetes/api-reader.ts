import type {Environment} from '../errors/environment.js'
import {type ApiPage, compareObjects, listKindOf, parseApiPage} from './api-page.js'
import {type ApiSession, type ApiSessionOptions, getWithRetries, openSession, resourceUrl} from './api-session.js'
import {type Discovery, makeDiscovery} from './discovery.js'
import {answerFailed, badAnswer, type ListAttempt} from './errors.js'
import type {KubernetesSettings} from './kubernetes-settings.js'
import type {ClusterReader, KubeObject, Resource} from './objects.js'

/** Objects per page, as in kubectl. */
const PAGE_SIZE = 500
const MAX_RESTARTS = 3
/** A million objects of one kind, more than any API server holds. */
const MOST_PAGES = 2000

export interface ApiReaderOptions extends ApiSessionOptions {
  /** Called after every page, with the number of objects so far. */
  readonly onPage?: (progress: {readonly resource: Resource; readonly objects: number}) => void
}

/** Sends nothing before the first `list`; lists may run in parallel. @throws CliError when no cluster is clearly meant. */
export async function makeApiReader(
  settings: KubernetesSettings,
  environment: Environment,
  options: ApiReaderOptions = {},
): Promise<ClusterReader> {
  const session = await openSession(settings, environment, options)
  const listSession: ListSession = {session, onPage: options.onPage, discovery: makeDiscovery(session)}
  const {context, server} = session.connection
  return {context, server, list: (resource, namespace) => list(listSession, resource, namespace)}
}

interface ListSession {
  readonly session: ApiSession
  readonly onPage: ApiReaderOptions['onPage']
  readonly discovery: Discovery
}

/** Reads all pages, sorted. A 410 on a later page means that the list has to be restarted. */
async function list(listSession: ListSession, wanted: Resource, namespace: string): Promise<readonly KubeObject[]> {
  const {context, server} = listSession.session.connection
  const first = {context, server, resource: wanted, namespace, page: 1}
  const isOpen = wanted.kind === '' || (wanted.olderVersions ?? []).length > 0
  const attempt = {...first, resource: isOpen ? await listSession.discovery.findResource(first) : wanted}
  for (let start = 1; ; start += 1) {
    const objects = await listOnce(listSession, attempt)
    if (objects !== 'expired') return objects.sort(compareObjects)
    if (start > MAX_RESTARTS) throw answerFailed({status: 410, body: ''}, {...attempt, page: 2}, start)
  }
}

async function listOnce(listSession: ListSession, first: ListAttempt): Promise<KubeObject[] | 'expired'> {
  const objects: KubeObject[] = []
  const read = new Set<string>()
  let next = ''
  do {
    const attempt = {...first, page: read.size + 1}
    if (attempt.page > MOST_PAGES) throw badAnswer(`does not end within ${MOST_PAGES} pages`, attempt)
    read.add(next)
    const page = await readPage(listSession, attempt, next)
    if (page === 'expired') return 'expired'
    for (const object of page.objects) objects.push(object)
    next = page.next
    if (next !== '' && read.has(next)) throw badAnswer('leads back to a page that was read before', attempt)
    listSession.onPage?.({resource: attempt.resource, objects: objects.length})
  } while (next !== '')
  return objects
}

async function readPage(
  {session, discovery}: ListSession,
  attempt: ListAttempt,
  next: string,
): Promise<ApiPage | 'expired'> {
  const url = pageUrl(attempt, next)
  const answer = await getWithRetries(session, attempt, url)
  if (answer.status === 410 && attempt.page > 1) return 'expired'
  if (answer.status !== 200) throw answerFailed(answer, attempt)
  const page = parseApiPage(answer.body, attempt.resource)
  if (!page.ok) throw badAnswer(page.problem, attempt)
  const {kind} = page.value
  if (kind !== listKindOf(attempt.resource) && (await discovery.isListOfAnother(attempt, kind))) {
    throw badAnswer(`is not a list of ${attempt.resource.plural} but of kind ${kind}`, attempt)
  }
  return page.value
}

function pageUrl({server, resource, namespace}: ListAttempt, next: string): string {
  const query = new URLSearchParams({limit: String(PAGE_SIZE), ...(next === '' ? {} : {continue: next})})
  return `${resourceUrl(server, resource, namespace)}?${query}`
}
