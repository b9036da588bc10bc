import {describe, expect, it} from 'vitest'
import {describeFailure} from '../../../src/registry/dynamodb/errors.js'

const PUT = {
  table: 'external-dns',
  regionOf: async () => 'eu-west-1',
  action: 'dynamodb:PutItem',
  doing: 'write the row www.example.com#A# to the ownership table external-dns',
}
const USER = 'arn:aws:iam::111122223333:user/ci'
const TABLE = 'arn:aws:dynamodb:eu-west-1:111122223333:table/external-dns'

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
})
