import type {TableDescription} from '@aws-sdk/client-dynamodb'
import {
  credentialsParts,
  isCredentialsProblem,
  isCredentialsRefusal,
  isLostAnswer,
  isServerFault,
  isStrangeAnswer,
  readAwsError,
  wasNeverSent,
} from '../../aws/aws-error.js'
import {partitionOfRegion} from '../../aws/partition.js'
import {signInParts} from '../../aws/sign-in/sign-in-error.js'
import {SignInFailure} from '../../aws/sign-in/sign-in-failure.js'
import {CliError} from '../../errors/cli-error.js'
import {shellWord} from '../../errors/shell-word.js'

export interface TableContext {
  readonly table: string
  readonly regionOf: () => Promise<string>
}

export interface TableCall extends TableContext {
  /** The IAM action. */
  readonly action: string
  /** Continues a sentence that begins with "cannot". */
  readonly doing: string
}

const DENIED = new Set(['AccessDenied', 'AccessDeniedException', 'UnauthorizedOperation'])
const THROTTLED = new Set([
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'ThrottlingException',
  'Throttling',
])
const AGAIN = 'run the same command again: it plans only what is left'

/** Turns a failed call into an error for the user, by the SDK error's name and HTTP status. */
export async function describeFailure(cause: unknown, {doing, action, ...context}: TableCall): Promise<CliError> {
  if (cause instanceof CliError) return cause
  if (cause instanceof SignInFailure) return new CliError({doing, ...signInParts(cause), cause})
  const error = readAwsError(cause)
  if (error.name === 'ResourceNotFoundException') return tableMissing(context, cause)
  if (isCredentialsProblem(cause) || isCredentialsRefusal(error)) {
    return new CliError({doing, ...credentialsParts(error, undefined), cause})
  }
  if (DENIED.has(error.name)) {
    // Only shows who was denied; the error's name has already decided what it is.
    const identity = /User: (\S+) is not authorized/.exec(error.message)?.[1] ?? 'this identity'
    return new CliError({
      code: 'DYNAMODB_ACCESS_DENIED',
      doing,
      happened: `AWS refused: ${identity} may not ${action}.`,
      fix: [`allow ${action} on ${await arnOf(context)}`],
      cause,
    })
  }
  if (THROTTLED.has(error.name)) {
    return new CliError({
      code: 'DYNAMODB_THROTTLED',
      doing,
      happened: `DynamoDB throttled the call (${error.name}), however often it was tried.`,
      fix: [`${AGAIN}; a table with on-demand capacity is not throttled so soon`],
      advisesRerun: true,
      cause,
    })
  }
  if (error.message === 'Region is missing') {
    const fix = ['name it in --dynamodb-region, or in AWS_REGION']
    return new CliError({code: 'DYNAMODB_FAILED', doing, happened: 'No region is set for DynamoDB.', fix, cause})
  }
  if (isStrangeAnswer(cause) && !isServerFault(cause) && !isLostAnswer(cause)) {
    const detail = error.name === 'StrangeAnswer' ? error.message : 'is none of DynamoDB'
    return new CliError({
      code: 'DYNAMODB_FAILED',
      doing,
      happened: `The answer${error.httpStatus === undefined ? '' : ` (HTTP ${error.httpStatus})`} ${detail}.`,
      fix: ['check what stands between here and AWS (proxy, AWS_ENDPOINT_URL)', AGAIN],
      advisesRerun: true,
      cause,
    })
  }
  const isUnreachable = isLostAnswer(cause) || wasNeverSent(cause)
  const isToRetry = isUnreachable || isServerFault(cause)
  return new CliError({
    code: isUnreachable ? 'AWS_UNREACHABLE' : 'DYNAMODB_FAILED',
    doing,
    happened: isUnreachable
      ? `DynamoDB does not answer: ${error.message.replace(/\.$/, '')}.`
      : `DynamoDB answered: ${error.message.replace(/\.$/, '')}${isStrangeAnswer(cause) ? '' : ` (${error.name})`}.`,
    fix: isToRetry ? [AGAIN] : ['run the command with DEBUG=* to see the whole error'],
    advisesRerun: isToRetry,
    cause,
  })
}

export async function tableMissing({table, regionOf}: TableContext, cause: unknown): Promise<CliError> {
  const region = await regionOf().catch(() => '')
  return new CliError({
    code: 'DYNAMODB_TABLE_MISSING',
    doing: `read the ownership table ${table}`,
    happened: `There is no table ${table}${region === '' ? '' : ` in ${region}`}.`,
    fix: [
      `aws dynamodb create-table --table-name ${shellWord(table)} --attribute-definitions AttributeName=k,AttributeType=S --key-schema AttributeName=k,KeyType=HASH --billing-mode PAY_PER_REQUEST`,
      'or name another with --dynamodb-table and --dynamodb-region',
    ],
    cause,
  })
}

/** Checks that `k`, of type S, is the table's only key, as external-dns requires; undefined when it is. */
export function schemaProblem(table: TableDescription | undefined): ((context: TableContext) => CliError) | undefined {
  const keys = table?.KeySchema ?? []
  const type = table?.AttributeDefinitions?.find(({AttributeName}) => AttributeName === 'k')?.AttributeType
  if (keys.length === 1 && keys[0]?.AttributeName === 'k' && type === 'S') return undefined
  const found = keys.map(({AttributeName, KeyType}) => `${AttributeName} (${KeyType})`).join(', ')
  return ({table: name}) =>
    new CliError({
      code: 'DYNAMODB_TABLE_INVALID',
      doing: `read the ownership table ${name}`,
      happened: `Its key is ${found === '' ? 'not known' : found}; an ownership table has the one key k of type S.`,
      fix: ['name the table of external-dns with --dynamodb-table, or make one as docs/registries.md shows'],
    })
}

async function arnOf({table, regionOf}: TableContext): Promise<string> {
  const region = await regionOf().catch(() => '*')
  return `arn:${partitionOfRegion(region)}:dynamodb:${region}:*:table/${table}`
}
