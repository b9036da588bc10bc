import {shellWord} from '../../errors/shell-word.js'
import {
  type AwsError,
  asSentence,
  certificateParts,
  credentialsParts,
  type ErrorParts,
  expired,
  isAccessDenied,
  isLostAnswer,
  isStrangeAnswer,
  noCredentials,
  readAwsError,
  readDenial,
  refused,
  signingIn,
  unreachable,
  wasNeverSent,
  withCode,
} from '../aws-error.js'
import type {CredentialSource, NamedSection} from './credential-source.js'
import {NO_SOURCE, type SignInFailure} from './sign-in-failure.js'

/** What STS says of a token or its issuer; the SDK adds the end. */
const OF_PROVIDER = /^(InvalidIdentityToken|IDPCommunicationError|IDPRejectedClaim)(Exception)?$/
const EXPIRED_TOKEN = new Set(['ExpiredTokenException', 'ExpiredToken'])

/** What the user is told of a failed sign-in. It is never about rights to the call that was to be made. */
export function signInParts({cause, attempt}: SignInFailure): ErrorParts {
  const {source, profile, roleArn} = attempt
  const error = readAwsError(cause)
  const parts =
    (roleArn === undefined ? sourceParts(source, error, cause) : undefined) ??
    (isAccessDenied(cause) ? roleParts(error, roleArn ?? roleOf(source)) : undefined) ??
    regionParts(error) ??
    networkParts(error, cause)
  const whose = source.kind === 'profile' ? (ssoProfile(source.chain)?.name ?? profile) : profile
  return {doing: signingIn(profile), ...(parts ?? credentialsParts(error, whose))}
}

function sourceParts(source: CredentialSource, error: AwsError, cause: unknown): ErrorParts | undefined {
  switch (source.kind) {
    case 'unusable':
      return noCredentials(source.happened, source.fix)
    case 'web-identity':
      return tokenParts(error, cause, source)
    case 'profile': {
      const role = tokenOf(source.chain)
      return (role && tokenParts(error, cause, role)) ?? profileParts(error, source.chain)
    }
    case 'container':
      return containerParts(error, cause)
    case 'instance':
      return instanceParts(cause)
    default:
      return undefined
  }
}

type TokenRole = Omit<Extract<CredentialSource, {readonly kind: 'web-identity'}>, 'kind'>

function tokenOf(chain: readonly NamedSection[]): TokenRole | undefined {
  const section = chain.find((one) => one.section.web_identity_token_file && !one.section.source_profile)?.section
  const {web_identity_token_file: tokenFile, role_arn: roleArn} = section ?? {}
  return tokenFile && roleArn ? {tokenFile, roleArn} : undefined
}

function roleOf(source: CredentialSource): string | undefined {
  return source.kind === 'profile' ? source.chain.find(({section}) => section.role_arn)?.section.role_arn : undefined
}

function ssoProfile(chain: readonly NamedSection[]): NamedSection | undefined {
  return chain.find(({section}) => section.sso_session || section.sso_start_url || section.login_session)
}

/** What is wrong with the token, its file, its issuer, or the role's trust in them. */
function tokenParts(error: AwsError, cause: unknown, {tokenFile, roleArn}: TokenRole): ErrorParts | undefined {
  const {name, message, code = ''} = error
  if (cause instanceof Error && 'path' in cause && cause.path === tokenFile) {
    return noCredentials(`The token file ${tokenFile} cannot be read (${code}).`, [
      'check AWS_WEB_IDENTITY_TOKEN_FILE, or web_identity_token_file of the profile',
      'in a pod: check that its service account has the annotation eks.amazonaws.com/role-arn, and restart the pod',
    ])
  }
  // A role that is taken on with the token's role is refused by another action.
  if (isAccessDenied(cause) && !/sts:AssumeRole(?!WithWebIdentity)/.test(message)) {
    const show = `aws iam get-role --role-name ${shellWord(roleArn.replace(/^.*\//, ''))}`
    const what = `the token in ${tokenFile} may not assume the role ${roleArn} (sts:AssumeRoleWithWebIdentity)`
    return refused(`AWS refused: ${what}.`, [
      `name the cluster's OIDC provider and this service account in the role's trust policy: ${show}`,
      'check that the role exists and is the right one',
    ])
  }
  if (EXPIRED_TOKEN.has(name)) {
    return expired(`The token in ${tokenFile} has expired.`, [
      'get a new token: the kubelet renews the file in a pod, but not a copy of the file',
      'check the clock of this machine',
    ])
  }
  if (!OF_PROVIDER.test(name)) return undefined
  return refused(`AWS does not accept the token in ${tokenFile}: ${asSentence(message)}`, [
    `make the cluster's OIDC issuer an identity provider of account ${roleArn.split(':')[4] ?? ''}: eksctl utils associate-iam-oidc-provider --cluster NAME --approve`,
    'use a token whose audience the provider lists (in EKS: sts.amazonaws.com)',
  ])
}

