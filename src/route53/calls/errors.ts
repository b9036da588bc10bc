import {
  type AwsError,
  asSentence,
  certificateParts,
  credentialsParts,
  type ErrorParts,
  isAccessDenied,
  isCredentialsProblem,
  isCredentialsRefusal,
  isLostAnswer,
  isPriorRequest,
  isServerFault,
  isStrangeAnswer,
  isThrottling,
  partsWith,
  readAwsError,
  readDenial,
  signingIn,
  strangeAnswerText,
  unreachable,
  WHAT_STANDS_BETWEEN,
  wasNeverSent,
  withCode,
} from '../../aws/aws-error.js'
import {partitionOfArn} from '../../aws/partition.js'
import type {FailedAttempt} from '../../aws/retry.js'
import {signInParts} from '../../aws/sign-in/sign-in-error.js'
import {SignInFailure} from '../../aws/sign-in/sign-in-failure.js'
import type {Zone} from '../../dns/zone.js'
import {CliError} from '../../errors/cli-error.js'

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

/** @param doing what is done with the zone, which is named after it. */
export function zoneContext(zone: Zone, doing: string, operation: string): CallContext {
  const action = `route53:${operation}`
  return {doing: `${doing} zone ${zone.name} (${zone.id})`, action, zone, profile: zone.profile}
}

/** Turns a failed AWS call into an error for the user, by the SDK error's name and HTTP status. */
export function toCliError(failed: FailedAttempt, context: CallContext): CliError {
  const changed = context.changed === undefined ? {} : {changed: context.changed}
  // About the way to AWS: a proxy, a bundle of certificates.
  if (failed.error instanceof CliError) return failed.error.with({...changed, cause: failed.error})
  return new CliError({doing: context.doing, ...partsFor(failed, context), ...changed, cause: failed.error})
}

function partsFor(failed: FailedAttempt, context: CallContext): ErrorParts {
  if (failed.error instanceof SignInFailure) return signInParts(failed.error)
  const error = readAwsError(failed.error)
  if (isAccessDenied(failed.error)) return deniedParts(error, context, failed.partition)
  if (isCredentialsProblem(failed.error) || isCredentialsRefusal(error)) {
    return {doing: signingIn(context.profile), ...credentialsParts(error, context.profile)}
  }
  if (error.name === 'NoSuchHostedZone') return vanishedParts(context)
  if (isThrottling(failed.error) || isPriorRequest(failed.error)) return throttledParts(failed, error)
  if (isLostAnswer(failed.error) || wasNeverSent(failed.error)) return unreachableParts(failed, error)
  if (isServerFault(failed.error)) {
    const name = isStrangeAnswer(failed.error) ? '' : `${error.name}, `
    const happened = `Route 53 answered with an error of its own (${name}HTTP ${error.httpStatus}), ${triesText(failed)}.`
    return failure(happened, ['run the same command again in a while', 'see https://health.aws.amazon.com'])
  }
  if (isStrangeAnswer(failed.error)) return failure(strangeAnswerText(error, 'Route 53'), [WHAT_STANDS_BETWEEN, AGAIN])
  const status = error.httpStatus === undefined ? '' : `, HTTP ${error.httpStatus}`
  const happened = `Route 53 answered: ${asSentence(error.message)} (${error.name}${status})`
  const fix = ['run the command with DEBUG=* to see the whole error']
  return error.name.startsWith('Invalid') ? rejected(happened, fix) : failure(happened, fix)
}

const AGAIN = 'run the same command again'
const failure = partsWith('ROUTE53_FAILED')
const rejected = partsWith('ROUTE53_REJECTED')
const denied = partsWith('ROUTE53_ACCESS_DENIED')
const vanished = partsWith('ROUTE53_ZONE_VANISHED')
const throttled = partsWith('ROUTE53_THROTTLED')

function deniedParts(error: AwsError, {action, zone}: CallContext, ownPartition = 'aws'): ErrorParts {
  const denial = readDenial(error, action, (identity) => {
    const partition = partitionOfArn(identity) ?? ownPartition
    return zone && `arn:${partition}:route53:::hostedzone/${zone.id}`
  })
  return denied(denial.happened, [denial.fix, ...furtherFixes(denial.action, zone)])
}

function furtherFixes(action: string, zone: Zone | undefined): readonly string[] {
  if (action === 'route53:ChangeResourceRecordSets') {
    return [
      'if the policy has a condition on route53:ChangeResourceRecordSetsActions, list CREATE and DELETE in it: an update is a DELETE and a CREATE in one batch',
      'if it has a condition on record types or names, list TXT and the names of the ownership TXT too',
    ]
  }
  return zone === undefined ? [] : ['leave the zone out with --zone-id-filter or --domain-filter']
}

function vanishedParts({zone}: CallContext): ErrorParts {
  const what = zone === undefined ? 'The zone' : `Zone ${zone.name} (${zone.id})`
  return vanished(`${what} no longer exists: it was deleted after the zones were listed.`, [AGAIN])
}

function throttledParts(failed: FailedAttempt, {message}: AwsError): ErrorParts {
  const [happened, fix] = isPriorRequest(failed.error)
    ? ['was still working on an earlier change of the zone', 'see what else writes the zone, or raise']
    : [`throttled the call (${message})`, 'the limit is shared by all tools of the account: lower --aws-qps, or raise']
  const fixes = [`${AGAIN}; it plans only what is left`, `${fix} --aws-api-retries`]
  return throttled(`Route 53 ${happened}, ${triesText(failed)}.`, fixes)
}

function unreachableParts(failed: FailedAttempt, error: AwsError): ErrorParts {
  const {httpStatus} = error
  const tries = failed.tries > 1 ? `, ${triesText(failed)}` : ''
  if (httpStatus !== undefined) {
    const isLate = httpStatus >= 400
    const what = isLate
      ? `The request timed out on its way to AWS (HTTP ${httpStatus})`
      : 'The answer of AWS was cut off'
    return failure(`${what}${tries}.`, ['check the network', WHAT_STANDS_BETWEEN])
  }
  const certificate = certificateParts(failed.error, 'the endpoint', 'AWS_ENDPOINT_URL_ROUTE_53')
  if (certificate !== undefined) return certificate
  return unreachable(`AWS cannot be reached: ${asSentence(withCode(error), tries)}`, [
    'check the network and the VPN',
    'check AWS_ENDPOINT_URL and AWS_ENDPOINT_URL_ROUTE_53 if they are set',
  ])
}

function triesText({tries, elapsedMs}: FailedAttempt): string {
  return `${tries} ${tries === 1 ? 'try' : 'tries'} in ${Math.ceil(elapsedMs / 1000)} s`
}
