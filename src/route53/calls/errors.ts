import {
  type AwsError,
  credentialsParts,
  type ErrorParts,
  isCertificateProblem,
  isCredentialsProblem,
  isCredentialsRefusal,
  isLostAnswer,
  isPriorRequest,
  isServerFault,
  isStrangeAnswer,
  isThrottling,
  readAwsError,
  wasNeverSent,
} from '../../aws/aws-error.js'
import type {FailedAttempt} from '../../aws/retry.js'
import {signInParts} from '../../aws/sign-in/sign-in-error.js'
import {SignInFailure} from '../../aws/sign-in/sign-in-failure.js'
import type {Zone} from '../../dns/zone.js'
import {CliError} from '../../errors/cli-error.js'

/** The call that failed. */
export interface CallContext {
  /** Continues a sentence that begins with "cannot". */
  readonly doing: string
  /** The IAM action, `route53:ListHostedZones`. */
  readonly action: string
  /** Undefined for calls that concern no single zone. */
  readonly zone: Zone | undefined
  readonly profile: string | undefined
  /** As in `CliError`. */
  readonly changed?: string
}

const DENIED = new Set(['AccessDenied', 'AccessDeniedException', 'NotAuthorizedException', 'UnauthorizedOperation'])

/** True when AWS knows the caller and denies the call. */
export function isAccessDenied(error: unknown): boolean {
  return DENIED.has(readAwsError(error).name)
}

const CHANGE_ACTION = 'route53:ChangeResourceRecordSets'

/** Turns a failed AWS call into an error for the user, by the SDK error's name and HTTP status. */
export function toCliError(failed: FailedAttempt, context: CallContext): CliError {
  const changed = context.changed === undefined ? {} : {changed: context.changed}
  // About the way to AWS: a proxy, a bundle of certificates.
  if (failed.error instanceof CliError) {
    const {code, doing, happened, fix, flags, advisesRerun} = failed.error
    return new CliError({code, doing, happened, fix, flags, advisesRerun, ...changed, cause: failed.error})
  }
  return new CliError({
    doing: context.doing,
    ...partsFor(failed, context),
    ...changed,
    cause: failed.error,
  })
}

function partsFor(failed: FailedAttempt, context: CallContext): ErrorParts {
  if (failed.error instanceof SignInFailure) return signInParts(failed.error)
  const error = readAwsError(failed.error)
  if (DENIED.has(error.name)) return deniedParts(error, context, failed.partition ?? 'aws')
  if (isCredentialsProblem(failed.error) || isCredentialsRefusal(error)) return credentialsParts(error, context.profile)
  if (error.name === 'NoSuchHostedZone') return vanishedParts(context)
  if (isThrottling(failed.error) || isPriorRequest(failed.error)) return throttledParts(failed, error)
  if (isLostAnswer(failed.error) || wasNeverSent(failed.error)) return unreachableParts(failed, error)
  if (isServerFault(failed.error)) {
    const name = isStrangeAnswer(failed.error) ? '' : `${error.name}, `
    return {
      code: 'ROUTE53_FAILED',
      happened: `Route 53 answered with a fault of its own (${name}HTTP ${error.httpStatus}), ${triesText(failed)}.`,
      fix: ['run the same command again in a while', 'see https://health.aws.amazon.com'],
      advisesRerun: true,
    }
  }
  if (isStrangeAnswer(failed.error)) return strangeParts(error)
  const status = error.httpStatus === undefined ? '' : `, HTTP ${error.httpStatus}`
  return {
    code: error.name.startsWith('Invalid') ? 'ROUTE53_REJECTED' : 'ROUTE53_FAILED',
    happened: `Route 53 answered: ${asSentence(error.message)} (${error.name}${status})`,
    fix: ['run the command with DEBUG=* to see the whole error'],
  }
}

