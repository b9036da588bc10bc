import {CliError, type ErrorCode} from '../errors/cli-error.js'
import {shellWord} from '../errors/shell-word.js'
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

export function failure(
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

export function reaching({server, context}: ListAttempt): string {
  return `reach the Kubernetes API at ${server} (context "${context}")`
}

function listing(attempt: ListAttempt): string {
  const where = attempt.namespace === '' || !attempt.resource.isNamespaced ? '' : ` in namespace ${attempt.namespace}`
  return `list ${what(attempt)}${where} (context "${attempt.context}"${attempt.page > 1 ? `, page ${attempt.page}` : ''})`
}

/** `services`, `ingresses.networking.k8s.io/v1`. */
export function what({resource}: ListAttempt): string {
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

export function messageOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).trim().replace(/\s+/g, ' ').replace(/\.$/, '')
}
