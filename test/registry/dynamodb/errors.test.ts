import {describe, expect, it} from 'vitest'
import {StrangeAnswer} from '../../../src/aws/aws-error.js'
import {SignInFailure} from '../../../src/aws/sign-in/sign-in-failure.js'
import {CliError} from '../../../src/errors/cli-error.js'
import {describeFailure, schemaProblem} from '../../../src/registry/dynamodb/errors.js'

const PUT = {
  table: 'external-dns',
  regionOf: async () => 'eu-west-1',
  action: 'dynamodb:PutItem',
  doing: 'write the row www.example.com#A# to the ownership table external-dns',
}
const USER = 'arn:aws:iam::111122223333:user/ci'
const TABLE = 'arn:aws:dynamodb:eu-west-1:111122223333:table/external-dns'

const NOWHERE = {...PUT, regionOf: () => Promise.reject(new Error('Region is missing'))}
const AGAIN = 'run the same command again: it plans only what is left'

/** An error as the SDK throws it: with a status where there was an answer. */
function thrown(name: string, message: string, httpStatusCode?: number, more: object = {}): Error {
  const $metadata = httpStatusCode === undefined ? {} : {httpStatusCode}
  return Object.assign(new Error(message), {name, $metadata, ...more})
}

function denied(message: string): Error {
  return Object.assign(new Error(message), {name: 'AccessDeniedException', $metadata: {httpStatusCode: 400}})
}