function deniedParts({name, message}: AwsError, context: CallContext, ownPartition: string): ErrorParts {
  // Only shows who was denied; the error's name has already decided what it is.
  const denial = /User: (\S+) is not authorized to perform: ([\w:]+)(?: on resource: (\S+))?/.exec(message)
  const identity = denial?.[1] ?? 'this identity'
  const action = denial?.[2] ?? context.action
  const partition = /^arn:([\w-]+):/.exec(identity)?.[1] ?? ownPartition
  const resource = denial?.[3] ?? (context.zone && `arn:${partition}:route53:::hostedzone/${context.zone.id}`)
  const deny = /explicit deny in an? ([\w -]+?policy|permissions boundary)/.exec(message)?.[1]
  const why = deny === undefined ? '' : ` A ${deny} denies it outright.`
  const where = resource === undefined ? '' : ` on ${resource}`
  const happened = `AWS refused: ${identity} may not ${action}${where}.${why}${denial === null ? ` (${name}: ${message})` : ''}`
  const allow =
    deny === undefined ? `allow ${action}${where || ' on *'}` : `have ${action}${where} taken out of the ${deny}`
  return {code: 'ROUTE53_ACCESS_DENIED', happened, fix: [allow, ...furtherFixes(action, context.zone)]}
}

function furtherFixes(action: string, zone: Zone | undefined): readonly string[] {
  if (action === CHANGE_ACTION) {
    return [
      'where the policy has a condition on route53:ChangeResourceRecordSetsActions, let it list CREATE and DELETE: an update is a DELETE and a CREATE in one batch, UPSERT alone is not enough',
      'where it has one on the record types or names, let it take TXT and the names of the ownership records too',
    ]
  }
  return zone === undefined ? [] : ['leave the zone out with --zone-id-filter or --domain-filter']
}

function vanishedParts({zone}: CallContext): ErrorParts {
  const what = zone === undefined ? 'The zone' : `Zone ${zone.name} (${zone.id})`
  return {
    code: 'ROUTE53_ZONE_VANISHED',
    happened: `${what} is not there any more: it was deleted after the zones were listed.`,
    fix: ['run the same command again'],
    advisesRerun: true,
  }
}

function throttledParts(failed: FailedAttempt, {name, message}: AwsError): ErrorParts {
  const happened =
    name === 'PriorRequestNotComplete'
      ? `Route 53 was still working on an earlier change of the zone, ${triesText(failed)}.`
      : `Route 53 throttled the call (${message}), ${triesText(failed)}.`
  return {
    code: 'ROUTE53_THROTTLED',
    happened,
    fix: [
      'run the same command again; it plans only what is left',
      'the limit is shared by all tools of the account: lower --aws-qps, or raise --aws-api-retries',
    ],
    advisesRerun: true,
  }
}

const WHAT_STANDS_BETWEEN = 'check what stands between here and AWS (proxy, AWS_ENDPOINT_URL)'

/** The error for an answer that the SDK could not read, of which it reports only the position. */
function strangeParts({name, message, httpStatus}: AwsError): ErrorParts {
  const status = httpStatus === undefined ? '' : ` (HTTP ${httpStatus})`
  const detail = name === 'StrangeAnswer' ? message : 'is none of Route 53'
  return {
    code: 'ROUTE53_FAILED',
    happened: `The answer${status} ${detail}.`,
    fix: [WHAT_STANDS_BETWEEN, 'run the same command again'],
    advisesRerun: true,
  }
}

function unreachableParts(failed: FailedAttempt, {code, message, httpStatus}: AwsError): ErrorParts {
  const tries = failed.tries > 1 ? `, ${triesText(failed)}` : ''
  if (httpStatus !== undefined) {
    return {
      code: 'ROUTE53_FAILED',
      happened: `${httpStatus >= 400 ? `The request timed out on its way to AWS (HTTP ${httpStatus})` : 'The answer of AWS broke off'}${tries}.`,
      fix: ['check the network', WHAT_STANDS_BETWEEN],
    }
  }
  const isUntrusted = isCertificateProblem(failed.error)
  const happened = isUntrusted
    ? `The certificate of the endpoint is not trusted: ${asSentence(message)}`
    : `AWS cannot be reached: ${asSentence(code === undefined || message.includes(code) ? message : `${message} (${code})`, tries)}`
  return {
    code: 'AWS_UNREACHABLE',
    happened,
    fix: [
      isUntrusted ? 'name the authority that signed it in AWS_CA_BUNDLE' : 'check the network and the VPN',
      'check AWS_ENDPOINT_URL and AWS_ENDPOINT_URL_ROUTE_53 if they are set',
    ],
  }
}

function triesText({tries, elapsedMs}: FailedAttempt): string {
  return `${tries} ${tries === 1 ? 'try' : 'tries'} in ${Math.ceil(elapsedMs / 1000)} s`
}

function asSentence(text: string, rest = ''): string {
  return `${text.trim().replace(/\.$/, '')}${rest}.`
}
