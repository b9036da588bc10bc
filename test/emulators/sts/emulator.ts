import {type LoopbackAnswer, type LoopbackRequest, serveLoopback} from '../loopback-server.js'

/** A role as its trust policy has it. */
export interface StsRole {
  readonly arn: string
  /** ARNs of identities that may take it on. */
  readonly trusts?: readonly string[]
  /** The external id that the trust policy wants. */
  readonly externalId?: string
  /** The web identity tokens that it trusts. */
  readonly tokens?: readonly string[]
}

export interface StsOptions {
  /** Access keys that are known, with the ARN of whom each is. */
  readonly keys?: Readonly<Record<string, string>>
  readonly roles?: readonly StsRole[]
  /** Tokens of an issuer that is an identity provider of the account; those of others are refused. */
  readonly knownTokens?: readonly string[]
  readonly expiredTokens?: readonly string[]
  /** Regions in which STS is switched off. */
  readonly disabledRegions?: readonly string[]
}

export interface StsCall {
  readonly operation: string
  /** The access key and the region that the call was signed with; empty for calls that need no signature. */
  readonly signedBy: string
  readonly region: string
  readonly parameters: Readonly<Record<string, string>>
}

export interface StsEmulator {
  readonly url: string
  readonly calls: readonly StsCall[]
  close(): Promise<void>
}

const PARAMETERS: Readonly<Record<string, readonly string[]>> = {
  AssumeRole: ['RoleArn', 'RoleSessionName', 'ExternalId', 'DurationSeconds'],
  AssumeRoleWithWebIdentity: ['RoleArn', 'RoleSessionName', 'WebIdentityToken', 'DurationSeconds'],
  GetCallerIdentity: [],
}

/**
 * STS over its query protocol: who may take on which role, and who somebody is. Keys that it gives out are known from then
 * on. Whatever it does not know is refused; signatures are read, not verified.
 */
export async function startStsEmulator(options: StsOptions = {}): Promise<StsEmulator> {
  const identities = new Map(Object.entries(options.keys ?? {}))
  const calls: StsCall[] = []

  function answer(request: LoopbackRequest): string {
    const form = checkForm(request)
    const {Action: operation = '', Version: _version, ...parameters} = form
    const isSigned = operation !== 'AssumeRoleWithWebIdentity'
    const [signedBy = '', region = ''] = isSigned ? signatureOf(request) : []
    calls.push({operation, signedBy, region, parameters})
    checkParameters(operation, parameters)
    if (options.disabledRegions?.includes(region)) {
      throw new StsRefusal('RegionDisabledException', `STS is not activated in this region for account:1111`, 403)
    }
    if (operation === 'AssumeRoleWithWebIdentity') return assumeWithToken(parameters)
    const identity = identities.get(signedBy)
    if (identity === undefined) {
      throw new StsRefusal('InvalidClientTokenId', 'The security token included in the request is invalid.', 403)
    }
    if (operation === 'GetCallerIdentity') return result(operation, `<Arn>${identity}</Arn>`)
    return assume(identity, parameters)
  }

  function assume(identity: string, {RoleArn = '', RoleSessionName = '', ExternalId}: Record<string, string>): string {
    const role = options.roles?.find(({arn}) => arn === RoleArn)
    const isTrusted = role?.trusts?.includes(identity) === true && role.externalId === ExternalId
    if (!isTrusted) {
      const message = `User: ${identity} is not authorized to perform: sts:AssumeRole on resource: ${RoleArn}`
      throw new StsRefusal('AccessDenied', message, 403)
    }
    return result('AssumeRole', session(RoleArn, RoleSessionName))
  }

  function assumeWithToken({RoleArn = '', RoleSessionName = '', WebIdentityToken: token = ''}: Record<string, string>) {
    if (options.expiredTokens?.includes(token)) {
      throw new StsRefusal(
        'ExpiredTokenException',
        'Token expired: current date/time must be before the expiration',
        400,
      )
    }
    if (options.knownTokens?.includes(token) !== true) {
      const message = 'No OpenIDConnect provider found in your account for https://oidc.example.com/id/1'
      throw new StsRefusal('InvalidIdentityToken', message, 400)
    }
    if (options.roles?.find(({arn}) => arn === RoleArn)?.tokens?.includes(token) !== true) {
      throw new StsRefusal('AccessDenied', 'Not authorized to perform sts:AssumeRoleWithWebIdentity', 403)
    }
    return result('AssumeRoleWithWebIdentity', session(RoleArn, RoleSessionName))
  }

  /** Keys for the role, and the ARN of the session. */
  function session(roleArn: string, name: string): string {
    const [, partition, , , account, role] = roleArn.split(':')
    const roleName = role?.replace(/^role\//, '') ?? ''
    const arn = `arn:${partition}:sts::${account}:assumed-role/${roleName}/${name}`
    const key = `ASIA${roleName.toUpperCase()}`
    identities.set(key, arn)
    const fields = `<AccessKeyId>${key}</AccessKeyId><SecretAccessKey>x</SecretAccessKey><SessionToken>t</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration>`
    return `<Credentials>${fields}</Credentials><AssumedRoleUser><Arn>${arn}</Arn><AssumedRoleId>A:${name}</AssumedRoleId></AssumedRoleUser>`
  }

  const server = await serveLoopback(async (request): Promise<LoopbackAnswer> => {
    const headers = {'content-type': 'text/xml'}
    try {
      return {kind: 'answer', status: 200, headers, body: answer(request)}
    } catch (error) {
      if (!(error instanceof StsRefusal)) throw error
      const {code, message, status} = error
      const body = `<ErrorResponse xmlns="${XMLNS}"><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>r</RequestId></ErrorResponse>`
      return {kind: 'answer', status, headers, body}
    }
  })
  return {url: server.url, calls, close: server.close}
}

const XMLNS = 'https://sts.amazonaws.com/doc/2011-06-15/'

class StsRefusal extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly status: number,
  ) {
    super(message)
  }
}

