import {CliError, type CliErrorParts, type ErrorCode} from '../errors/cli-error.js'
import {shellWord} from '../errors/shell-word.js'
import {fieldsOf, type Json, parseJson} from './json.js'
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

const IS_IT_ONE = 'check that the address is that of an API server'

export function requestTimedOut(timeoutMs: number, attempt: ListAttempt): CliError {
  const happened = `No answer within ${timeoutMs / 1000} s while listing ${what(attempt)}.`
  const fix = ['check the VPN, or allow more time with --kube-api-request-timeout']
  return timedOut(attempt, happened, fix, {doing: reaching(attempt)})
}

export const MAX_TRIES = 5

/** True for an answer after which the request is sent again. */
export function isTransient(status: number): boolean {
  return status === 429 || status >= 500
}

/** @param tries how often the list was begun; by default how often the request was sent */
export function answerFailed(answer: FailedAnswer, attempt: ListAttempt, tries = triesOf(answer)): CliError {
  const {status} = answer
  const message = statusMessage(answer.body)
  switch (status) {
    case 401: {
      const doing = `sign in to the Kubernetes API at ${attempt.server} (context "${attempt.context}")`
      const happened = `The API server does not accept the credentials: ${message}.`
      return unauthorized(attempt, happened, ['sign in again, then check with: kubectl auth whoami'], {doing})
    }
    case 403:
      return forbidden(attempt, `The API server refused: ${message}.`, waysToAllow(attempt))
    case 404:
      return attempt.resource.group !== '' && isNotServed(answer)
        ? kindMissing(attempt)
        : badAnswer(`to ${what(attempt)} is 404: ${message}`, attempt)
    case 410: {
      const happened = `The list of ${what(attempt)} went out of date before its last page was read, ${tries} times.`
      return unusable(attempt, happened, ['run the command again'])
    }
    default: {
      const happened = `The API server answered ${status}${tries === 1 ? '' : ` ${tries} times`}: ${message}.`
      return isTransient(status)
        ? unreachable(attempt, happened, ['run the command again when the API server works'])
        : unusable(attempt, happened, [IS_IT_ONE])
    }
  }
}

function triesOf({status}: FailedAnswer): number {
  return isTransient(status) ? MAX_TRIES : 1
}

/** A 404 with a Status or with this one line: a proxy's page says nothing about the cluster. */
export function isNotServed({status, body}: FailedAnswer): boolean {
  return status === 404 && (body.trim() === '404 page not found' || statusOf(body).kind === 'Status')
}

export function badAnswer(detail: string, attempt: ListAttempt, cause?: unknown): CliError {
  const fix = [`${IS_IT_ONE}, and that no proxy answers in its place`]
  return unusable(attempt, `The answer of ${attempt.server} ${detail}.`, fix, {cause})
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
  const happened = `The cluster does not know ${what(attempt)}${group === '' ? ` in ${version}` : ''}${others}.`
  if (kind === '') return missing(attempt, happened, [`check --unstructured-resource=${named}: ${look}`])
  const drop = `or drop ${flag ?? 'the --source that reads it'}`
  return missing(attempt, happened, [`install the ${kind} CRD (${look})`, drop])
}

export function discoveryFailed(answer: FailedAnswer, attempt: ListAttempt): CliError {
  if (answer.status !== 403) return answerFailed(answer, attempt)
  const happened = `The API server does not say what it serves: ${statusMessage(answer.body)}.`
  const fix = 'bind the ClusterRole system:discovery, which every signed-in user has unless it was removed'
  return forbidden(attempt, happened, [fix])
}

/** Errors of a list with this code; by default they say that this list was being read. */
function failing(code: ErrorCode) {
  type Rest = Partial<Pick<CliErrorParts, 'doing' | 'cause'>>
  return (attempt: ListAttempt, happened: string, fix: readonly string[], rest: Rest = {}): CliError => {
    const isHalfRead = attempt.page > 1 || code === 'KUBERNETES_UNREACHABLE' || code === 'KUBERNETES_TIMEOUT'
    const why = isHalfRead ? ': a plan from half a cluster could delete records' : ''
    return new CliError({code, doing: listing(attempt), happened, fix, changed: `No plan was made${why}.`, ...rest})
  }
}

export const unreachable = failing('KUBERNETES_UNREACHABLE')
const timedOut = failing('KUBERNETES_TIMEOUT')
const unauthorized = failing('KUBERNETES_UNAUTHORIZED')
const forbidden = failing('KUBERNETES_FORBIDDEN')
const missing = failing('KUBERNETES_KIND_MISSING')
const unusable = failing('KUBERNETES_BAD_ANSWER')

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
  const message = statusOf(body).message
  const text = typeof message === 'string' ? message : body.replace(/\s+/g, ' ').trim().slice(0, 200)
  return text === '' ? 'no message' : text.replace(/\.$/, '')
}

function statusOf(body: string): Json {
  return fieldsOf(parseJson(body))
}

/** On one line, without its full stop. */
export function messageOf(error: unknown): string {
  const message = error instanceof Error ? error.message || error.name : String(error)
  return message.trim().replace(/\s+/g, ' ').replace(/\.$/, '')
}
