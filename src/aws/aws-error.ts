import type {CliErrorParts} from '../errors/cli-error.js'
import {shellWord} from '../errors/shell-word.js'

/** A failed call as the SDK and Node report it, read without trusting its shape. */
export interface AwsError {
  /** AWS's error code, such as `AccessDenied`, or the class of an error on the client's side. */
  readonly name: string
  readonly message: string
  /** Undefined when there was no answer. */
  readonly httpStatus: number | undefined
  /** By the header Retry-After; undefined without one. */
  readonly retryAfterMs: number | undefined
  /** Node's code, such as `ECONNREFUSED`. */
  readonly code: string | undefined
  /** The problems of an InvalidChangeBatch, one text each, from either of the forms that AWS sends. */
  readonly messages: readonly string[]
}

/** Names of errors that carry no AWS code, or that the SDK could not read. */
const NAMELESS = new Set(['Error', 'TypeError', 'RangeError', 'SyntaxError', 'Unknown', 'UnknownError', 'NotFound'])
/** Status codes of a proxy that timed out, or whose client seemed to disconnect. */
const TIMED_OUT = new Set([408, 499])

class UnreadAnswer extends Error {
  readonly $metadata: {readonly httpStatusCode: number | undefined}

  /** @param detail continues "The answer …". */
  constructor(detail: string, httpStatusCode: number | undefined, cause?: unknown) {
    super(detail, {cause})
    this.$metadata = {httpStatusCode}
  }
}

/** An answer that cannot be from AWS: the page of a proxy, some other document, or an empty body. */
export class StrangeAnswer extends UnreadAnswer {
  override readonly name = 'StrangeAnswer'
}

/** An answer of AWS that was cut off. */
export class BrokenOffAnswer extends UnreadAnswer {
  override readonly name = 'BrokenOffAnswer'
}

const THROTTLING = new Set(
  `Throttling ThrottlingException ThrottledException TooManyRequestsException ProvisionedThroughputExceededException
  RequestLimitExceeded SlowDown`.split(/\s+/),
)
const CREDENTIALS_PROVIDER = new Set(
  'CredentialsProviderError ProviderError TokenProviderError SignInFailure'.split(' '),
)
/** Codes of connection errors after which the request certainly was not sent. */
const NEVER_SENT = new Set(['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOTFOUND', 'EAI_AGAIN', 'EAI_FAIL'])
const CUT = new Set(['ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ECONNABORTED', 'UND_ERR_SOCKET'])

export function readAwsError(error: unknown): AwsError {
  const fields = isRecord(error) ? error : {}
  const metadata = isRecord(fields.$metadata) ? fields.$metadata : {}
  // What kept us from signing in does not tell what became of the call.
  const cause = isRecord(fields.cause) && fields.name !== 'SignInFailure' ? fields.cause : {}
  const code = typeof fields.code === 'string' ? fields.code : cause.code
  const listed = [...textsIn(fields.messages), ...(isRecord(fields.Messages) ? textsIn(fields.Messages.Message) : [])]
  const messages = listed.filter((text) => text.trim() !== '')
  const name = typeof fields.name === 'string' ? fields.name : 'Error'
  const httpStatus = typeof metadata.httpStatusCode === 'number' ? metadata.httpStatusCode : undefined
  // The SDK stumbled over the answer: the words are those of JavaScript.
  const isStumble = httpStatus !== undefined && (name === 'TypeError' || name === 'RangeError')
  return {
    // When InvalidChangeBatch is the root element, the SDK finds no code.
    name: NAMELESS.has(name) && listed.length > 0 ? 'InvalidChangeBatch' : name,
    message:
      plainMessage(fields.message, isStumble) ||
      messages.join('; ') ||
      (httpStatus ? `HTTP ${httpStatus}` : String(error)),
    httpStatus,
    retryAfterMs: retryAfterOf(fields.$response),
    code: typeof code === 'string' ? code : undefined,
    messages,
  }
}

/** In seconds or as a date (RFC 9110 §10.2.3). */
function retryAfterOf(response: unknown): number | undefined {
  const headers = isRecord(response) && isRecord(response.headers) ? response.headers : {}
  const text = headers['retry-after']
  if (typeof text !== 'string') return undefined
  const ms = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - Date.now()
  return Number.isFinite(ms) && ms > 0 ? ms : undefined
}