function roleParts(error: AwsError, roleArn: string | undefined): ErrorParts {
  const {happened, fix, identity, isExplicit} = readDenial(error, 'sts:AssumeRole', () => roleArn)
  const trust = "check the role's trust policy and --aws-assume-role-external-id"
  return refused(happened, [isExplicit ? fix : `${fix} to ${identity}`, trust])
}

function regionParts({name, message}: AwsError): ErrorParts | undefined {
  if (name !== 'RegionDisabledException' && name !== 'RegionDisabled') return undefined
  return refused(`AWS refused: ${asSentence(message)}`, [
    'activate STS in that region (IAM, account settings)',
    'or name another in AWS_REGION',
  ])
}

function networkParts(error: AwsError, cause: unknown): ErrorParts | undefined {
  const certificate = certificateParts(cause, 'the AWS sign-in service', 'AWS_ENDPOINT_URL_STS')
  if (certificate !== undefined) return certificate
  if (error.code?.startsWith('E') === true && (wasNeverSent(cause) || isLostAnswer(cause))) {
    return unreachable(`The AWS sign-in service cannot be reached: ${asSentence(withCode(error))}`, [
      'check the network, the VPN and the proxy (HTTPS_PROXY, NO_PROXY)',
      'check AWS_ENDPOINT_URL and AWS_ENDPOINT_URL_STS if they are set',
    ])
  }
  if (!isStrangeAnswer(cause) || error.httpStatus === undefined) return undefined
  return noCredentials(`The answer of the AWS sign-in service (HTTP ${error.httpStatus}) cannot be read.`, [
    'check what is between this machine and STS (proxy, AWS_ENDPOINT_URL_STS)',
    'run the same command again',
  ])
}

/** What only the SDK's message tells apart: it has one name for all that goes wrong with a profile. */
function profileParts({name, message}: AwsError, chain: readonly NamedSection[]): ErrorParts | undefined {
  const process = chain.find(({section}) => section.credential_process)
  if (process !== undefined && name === 'CredentialsProviderError') return processParts(message, process)
  const mfa = chain.find(({section}) => section.mfa_serial)
  if (mfa !== undefined && /multi-factor/.test(message)) {
    return noCredentials(`Profile "${mfa.name}" needs an MFA code, and this program does not ask for one.`, [
      `sign in beforehand: eval "$(aws configure export-credentials --profile ${shellWord(mfa.name)} --format env)", then run this command again without the profile`,
    ])
  }
  const sso = ssoProfile(chain)
  if (sso !== undefined && /^ForbiddenException\b|\bNo access\b/.test(message)) {
    const {sso_role_name: role = '', sso_account_id: account = ''} = sso.section
    const what = `this SSO user may not use role ${role} in account ${account} (profile "${sso.name}")`
    return refused(`AWS refused: ${what}.`, [
      'ask for the permission set to be assigned in IAM Identity Center',
      `see what is assigned: aws configure sso --profile ${shellWord(sso.name)}`,
    ])
  }
  if (sso !== undefined && /^UnauthorizedException\b/.test(message)) {
    return expired('The SSO session has expired.', [
      `aws sso login --profile ${shellWord(sso.name)}, then run this command again`,
    ])
  }
  return undefined
}

/** The longest stderr of a credential_process that is shown, in characters, from its end. */
const MOST_STDERR = 1000

function processParts(message: string, {name}: NamedSection): ErrorParts {
  const failed = 'Command failed: credential_process'
  const stderr = message.startsWith(failed) ? message.slice(failed.length).trim() : undefined
  const words = stderr === '' ? 'failed and wrote nothing to stderr' : `wrote to stderr: ${stderr?.slice(-MOST_STDERR)}`
  const happened = stderr === undefined ? message.replace(/^Profile \S+ credential_process /, 'it ') : `it ${words}`
  return noCredentials(`The credential_process of profile "${name}" gave no credentials: ${asSentence(happened)}`, [
    `run it by hand: aws configure get credential_process --profile ${shellWord(name)} shows it`,
    'see what it has to print: https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-sourcing-external.html',
  ])
}

function containerParts({message}: AwsError, cause: unknown): ErrorParts {
  const detail = cause instanceof Error && 'Message' in cause ? cause.Message : undefined
  const why = asSentence(typeof detail === 'string' ? detail : message)
  return noCredentials(`The container's credentials endpoint gave no credentials: ${why}`, [
    'check AWS_CONTAINER_CREDENTIALS_FULL_URI, AWS_CONTAINER_CREDENTIALS_RELATIVE_URI and the token file',
    'in EKS: check the Pod Identity agent of the node, and the association of the service account: aws eks list-pod-identity-associations --cluster-name NAME',
  ])
}

/** Without an answer of the metadata service this is probably no instance. */
function instanceParts(cause: unknown): ErrorParts {
  const none = credentialsParts(readAwsError(new Error(NO_SOURCE)), undefined)
  if (!(cause instanceof Error && 'statusCode' in cause)) return none
  const happened = `The metadata service of this instance gave no credentials (HTTP ${cause.statusCode}).`
  return {...none, happened, fix: ['give the instance an IAM role', ...none.fix]}
}
