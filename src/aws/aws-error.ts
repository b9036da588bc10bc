import type {CliErrorParts} from '../errors/cli-error.js'
import {shellWord} from '../errors/shell-word.js'

/** A failed call as the SDK and Node report it, read without trusting its shape. */
export interface AwsError {
  /** AWS's error code, such as `AccessDenied`, or the class of an error on the client's side. */
  readonly name: string
  readonly message: string
  /** Undefined when there was no answer. */
  readonly httpStatus: number | undefined
  /** Node's code, such as `ECONNREFUSED`. */
  readonly code: string | undefined
  /** The problems of an InvalidChangeBatch, one text each, from either of the forms that AWS sends. */
  readonly messages: readonly string[]
}

/** Names of errors that carry no AWS code, or that the SDK could not read. */
const NAMELESS = new Set(['Error', 'TypeError', 'RangeError', 'SyntaxError', 'Unknown', 'UnknownError', 'NotFound'])
/** Status codes of a proxy that timed out, or whose client seemed to disconnect. */
const TIMED_OUT = new Set([408, 499])

/** An answer that cannot be from AWS: the page of a proxy, some other document, or an empty body. */
export class StrangeAnswer extends Error {
  override readonly name = 'StrangeAnswer'
  readonly $metadata: {readonly httpStatusCode: number}

  /** @param detail continues "The answer …". */
  constructor(detail: string, httpStatusCode: number) {
    super(detail)
    this.$metadata = {httpStatusCode}
  }
}

/** An answer of AWS that was cut off. */
export class BrokenOffAnswer extends Error {
  override readonly name = 'BrokenOffAnswer'
  readonly $metadata: {readonly httpStatusCode: number}

  constructor(httpStatusCode: number, cause?: unknown) {
    super('the answer broke off', {cause})
    this.$metadata = {httpStatusCode}
  }
}

const THROTTLING = new Set([
  'Throttling',
  'ThrottlingException',
  'ThrottledException',
  'TooManyRequestsException',
  'SlowDown',
])
const CREDENTIALS_PROVIDER = new Set([
  'CredentialsProviderError',
  'ProviderError',
  'TokenProviderError',
  'SignInFailure',
])
/** Codes of connection errors after which the request certainly was not sent. */
const NEVER_SENT = new Set(['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOTFOUND', 'EAI_AGAIN', 'EAI_FAIL'])
const CUT = new Set(['ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ECONNABORTED', 'UND_ERR_SOCKET'])

export function readAwsError(error: unknown): AwsError {
  const fields = isRecord(error) ? error : {}
  const metadata = isRecord(fields.$metadata) ? fields.$metadata : {}
  // What kept us from signing in does not tell what became of the call.
  const cause = isRecord(fields.cause) && fields.name !== 'SignInFailure' ? fields.cause : {}
  const code = typeof fields.code === 'string' ? fields.code : cause.code
  const messages = [...textsIn(fields.messages), ...(isRecord(fields.Messages) ? textsIn(fields.Messages.Message) : [])]
  const name = typeof fields.name === 'string' ? fields.name : 'Error'
  const httpStatus = typeof metadata.httpStatusCode === 'number' ? metadata.httpStatusCode : undefined
  return {
    // When InvalidChangeBatch is the root element, the SDK finds no code.
    name: NAMELESS.has(name) && messages.length > 0 ? 'InvalidChangeBatch' : name,
    message: plainMessage(fields.message) || messages.join('; ') || (httpStatus ? `HTTP ${httpStatus}` : String(error)),
    httpStatus,
    code: typeof code === 'string' ? code : undefined,
    messages,
  }
}

/** The message without the SDK's hints for programmers, and without its placeholder for an empty message. */
function plainMessage(message: unknown): string {
  if (typeof message !== 'string' || /^Unknown(Error)?$/.test(message)) return ''
  return message.replace(/\s*Deserialization error: to see the raw response[\s\S]*$/, '')
}

function textsIn(value: unknown): readonly string[] {
  return [value].flat().filter((text) => typeof text === 'string')
}

/** True when the account's rate limit is used up. */
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

/** True when the connection was cut, the answer broke off or timed out. Whether a change was made is then unknown. */
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

export function isCertificateProblem(error: unknown): boolean {
  const {code = ''} = readAwsError(error)
  return /CERT|^ERR_TLS|^UNABLE_TO_/.test(code)
}

