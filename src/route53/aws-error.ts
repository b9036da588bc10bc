/** What the SDK and Node say about a failed call, read without trusting its shape. */
export interface AwsError {
  /** AWS's code, `AccessDenied`, or the class of an error on our side of the wire. */
  readonly name: string
  readonly message: string
  /** Undefined when no answer came. */
  readonly httpStatus: number | undefined
  /** Node's code, `ECONNREFUSED`. */
  readonly code: string | undefined
  /** Of InvalidChangeBatch: one text a problem. */
  readonly messages: readonly string[]
}

const THROTTLING = new Set([
  'Throttling',
  'ThrottlingException',
  'ThrottledException',
  'TooManyRequestsException',
  'SlowDown',
])
const CREDENTIALS_PROVIDER = new Set(['CredentialsProviderError', 'ProviderError', 'TokenProviderError'])
/** Errors of connections that came to nothing: the request never left. */
const NEVER_SENT = new Set(['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOTFOUND', 'EAI_AGAIN', 'EAI_FAIL'])
const CUT = new Set(['ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ECONNABORTED', 'UND_ERR_SOCKET'])

export function readAwsError(error: unknown): AwsError {
  const fields = isRecord(error) ? error : {}
  const metadata = isRecord(fields.$metadata) ? fields.$metadata : {}
  const cause = isRecord(fields.cause) ? fields.cause : {}
  const code = typeof fields.code === 'string' ? fields.code : cause.code
  return {
    name: typeof fields.name === 'string' ? fields.name : 'Error',
    message: typeof fields.message === 'string' && fields.message !== '' ? fields.message : String(error),
    httpStatus: typeof metadata.httpStatusCode === 'number' ? metadata.httpStatusCode : undefined,
    code: typeof code === 'string' ? code : undefined,
    messages: Array.isArray(fields.messages) ? fields.messages.filter((text) => typeof text === 'string') : [],
  }
}

/** The account's bucket of calls is empty. */
export function isThrottling(error: unknown): boolean {
  const {name, httpStatus} = readAwsError(error)
  return THROTTLING.has(name) || httpStatus === 429
}

/** Route 53 still works on the last change of this zone. */
export function isPriorRequest(error: unknown): boolean {
  return readAwsError(error).name === 'PriorRequestNotComplete'
}

export function isServerFault(error: unknown): boolean {
  return (readAwsError(error).httpStatus ?? 0) >= 500
}

/** Cut off or timed out: for a change, what became of it is not known. */
export function isLostAnswer(error: unknown): boolean {
  const {name, code, httpStatus} = readAwsError(error)
  return httpStatus === undefined && (name === 'TimeoutError' || (code !== undefined && CUT.has(code)))
}

/** The request certainly did not reach AWS: no connection, no trust in the certificate, no credentials to sign with. */
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
