import {qualifiedName} from './resource.js'

/** metav1.Status: the body of most failures of an API server. */
export type Status = {
  readonly kind: 'Status'
  readonly apiVersion: 'v1'
  readonly metadata: {readonly continue?: string}
  readonly status: 'Failure'
  readonly message: string
  readonly reason?: string
  readonly details?: Readonly<Record<string, unknown>>
  readonly code: number
}

/** A failure to be answered: with a Status, or with the plain text that some layers of an API server use. */
export class Denial extends Error {
  readonly code: number
  readonly status: Status | undefined
  readonly headers: Readonly<Record<string, string>>

  constructor(
    answer: Status | {readonly code: number; readonly text: string},
    headers: Readonly<Record<string, string>> = {},
  ) {
    super('text' in answer ? answer.text : answer.message)
    this.name = 'Denial'
    this.code = answer.code
    this.status = 'text' in answer ? undefined : answer
    this.headers = headers
  }
}

export type Subject = {
  readonly verb: string
  readonly group: string
  readonly plural: string
  readonly namespace?: string | undefined
  readonly name?: string | undefined
}

export function statusOf(
  code: number,
  reason: string,
  message: string,
  details?: Readonly<Record<string, unknown>>,
): Status {
  return {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message,
    reason,
    ...(details && {details}),
    code,
  }
}

export function unauthorized(): Denial {
  return new Denial(statusOf(401, 'Unauthorized', 'Unauthorized'))
}

export function forbidden({verb, group, plural, namespace, name}: Subject, user: string): Denial {
  const scope = namespace === undefined ? 'at the cluster scope' : `in the namespace "${namespace}"`
  const what = name === undefined ? qualifiedName({plural, group}) : `${qualifiedName({plural, group})} "${name}"`
  const message = `${what} is forbidden: User "${user}" cannot ${verb} resource "${plural}" in API group "${group}" ${scope}`
  return new Denial(statusOf(403, 'Forbidden', message, {...(name && {name}), ...(group && {group}), kind: plural}))
}

export function objectNotFound({group, plural, name = ''}: Subject): Denial {
  const message = `${qualifiedName({plural, group})} "${name}" not found`
  return new Denial(statusOf(404, 'NotFound', message, {name, ...(group && {group}), kind: plural}))
}

/** The resource does not exist in a built-in group. */
export function resourceNotFound(): Denial {
  return new Denial(statusOf(404, 'NotFound', 'the server could not find the requested resource', {}))
}

/** The group, version or custom resource is not served. */
export function pageNotFound(): Denial {
  return new Denial({code: 404, text: '404 page not found\n'})
}

/** `continued` is the token with which the list can be continued, no longer at the same moment. */
export function expired(continued: string | undefined): Denial {
  const message =
    'The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter, or use the continue token in this response to retrieve the remainder of the results. Continuing with the provided token results in an inconsistent list - objects that were created, modified, or deleted between the time the first chunk was returned and now may show up in the list.'
  return new Denial({
    ...statusOf(410, 'Expired', message),
    metadata: continued === undefined ? {} : {continue: continued},
  })
}

/** The answer of an API server under load: plain text instead of a Status. */
export function overloaded(): Denial {
  return new Denial({code: 429, text: 'Too many requests, please try again later.\n'}, {'retry-after': '1'})
}

/** A Status with any code, for faults. */
export function failure(code: number, subject: Subject | undefined, user: string): Denial {
  const where = subject ?? {verb: 'get', group: '', plural: ''}
  switch (code) {
    case 401:
      return unauthorized()
    case 403:
      return forbidden(where, user)
    case 404:
      return resourceNotFound()
    case 410:
      return expired(undefined)
    case 429: {
      const message = 'the server has received too many requests and has asked us to try again later'
      return new Denial(statusOf(429, 'TooManyRequests', message, {retryAfterSeconds: 1}), {'retry-after': '1'})
    }
    case 503:
      return new Denial(statusOf(503, 'ServiceUnavailable', 'the server is currently unable to handle the request'))
    case 504:
      return new Denial(statusOf(504, 'Timeout', 'Timeout: request did not complete within the allotted timeout'))
    default:
      return new Denial(statusOf(code, 'InternalError', 'Internal error occurred: the emulator was told to fail'))
  }
}