/** Empty for the SDK's placeholder, and where the words are not those of AWS. Without its hints for programmers. */
function plainMessage(message: unknown, isStumble: boolean): string {
  if (typeof message !== 'string' || isStumble || /^Unknown(Error)?$/.test(message)) return ''
  return message.replace(/\s*Deserialization error: to see the raw response[\s\S]*$/, '').trim()
}

function textsIn(value: unknown): readonly string[] {
  return [value].flat().filter((text) => typeof text === 'string')
}

export function isThrottling(error: unknown): boolean {
  const {name, httpStatus} = readAwsError(error)
  return THROTTLING.has(name) || httpStatus === 429
}

/** True while Route 53 still processes the previous change of the zone. */
export function isPriorRequest(error: unknown): boolean {
  return readAwsError(error).name === 'PriorRequestNotComplete'
}

export function isServerFault(error: unknown): boolean {
  return (readAwsError(error).httpStatus ?? 0) >= 500
}

/** True when the connection was cut, the answer was cut off or timed out. Whether a change was made is then unknown. */
export function isLostAnswer(error: unknown): boolean {
  const {name, code = '', httpStatus = 0} = readAwsError(error)
  return name === 'TimeoutError' || name === 'BrokenOffAnswer' || CUT.has(code) || TIMED_OUT.has(httpStatus)
}

/** True for an answer that cannot be from AWS. Whether a change was made is then unknown. */
export function isStrangeAnswer(error: unknown): boolean {
  const {name, code = '', httpStatus} = readAwsError(error)
  return name === 'StrangeAnswer' || code.startsWith('HPE_') || (httpStatus !== undefined && NAMELESS.has(name))
}

/** True when the request certainly did not reach AWS: no connection, an untrusted certificate, no credentials. */
export function wasNeverSent(error: unknown): boolean {
  const {name, code = ''} = readAwsError(error)
  return CREDENTIALS_PROVIDER.has(name) || NEVER_SENT.has(code) || isCertificateProblem(error)
}

function isCertificateProblem(error: unknown): boolean {
  return /CERT|^ERR_TLS|^UNABLE_TO_/.test(readAwsError(error).code ?? '')
}

export function isCredentialsProblem(error: unknown): boolean {
  return CREDENTIALS_PROVIDER.has(readAwsError(error).name)
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}

/** The parts of an error message; `doing` is set where it is not the caller's own action. */
export type ErrorParts = Pick<CliErrorParts, 'code' | 'happened' | 'fix'> & {readonly doing?: string}

/** A function for one code, so that each error is one call with its texts. */
export function partsWith(code: ErrorParts['code']) {
  return (happened: string, fix: readonly string[]): ErrorParts => ({code, happened, fix})
}

export const noCredentials = partsWith('AWS_NO_CREDENTIALS')
export const expired = partsWith('AWS_CREDENTIALS_EXPIRED')
export const refused = partsWith('AWS_SIGN_IN_REFUSED')
export const unreachable = partsWith('AWS_UNREACHABLE')

export const WHAT_STANDS_BETWEEN = 'check what is between this machine and AWS (proxy, AWS_ENDPOINT_URL)'

/** Undefined where it is not about a certificate. `variable`: where else the endpoint may have been set. */
export function certificateParts(error: unknown, whose: string, variable: string): ErrorParts | undefined {
  if (!isCertificateProblem(error)) return undefined
  return unreachable(`The certificate of ${whose} is not trusted: ${asSentence(readAwsError(error).message)}`, [
    'set AWS_CA_BUNDLE to a file with the certificate of the authority that signed it',
    `check AWS_ENDPOINT_URL and ${variable} if they are set`,
  ])
}

/** What happened where the SDK could not read an answer, of which it reports only the position. */
export function strangeAnswerText({name, message, httpStatus}: AwsError, service: string): string {
  const status = httpStatus === undefined ? '' : ` (HTTP ${httpStatus})`
  return asSentence(`The answer${status} ${name === 'StrangeAnswer' ? message : `did not come from ${service}`}`)
}

export function asSentence(text: string, rest = ''): string {
  return `${text.trim().replace(/\.$/, '')}${rest}.`
}

export function withCode({code, message}: AwsError): string {
  return code === undefined || message.includes(code) ? message : `${message} (${code})`
}

const DENIED = new Set(['AccessDenied', 'AccessDeniedException', 'NotAuthorizedException', 'UnauthorizedOperation'])

