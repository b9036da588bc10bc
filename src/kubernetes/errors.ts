import {CliError, type CliErrorParts} from '../errors/cli-error.js'
import {shellWord} from '../errors/shell-word.js'
import {isJson, type Json, parseJson} from './json.js'
import type {Resource} from './objects.js'

export interface ListAttempt {
  readonly context: string
  readonly server: string
  readonly resource: Resource
  /** Empty for all namespaces. */
  readonly namespace: string
  /** From 1. */
  readonly page: number
}

type FailedAnswer = {readonly status: number; readonly body: string}

const WHEN_IT_WORKS = 'run the command again when the API server works'
const IS_IT_ONE = 'check that the address is that of an API server'

export function requestTimedOut(timeoutMs: number, attempt: ListAttempt): CliError {
  return failure(attempt, {
    code: 'KUBERNETES_TIMEOUT',
    doing: reaching(attempt),
    happened: `No answer within ${timeoutMs / 1000} s while listing ${what(attempt)}.`,
    fix: ['check the VPN, or allow more time with --kube-api-request-timeout'],
  })
}

export function answerFailed(answer: FailedAnswer, attempt: ListAttempt, tries: number): CliError {
  const {status} = answer
  const message = statusMessage(answer.body)
  switch (status) {
    case 401:
      return failure(attempt, {
        code: 'KUBERNETES_UNAUTHORIZED',
        doing: `sign in to the Kubernetes API at ${attempt.server} (context "${attempt.context}")`,
        happened: `The API server does not accept the credentials: ${message}.`,
        fix: ['sign in again, then check with: kubectl auth whoami'],
      })
    case 403:
      return failure(attempt, {
        code: 'KUBERNETES_FORBIDDEN',
        happened: `The API server refused: ${message}.`,
        fix: waysToAllow(attempt),
      })
    case 404:
      return attempt.resource.group !== '' && isNotServed(answer)
        ? kindMissing(attempt)
        : badAnswer(`to ${what(attempt)} is 404: ${message}`, attempt)
    case 410:
      return failure(attempt, {
        code: 'KUBERNETES_BAD_ANSWER',
        happened: `The list of ${what(attempt)} went out of date before its last page was read, ${tries} times.`,
        fix: ['run the command again'],
      })
    default: {
      const happened = `The API server answered ${status}${tries === 1 ? '' : ` ${tries} times`}: ${message}.`
      return status === 429 || status >= 500
        ? failure(attempt, {code: 'KUBERNETES_UNREACHABLE', happened, fix: [WHEN_IT_WORKS]})
        : failure(attempt, {code: 'KUBERNETES_BAD_ANSWER', happened, fix: [IS_IT_ONE]})
    }
  }
}

/** A 404 with a Status or with this one line: a proxy's page says nothing about the cluster. */
export function isNotServed({status, body}: FailedAnswer): boolean {
  return status === 404 && (body.trim() === '404 page not found' || statusOf(body)?.kind === 'Status')
}

export function badAnswer(detail: string, attempt: ListAttempt, cause?: unknown): CliError {
  return failure(attempt, {
    code: 'KUBERNETES_BAD_ANSWER',
    happened: `The answer of ${attempt.server} ${detail}.`,
    fix: [`${IS_IT_ONE}, and that no proxy answers in its place`],
    cause,
  })
}

function waysToAllow({resource, namespace}: ListAttempt): readonly string[] {
  const rule = `{apiGroups: ["${resource.group}"], resources: ["${resource.plural}"], verbs: ["list"]}`
  const role = namespace === '' || !resource.isNamespaced ? 'a ClusterRole' : `a Role in the namespace ${namespace}`
  const others = namespace === '' && resource.isNamespaced ? ['or read one namespace only: -n NAMESPACE'] : []
  return [`bind ${role} with the rule ${rule}`, ...others]
}

/** The cluster serves none of the resource's versions. A resource without a kind was named by a flag. */
export function kindMissing(attempt: ListAttempt): CliError {
  const {group, version, plural, kind, flag, olderVersions = []} = attempt.resource
  const others = olderVersions.length === 0 ? '' : `, nor ${olderVersions.join(', ')}`
  const named = [plural, version, group].filter(Boolean).join('.')
  const look = `kubectl api-resources --api-group=${shellWord(group)} shows what is there`
  return failure(attempt, {
    code: 'KUBERNETES_KIND_MISSING',
    happened: `The cluster does not know ${what(attempt)}${group === '' ? ` in ${version}` : ''}${others}.`,
    fix:
      kind === ''
        ? [`check --unstructured-resource=${named}: ${look}`]
        : [`install the ${kind} CRD (${look})`, `or drop ${flag ?? 'the --source that reads it'}`],
  })
}

export function discoveryFailed(answer: FailedAnswer, attempt: ListAttempt, tries: number): CliError {
  if (answer.status !== 403) return answerFailed(answer, attempt, tries)
  return failure(attempt, {
    code: 'KUBERNETES_FORBIDDEN',
    happened: `The API server does not say what it serves: ${statusMessage(answer.body)}.`,
    fix: ['bind the ClusterRole system:discovery, which every signed-in user has unless it was removed'],
  })
}

/** The error of a list; by default it says that this list was being read. */
export function failure(
  attempt: ListAttempt,
  parts: Omit<CliErrorParts, 'doing' | 'changed'> & Partial<Pick<CliErrorParts, 'doing'>>,
): CliError {
  const isHalfRead = attempt.page > 1 || ['KUBERNETES_UNREACHABLE', 'KUBERNETES_TIMEOUT'].includes(parts.code)
  const changed = isHalfRead
    ? 'No plan was made: a plan from half a cluster could delete records.'
    : 'No plan was made.'
  return new CliError({doing: listing(attempt), changed, ...parts})
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
  const message = statusOf(body)?.message
  const text = typeof message === 'string' ? message : body.replace(/\s+/g, ' ').trim().slice(0, 200)
  return text === '' ? 'no message' : text.replace(/\.$/, '')
}

function statusOf(body: string): Json | undefined {
  const status = parseJson(body)
  return isJson(status) ? status : undefined
}

/** On one line, without its full stop. */
export function messageOf(error: unknown): string {
  const message = error instanceof Error ? error.message || error.name : String(error)
  return message.trim().replace(/\s+/g, ' ').replace(/\.$/, '')
}