function checkForm({method, path, headers, body}: LoopbackRequest): Record<string, string> {
  const isForm = String(headers['content-type']).startsWith('application/x-www-form-urlencoded')
  const form = Object.fromEntries(new URLSearchParams(body))
  if (method !== 'POST' || path !== '/' || !isForm || form.Version !== '2011-06-15') {
    throw new StsRefusal('InvalidAction', `the emulator takes no ${method} ${path}`, 400)
  }
  return form
}

function signatureOf({headers}: LoopbackRequest): readonly string[] {
  const found = /^AWS4-HMAC-SHA256 Credential=([^/,]+)\/\d+\/([^/,]+)\/sts\/aws4_request/.exec(
    headers.authorization ?? '',
  )
  if (found === null) throw new StsRefusal('MissingAuthenticationToken', 'Request is missing Authentication Token', 403)
  return found.slice(1)
}

function checkParameters(operation: string, parameters: Readonly<Record<string, string>>): void {
  const known = PARAMETERS[operation]
  if (known === undefined) throw new StsRefusal('InvalidAction', `the emulator does no ${operation}`, 400)
  const unknown = Object.keys(parameters).find((name) => !known.includes(name))
  if (unknown !== undefined) throw new StsRefusal('ValidationError', `the emulator knows no ${unknown}`, 400)
  const needsRole = known.includes('RoleArn')
  if (needsRole && !/^arn:[\w-]+:iam::\d{12}:role\/\S+$/.test(parameters.RoleArn ?? '')) {
    throw new StsRefusal('ValidationError', `${parameters.RoleArn} is invalid`, 400)
  }
  if (needsRole && !/^[\w+=,.@-]{2,64}$/.test(parameters.RoleSessionName ?? '')) {
    throw new StsRefusal('ValidationError', "Value at 'roleSessionName' failed to satisfy constraint", 400)
  }
}

function result(operation: string, content: string): string {
  return `<${operation}Response xmlns="${XMLNS}"><${operation}Result>${content}</${operation}Result></${operation}Response>`
}