describe('a failed call to the table', () => {
  it('that a policy denies outright is not mended by allowing it', async () => {
    const message = `User: ${USER} is not authorized to perform: dynamodb:PutItem on resource: ${TABLE} with an explicit deny in a service control policy`
    expect(await describeFailure(denied(message), PUT)).toMatchObject({
      code: 'DYNAMODB_ACCESS_DENIED',
      happened: `AWS refused: ${USER} may not dynamodb:PutItem on ${TABLE}. A service control policy denies it outright.`,
      fix: [`ask for dynamodb:PutItem on ${TABLE} to be removed from the service control policy`],
    })
  })

  it('tells whom AWS does not name by its own words', async () => {
    expect(await describeFailure(denied('No.'), PUT)).toMatchObject({
      happened:
        'AWS refused: this identity may not dynamodb:PutItem on arn:aws:dynamodb:eu-west-1:*:table/external-dns. (AccessDeniedException: No.)',
    })
  })

  it('whose certificate is not trusted is not mended by running it again', async () => {
    const error = Object.assign(new Error('self-signed certificate'), {code: 'SELF_SIGNED_CERT_IN_CHAIN'})
    expect(await describeFailure(error, PUT)).toMatchObject({
      code: 'AWS_UNREACHABLE',
      happened: 'The certificate of the endpoint is not trusted: self-signed certificate.',
      fix: [
        'set AWS_CA_BUNDLE to a file with the certificate of the authority that signed it',
        'check AWS_ENDPOINT_URL and AWS_ENDPOINT_URL_DYNAMODB if they are set',
      ],
      changed: 'Nothing was changed.',
    })
  })

  it.each([
    ['eu-west-1', PUT, 'There is no table external-dns in eu-west-1.'],
    ['no region', NOWHERE, 'There is no table external-dns.'],
  ])('that there is not says how to make it: %s', async (_region, call, happened) => {
    const {code, happened: text, fix} = await describeFailure(thrown('ResourceNotFoundException', 'No.', 400), call)
    expect([code, text]).toEqual(['DYNAMODB_TABLE_MISSING', happened])
    expect(fix[0]).toMatch(/^aws dynamodb create-table --table-name external-dns /)
  })

  it('names the table of any region where none is known', async () => {
    const {fix} = await describeFailure(denied('No.'), NOWHERE)
    expect(fix).toEqual(['allow dynamodb:PutItem on arn:aws:dynamodb:*:*:table/external-dns'])
  })

  it('that is an error with its own words keeps them', async () => {
    const own = new CliError({code: 'AWS_UNREACHABLE', doing: 'go', happened: 'No.', fix: ['x']})
    expect(await describeFailure(own, PUT)).toBe(own)
  })

  it.each([
    ['an expired session', thrown('ExpiredTokenException', 'x', 400), 'sign in to AWS', 'The session has expired.'],
    [
      'no credentials',
      new SignInFailure(thrown('CredentialsProviderError', 'none'), {
        source: {kind: 'none'},
        profile: undefined,
      } as never),
      'sign in to AWS',
      /^No credentials were found/,
    ],
  ])('because of %s is about signing in', async (_what, cause, doing, happened) => {
    expect(await describeFailure(cause, PUT)).toMatchObject({doing, happened: expect.stringMatching(happened)})
  })

  it.each([
    [
      'throttling',
      thrown('ProvisionedThroughputExceededException', 'x', 400),
      'DYNAMODB_THROTTLED',
      'DynamoDB throttled the call (ProvisionedThroughputExceededException), in all tries.',
      `${AGAIN}; a table with on-demand capacity is not throttled so soon`,
    ],
    [
      'no region',
      thrown('Error', 'Region is missing'),
      'DYNAMODB_FAILED',
      'No region is set for DynamoDB.',
      'name it in --dynamodb-region, or in AWS_REGION',
    ],
    [
      'the page of a proxy',
      new StrangeAnswer('is empty', 200),
      'DYNAMODB_FAILED',
      'The answer (HTTP 200) is empty.',
      'check what is between this machine and AWS (proxy, AWS_ENDPOINT_URL)',
    ],
    [
      'a cut connection',
      thrown('Error', 'socket hang up', undefined, {code: 'ECONNRESET'}),
      'AWS_UNREACHABLE',
      'DynamoDB does not answer: socket hang up.',
      AGAIN,
    ],
    [
      'a fault of the server',
      thrown('InternalServerError', 'Internal.', 500),
      'DYNAMODB_FAILED',
      'DynamoDB answered: Internal (InternalServerError).',
      AGAIN,
    ],
    [
      'a fault of a proxy, whose name says nothing',
      thrown('UnknownError', 'HTTP 502', 502),
      'DYNAMODB_FAILED',
      'DynamoDB answered: HTTP 502.',
      AGAIN,
    ],
    [
      'a refusal that nobody foresaw',
      thrown('ValidationException', 'Bad key.', 400),
      'DYNAMODB_FAILED',
      'DynamoDB answered: Bad key (ValidationException).',
      'run the command with DEBUG=* to see the whole error',
    ],
  ])('because of %s says what to do', async (_what, cause, code, happened, fix) => {
    const error = await describeFailure(cause, PUT)
    expect([error.doing, error.code, error.happened, error.fix[0]]).toEqual([PUT.doing, code, happened, fix])
  })
})

describe('a table is one of external-dns', () => {
  const key = (AttributeName: string) => ({AttributeName, KeyType: 'HASH' as const})
  const type = (AttributeName: string, AttributeType: 'N' | 'S' = 'S') => ({AttributeName, AttributeType})

  it('with the one key k of type S', () => {
    expect(schemaProblem({KeySchema: [key('k')], AttributeDefinitions: [type('x'), type('k')]}, 't')).toBeUndefined()
  })

  it.each([
    ['another key', {KeySchema: [key('id')], AttributeDefinitions: [type('id')]}, 'id (HASH)'],
    ['two keys', {KeySchema: [key('k'), key('l')], AttributeDefinitions: [type('k')]}, 'k (HASH), l (HASH)'],
    ['a key of another type', {KeySchema: [key('k')], AttributeDefinitions: [type('k', 'N')]}, 'k (HASH)'],
    ['a key of no type', {KeySchema: [key('k')]}, 'k (HASH)'],
    ['nothing that is told', {}, 'not known'],
  ])('and none with %s', (_what, table, found) => {
    expect(schemaProblem(table, 't')).toMatchObject({
      code: 'DYNAMODB_TABLE_INVALID',
      happened: `Its key is ${found}; an ownership table has the one key k of type S.`,
    })
  })
})