export function isCredentialsProblem(error: unknown): boolean {
  return CREDENTIALS_PROVIDER.has(readAwsError(error).name)
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}

/** The parts of an error message; `doing` is set where it is not the caller's own action. */
export type ErrorParts = Pick<CliErrorParts, 'code' | 'happened' | 'fix' | 'advisesRerun'> & {readonly doing?: string}

const EXPIRED = new Set(['ExpiredToken', 'ExpiredTokenException', 'TokenRefreshRequired'])
const UNKNOWN = new Set([
  'InvalidClientTokenId',
  'UnrecognizedClientException',
  'UnrecognizedClient',
  'InvalidAccessKeyId',
])
const BAD_SIGNATURE = new Set([
  'SignatureDoesNotMatch',
  'InvalidSignatureException',
  'IncompleteSignature',
  'RequestExpired',
  'RequestTimeTooSkewed',
])
const MISSING = new Set(['MissingAuthenticationToken', 'MissingAuthenticationTokenException'])

/** True when AWS rejects the caller's credentials, whatever the call was. */
export function isCredentialsRefusal({name}: AwsError): boolean {
  return EXPIRED.has(name) || UNKNOWN.has(name) || BAD_SIGNATURE.has(name) || MISSING.has(name)
}

export function credentialsParts(error: AwsError, profile: string | undefined): ErrorParts {
  const doing = profile === undefined ? 'sign in to AWS' : `sign in to AWS (profile "${profile}")`
  if (EXPIRED.has(error.name)) {
    const fix = [loginFix(profile)]
    return {code: 'AWS_CREDENTIALS_EXPIRED', doing, happened: 'The session has expired.', fix, advisesRerun: true}
  }
  if (UNKNOWN.has(error.name)) {
    return {
      code: 'AWS_NO_CREDENTIALS',
      doing,
      happened: `AWS does not know these credentials (${error.name}).`,
      fix: [
        'see which credentials are used: aws sts get-caller-identity',
        'an access key that begins with ASIA needs AWS_SESSION_TOKEN too',
        'keys of GovCloud and China need AWS_REGION of that partition',
      ],
    }
  }
  if (BAD_SIGNATURE.has(error.name)) {
    return {
      code: 'AWS_NO_CREDENTIALS',
      doing,
      happened: `AWS refused the signature (${error.name}): the secret key is wrong, or the clock of this machine is.`,
      fix: ['set the clock (AWS tolerates 5 minutes)', 'enter the secret key again: aws configure'],
    }
  }
  // The SDK has one name for all sign-in problems; only the message distinguishes an expired session from a missing
  // one.
  if (
    /\bsso\b|aws login|\bsession\b/i.test(error.message) &&
    /expired|invalid|refresh|reauthenticate/i.test(error.message)
  ) {
    const session = /sso/i.test(error.message) ? 'The SSO session' : 'The session'
    return {
      code: 'AWS_CREDENTIALS_EXPIRED',
      doing,
      happened: `${session} has expired.`,
      fix: [loginFix(profile, error)],
      advisesRerun: true,
    }
  }
  return {
    code: 'AWS_NO_CREDENTIALS',
    doing,
    happened: `No credentials were found: ${error.message.replace(/\.?$/, '.')}`,
    fix: waysToSignIn(profile),
  }
}

function loginFix(profile: string | undefined, error?: AwsError): string {
  const command = error !== undefined && !/sso/i.test(error.message) ? 'aws login' : 'aws sso login'
  const withProfile = profile === undefined ? command : `${command} --profile ${shellWord(profile)}`
  return error === undefined
    ? `get new credentials (${withProfile}, or a new AWS_SESSION_TOKEN), then run this command again`
    : `${withProfile}, then run this command again`
}

function waysToSignIn(profile: string | undefined): readonly string[] {
  return [
    'set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY (and AWS_SESSION_TOKEN for temporary keys)',
    profile === undefined
      ? 'name a profile with --aws-profile or AWS_PROFILE; aws configure list-profiles shows them'
      : `check that profile "${profile}" is there: aws configure list-profiles`,
    'sign in with SSO: aws sso login',
    'in a pod: give its service account an IAM role (IRSA or EKS Pod Identity)',
  ]
}
