import type {CliErrorParts} from '../errors/cli-error.js'
import {shellWord} from '../errors/shell-word.js'
import type {AwsError} from './aws-error.js'

/** What an error is made of; `doing` where it is not what the caller was about. */
export type ErrorParts = Pick<CliErrorParts, 'code' | 'happened' | 'fix'> & {readonly doing?: string}

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

/** True when AWS refused who asks, whatever was asked. */
export function isCredentialsRefusal({name}: AwsError): boolean {
  return EXPIRED.has(name) || UNKNOWN.has(name) || BAD_SIGNATURE.has(name) || MISSING.has(name)
}

export function credentialsParts(error: AwsError, profile: string | undefined): ErrorParts {
  const doing = profile === undefined ? 'sign in to AWS' : `sign in to AWS (profile "${profile}")`
  if (EXPIRED.has(error.name)) {
    return {code: 'AWS_CREDENTIALS_EXPIRED', doing, happened: 'The session has expired.', fix: [loginFix(profile)]}
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
  if (error.name === 'SignInFailure') {
    return {
      code: 'AWS_NO_CREDENTIALS',
      doing,
      happened: error.message,
      fix: ['check what stands between here and STS (proxy, AWS_ENDPOINT_URL_STS)', 'run the same command again'],
    }
  }
  // The SDK has one name for all its sign-in troubles; only its text tells an old session from none.
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
