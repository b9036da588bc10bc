import {
  AssumeRoleCommand,
  AssumeRoleWithWebIdentityCommand,
  GetCallerIdentityCommand,
  STSClient,
} from '@aws-sdk/client-sts'
import {describe, expect, it, onTestFinished} from 'vitest'
import {outcomeOf} from '../route53/sdk-client.js'
import {type StsEmulator, type StsOptions, startStsEmulator} from './emulator.js'

const USER = 'arn:aws:iam::111122223333:user/ci'
const ROLE = 'arn:aws:iam::222233334444:role/dns'
const AS_TESTER = {RoleArn: ROLE, RoleSessionName: 'tester'}

async function start(options: StsOptions = {}): Promise<{sts: StsEmulator; as(key: string): STSClient}> {
  const sts = await startStsEmulator({keys: {AKIAUSER: USER}, ...options})
  onTestFinished(() => sts.close())
  return {
    sts,
    as: (accessKeyId) =>
      new STSClient({
        endpoint: sts.url,
        region: 'eu-west-1',
        credentials: {accessKeyId, secretAccessKey: 'x'},
        maxAttempts: 1,
      }),
  }
}

describe('STS', () => {
  it('says who a key is, and knows no other', async () => {
    const {sts, as} = await start()
    expect((await as('AKIAUSER').send(new GetCallerIdentityCommand())).Arn).toBe(USER)
    expect(await outcomeOf(as('AKIANOBODY').send(new GetCallerIdentityCommand()))).toMatchObject({
      code: 'InvalidClientTokenId',
      status: 403,
    })
    expect(sts.calls.map(({signedBy, region}) => [signedBy, region])).toEqual([
      ['AKIAUSER', 'eu-west-1'],
      ['AKIANOBODY', 'eu-west-1'],
    ])
  })

  it('gives a role to whom it trusts, whose keys it knows from then on', async () => {
    const {as} = await start({roles: [{arn: ROLE, trusts: [USER]}]})
    const {Credentials: keys} = await as('AKIAUSER').send(new AssumeRoleCommand(AS_TESTER))
    expect(keys?.AccessKeyId).toBe('ASIADNS')
    expect((await as('ASIADNS').send(new GetCallerIdentityCommand())).Arn).toBe(
      'arn:aws:sts::222233334444:assumed-role/dns/tester',
    )
  })

  it.each([
    ['somebody else', {arn: ROLE, trusts: ['arn:aws:iam::111122223333:user/other']}],
    ['whoever knows the external id', {arn: ROLE, trusts: [USER], externalId: 'for-dns'}],
    ['nobody, for it is another role', {arn: `${ROLE}-2`, trusts: [USER]}],
  ])('refuses a role that trusts %s', async (_whom, role) => {
    const {as} = await start({roles: [role]})
    expect(await outcomeOf(as('AKIAUSER').send(new AssumeRoleCommand(AS_TESTER)))).toEqual({
      code: 'AccessDenied',
      message: `User: ${USER} is not authorized to perform: sts:AssumeRole on resource: ${ROLE}`,
      status: 403,
    })
  })

  it.each([
    ['good', 'ok'],
    ['old', 'ExpiredTokenException'],
    ['foreign', 'InvalidIdentityTokenException'],
    ['of-another', 'AccessDenied'],
  ])('answers the token "%s" with %s', async (token, expected) => {
    const {as} = await start({
      roles: [{arn: ROLE, tokens: ['good']}],
      knownTokens: ['good', 'of-another'],
      expiredTokens: ['old'],
    })
    const call = as('').send(new AssumeRoleWithWebIdentityCommand({...AS_TESTER, WebIdentityToken: token}))
    const outcome = await outcomeOf(call)
    expect(outcome === 'ok' ? outcome : outcome.code).toBe(expected)
  })

  it('refuses what it does not know', async () => {
    const {sts, as} = await start({disabledRegions: ['eu-west-1']})
    expect(await outcomeOf(as('AKIAUSER').send(new GetCallerIdentityCommand()))).toMatchObject({
      code: 'RegionDisabledException',
    })
    const ask = async (init: RequestInit) => (await fetch(sts.url, init)).status
    const form = {'content-type': 'application/x-www-form-urlencoded'}
    const body = 'Action=GetCallerIdentity&Version=2011-06-15'
    expect(await ask({})).toBe(400)
    expect(await ask({method: 'POST', headers: form, body})).toBe(403)
    const authorization = 'AWS4-HMAC-SHA256 Credential=AKIAUSER/20260101/us-east-1/sts/aws4_request, …'.replace(
      '…',
      'x',
    )
    expect(await ask({method: 'POST', headers: {...form, authorization}, body})).toBe(200)
    expect(await ask({method: 'POST', headers: {...form, authorization}, body: `${body}&Colour=red`})).toBe(400)
  })
})