export function isAccessDenied(error: unknown): boolean {
  return DENIED.has(readAwsError(error).name)
}

/** Who may not do what, and what to change. The message only shows who was denied; the name has told that it is so. */
export function readDenial(
  {name, message}: AwsError,
  askedAction: string,
  resourceFor: (identity: string) => string | undefined,
) {
  const denial = /User: (\S+) is not authorized(?: to perform: ([\w:]+)(?: on resource: (\S+))?)?/.exec(message)
  const identity = denial?.[1] ?? 'this identity'
  const action = denial?.[2] ?? askedAction
  const resource = denial?.[3] ?? resourceFor(identity)
  const where = resource === undefined ? '' : ` on ${resource}`
  const deny = /explicit deny in an? ([\w -]+?policy|permissions boundary)/.exec(message)?.[1]
  const why = deny === undefined ? '' : ` A ${deny} denies it outright.`
  const rest = denial === null ? ` (${name}: ${message})` : ''
  const happened = `AWS refused: ${identity} may not ${action}${where}.${why}${rest}`
  const removal = `ask for ${action}${where} to be removed from the ${deny}`
  const fix = deny === undefined ? `allow ${action}${where || ' on *'}` : removal
  return {identity, action, isExplicit: deny !== undefined, happened, fix}
}

const EXPIRED = new Set(['ExpiredToken', 'ExpiredTokenException', 'TokenRefreshRequired'])
const UNKNOWN = new Set(
  'InvalidClientTokenId UnrecognizedClientException UnrecognizedClient InvalidAccessKeyId'.split(' '),
)
const BAD_SIGNATURE = new Set(
  'SignatureDoesNotMatch InvalidSignatureException IncompleteSignature RequestExpired RequestTimeTooSkewed'.split(' '),
)
const MISSING = new Set(['MissingAuthenticationToken', 'MissingAuthenticationTokenException'])

/** True when AWS rejects the caller's credentials, whatever the call was. */
export function isCredentialsRefusal({name}: AwsError): boolean {
  return [EXPIRED, UNKNOWN, BAD_SIGNATURE, MISSING].some((names) => names.has(name))
}

export function signingIn(profile: string | undefined): string {
  return profile === undefined ? 'sign in to AWS' : `sign in to AWS (profile "${profile}")`
}

/** What is wrong with the credentials, while signing in. */
export function credentialsParts({name, message}: AwsError, profile: string | undefined): ErrorParts {
  const login = (command: string) => (profile === undefined ? command : `${command} --profile ${shellWord(profile)}`)
  if (EXPIRED.has(name)) {
    return expired('The session has expired.', [
      `get new credentials (${login('aws sso login')}, or a new AWS_SESSION_TOKEN), then run this command again`,
    ])
  }
  if (UNKNOWN.has(name)) {
    return noCredentials(`AWS does not know these credentials (${name}).`, [
      'see which credentials are used: aws sts get-caller-identity',
      'an access key that begins with ASIA needs AWS_SESSION_TOKEN too',
      'keys of GovCloud and China need AWS_REGION of that partition',
    ])
  }
  if (BAD_SIGNATURE.has(name)) {
    return noCredentials(`AWS refused the signature (${name}): the secret key or the clock of this machine is wrong.`, [
      'set the clock (AWS tolerates 5 minutes)',
      'enter the secret key again: aws configure',
    ])
  }
  // The SDK has one name for all sign-in problems; only the message tells an expired session from a missing one.
  if (/\bsso\b|aws login|\bsession\b/i.test(message) && /expired|invalid|refresh|reauthenticate/i.test(message)) {
    const isSso = /sso/i.test(message)
    return expired(`The ${isSso ? 'SSO ' : ''}session has expired.`, [
      `${login(isSso ? 'aws sso login' : 'aws login')}, then run this command again`,
    ])
  }
  return noCredentials(`No credentials were found: ${message.replace(/\.?$/, '.')}`, [
    'set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY (and AWS_SESSION_TOKEN for temporary keys)',
    profile === undefined
      ? 'name a profile with --aws-profile or AWS_PROFILE; aws configure list-profiles shows them'
      : `check that profile "${profile}" exists: aws configure list-profiles`,
    'sign in with SSO: aws sso login',
    'in a pod: give its service account an IAM role (IRSA or EKS Pod Identity)',
  ])
}
