import type {TableDescription} from '@aws-sdk/client-dynamodb'
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
  readonly action: string
  /** Continues a sentence that begins with "cannot". */
  readonly doing: string
}

const AGAIN = 'run the same command again: it plans only what is left'
const failure = partsWith('DYNAMODB_FAILED')
const throttled = partsWith('DYNAMODB_THROTTLED')

/** Turns a failed call into an error for the user, by the SDK error's name and HTTP status. */
export async function describeFailure(cause: unknown, {doing, action, ...context}: TableCall): Promise<CliError> {
  if (cause instanceof CliError) return cause
  if (cause instanceof SignInFailure) return new CliError({doing, ...signInParts(cause), cause})
  const error = readAwsError(cause)
  if (error.name === 'ResourceNotFoundException') return tableMissing(context, cause)
  if (isAccessDenied(cause)) {
    const arn = await arnOf(context)
    const {happened, fix} = readDenial(error, action, () => arn)
    return new CliError({code: 'DYNAMODB_ACCESS_DENIED', doing, happened, fix: [fix], cause})
  }
  return new CliError({doing, ...partsFor(cause, error), cause})
}

function partsFor(cause: unknown, error: AwsError): ErrorParts {
  if (isCredentialsProblem(cause) || isCredentialsRefusal(error)) {
    return {doing: signingIn(undefined), ...credentialsParts(error, undefined)}
  }
  if (isThrottling(cause)) {
    const fix = `${AGAIN}; a table with on-demand capacity is not throttled so soon`
    return throttled(`DynamoDB throttled the call (${error.name}), in all tries.`, [fix])
  }
  if (error.message === 'Region is missing') {
    return failure('No region is set for DynamoDB.', ['name it in --dynamodb-region, or in AWS_REGION'])
  }
  if (isStrangeAnswer(cause) && !isServerFault(cause) && !isLostAnswer(cause)) {
    return failure(strangeAnswerText(error, 'DynamoDB'), [WHAT_STANDS_BETWEEN, AGAIN])
  }
  const certificate = certificateParts(cause, 'the endpoint', 'AWS_ENDPOINT_URL_DYNAMODB')
  if (certificate !== undefined) return certificate
  if (isLostAnswer(cause) || wasNeverSent(cause)) {
    return unreachable(`DynamoDB does not answer: ${asSentence(error.message)}`, [AGAIN])
  }
  const name = isStrangeAnswer(cause) ? '' : ` (${error.name})`
  const fix = isServerFault(cause) ? AGAIN : 'run the command with DEBUG=* to see the whole error'
  return failure(`DynamoDB answered: ${asSentence(error.message, name)}`, [fix])
}

async function tableMissing({table, regionOf}: TableContext, cause: unknown): Promise<CliError> {
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

/** Why it is no table of external-dns, whose only key is `k`, of type S; undefined when it is one. */
export function schemaProblem(table: TableDescription, name: string): CliError | undefined {
  const keys = table.KeySchema ?? []
  const type = table.AttributeDefinitions?.find(({AttributeName}) => AttributeName === 'k')?.AttributeType
  if (keys.length === 1 && keys[0]?.AttributeName === 'k' && type === 'S') return undefined
  const found = keys.map(({AttributeName, KeyType}) => `${AttributeName} (${KeyType})`).join(', ')
  return new CliError({
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
