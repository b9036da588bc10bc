import {mkdtemp, rm, writeFile} from 'node:fs/promises'
import {createServer} from 'node:http'
import type {AddressInfo} from 'node:net'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {text} from 'node:stream/consumers'
import {afterEach, describe, expect, it, onTestFinished, vi} from 'vitest'
import {SignInFailure} from '../../../src/aws/sign-in/sign-in-failure.js'
import {openRoute53, type Route53Connection} from '../../../src/route53/calls/client.js'
import type {AssumedRole} from '../../../src/route53/calls/identity.js'
import {makeZoneReader} from '../../../src/route53/read/zone-reader.js'
import {makeChangeSubmitter} from '../../../src/route53/write/change-submitter.js'
import {create, group, settings, values, zone} from '../builders.js'
import {emulate, stubAwsEnvironment} from '../emulated.js'
import {makeVirtualClock} from '../virtual-clock.js'

afterEach(() => {
  vi.unstubAllEnvs()
})

/** A server that records each Authorization header and always gives the same answer. */
async function serve(body: string, status = 200) {
  const credentials: string[] = []
  const bodies: string[] = []
  const server = createServer(async (request, response) => {
    bodies.push(await text(request))
    credentials.push(
      /Credential=(\S+?)\/\d+\/(\S+?),/
        .exec(request.headers.authorization ?? '')
        ?.slice(1)
        .join(' ') ?? '',
    )
    response.writeHead(status, {'content-type': 'text/html'}).end(body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const {port} = server.address() as AddressInfo
  stubAwsEnvironment({AWS_ENDPOINT_URL_ROUTE_53: `http://127.0.0.1:${port}`})
  return {
    credentials,
    bodies,
    close: () => new Promise((resolve) => server.close(resolve)),
  }
}

const NO_ZONES =
  '<?xml version="1.0"?><ListHostedZonesResponse xmlns="https://route53.amazonaws.com/doc/2013-04-01/"><HostedZones/><IsTruncated>false</IsTruncated><MaxItems>100</MaxItems></ListHostedZonesResponse>'

const ROLE =
  '<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials><AccessKeyId>ASIAROLE</AccessKeyId><SecretAccessKey>x</SecretAccessKey><SessionToken>t</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>'

async function writeProfiles(content: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'route53-'))
  onTestFinished(() => rm(folder, {recursive: true}))
  const file = join(folder, 'config')
  await writeFile(file, content)
  vi.stubEnv('AWS_CONFIG_FILE', file)
  vi.stubEnv('AWS_ACCESS_KEY_ID', undefined)
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', undefined)
}

describe('the client', () => {
  it('signs for us-east-1 where no region is set, and with the retries of the SDK switched off', async () => {
    const server = await serve('', 500)
    await expect(
      makeZoneReader(openRoute53(settings({apiRetries: 0}), {environment: process.env})).listZones(),
    ).rejects.toMatchObject({
      code: 'ROUTE53_FAILED',
    })
    expect(server.credentials).toEqual(['emulator us-east-1/route53/aws4_request'])
    await server.close()
  })

  it('signs for the region of the environment', async () => {
    const server = await serve(NO_ZONES)
    vi.stubEnv('AWS_REGION', 'us-gov-west-1')
    expect(await makeZoneReader(openRoute53(settings(), {environment: process.env})).listZones()).toEqual([])
    expect(server.credentials[0]).toMatch(/^emulator us-gov-west-1/)
    await server.close()
  })

  it('uses each profile, and gives a zone to the first that sees it', async () => {
    const {emulator, connect} = await emulate({zones: [{name: 'shop.io.', id: 'Z1'}]})
    await writeProfiles(
      ['one', 'two'].map((each) => `[profile ${each}]\naws_access_key_id=${each}\naws_secret_access_key=x\n`).join(''),
    )
    const zones = await makeZoneReader(connect({profiles: ['two', 'one', 'two', '']})).listZones()
    expect(zones).toEqual([expect.objectContaining({id: 'Z1', profile: 'two'})])
    expect(emulator.calls.counts()).toEqual({ListHostedZones: 2})
  })

  it('signs with the keys of each profile', async () => {
    const server = await serve(NO_ZONES)
    await writeProfiles(
      ['one', 'two'].map((each) => `[profile ${each}]\naws_access_key_id=${each}\naws_secret_access_key=x\n`).join(''),
    )
    await makeZoneReader(openRoute53(settings({profiles: ['one', 'two']}), {environment: process.env})).listZones()
    expect(server.credentials.map((each) => each.split(' ')[0]).sort()).toEqual(['one', 'two'])
    await server.close()
  })

  it('names the profile that cannot sign in', async () => {
    const {emulator, connect} = await emulate()
    await writeProfiles('[profile other]\n')
    await expect(makeZoneReader(connect({profiles: ['dev']})).listZones()).rejects.toMatchObject({
      code: 'AWS_NO_CREDENTIALS',
      doing: 'sign in to AWS (profile "dev")',
    })
    expect(emulator.calls.total()).toBe(0)
  })

  it('says so when there are no credentials at all', async () => {
    const {connect} = await emulate()
    vi.stubEnv('AWS_ACCESS_KEY_ID', undefined)
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', undefined)
    await expect(makeZoneReader(connect()).listZones()).rejects.toMatchObject({
      code: 'AWS_NO_CREDENTIALS',
      doing: 'sign in to AWS',
    })
  })

  it('takes on a role with the credentials of each profile', async () => {
    const {connect} = await emulate()
    const roles: AssumedRole[] = []
    const assumeRole = async (role: AssumedRole) => {
      roles.push(role)
      return async () => ({accessKeyId: 'ASIAROLE', secretAccessKey: 'x', sessionToken: 't'})
    }
    const changes = {profiles: ['a', 'b'], assumeRole: 'arn:aws:iam::1:role/dns', assumeRoleExternalId: 'ext'}
    await makeZoneReader(connect(changes, {assumeRole})).listZones()
    // Both are asked at once.
    expect(roles.sort((a, b) => ((a.profile ?? '') < (b.profile ?? '') ? -1 : 1))).toEqual([
      {roleArn: 'arn:aws:iam::1:role/dns', externalId: 'ext', profile: 'a'},
      {roleArn: 'arn:aws:iam::1:role/dns', externalId: 'ext', profile: 'b'},
    ])
  })

  it('asks STS for the role with the keys of the profile, whatever keys the environment has', async () => {
    const sts = await serve(ROLE)
    vi.stubEnv('AWS_ENDPOINT_URL_STS', process.env.AWS_ENDPOINT_URL_ROUTE_53)
    const route53 = await serve(NO_ZONES)
    await writeProfiles('[profile one]\naws_access_key_id=one\naws_secret_access_key=x\n')
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'environment')
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'x')
    const warn = vi.spyOn(console, 'warn')
    const changes = {profiles: ['one'], assumeRole: 'arn:aws:iam::1:role/dns', assumeRoleExternalId: 'ext'}
    await makeZoneReader(openRoute53(settings(changes), {environment: process.env})).listZones()
    expect(sts.credentials).toEqual(['one us-east-1/sts/aws4_request'])
    expect(sts.bodies[0]).toContain('RoleArn=arn%3Aaws%3Aiam%3A%3A1%3Arole%2Fdns')
    expect(sts.bodies[0]).toContain('ExternalId=ext')
    expect(route53.credentials).toEqual(['ASIAROLE us-east-1/route53/aws4_request'])
    expect(warn).not.toHaveBeenCalled()
    await Promise.all([sts.close(), route53.close()])
  })

  it('prefers the profile to keys of the environment, and does not grumble', async () => {
    const server = await serve(NO_ZONES)
    await writeProfiles('[profile one]\naws_access_key_id=one\naws_secret_access_key=x\n')
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'environment')
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'x')
    const warn = vi.spyOn(console, 'warn')
    await makeZoneReader(openRoute53(settings({profiles: ['one']}), {environment: process.env})).listZones()
    expect(server.credentials).toEqual(['one us-east-1/route53/aws4_request'])
    expect(warn).not.toHaveBeenCalled()
    await server.close()
  })

  it('fails at once where nobody listens', async () => {
    stubAwsEnvironment({AWS_ENDPOINT_URL_ROUTE_53: 'http://127.0.0.1:9'})
    await expect(makeZoneReader(openRoute53(settings(), {environment: process.env})).listZones()).rejects.toMatchObject(
      {
        code: 'AWS_UNREACHABLE',
        happened: expect.stringContaining('ECONNREFUSED'),
      },
    )
  })
})

describe('signing in', () => {
  const listZones = async (connection: Route53Connection) => (await makeZoneReader(connection).listZones()).length
  const change = async (connection: Route53Connection) => {
    const recordSet = values('www.shop.io', 'A', ['192.0.2.1'])
    const groups = [group('www.shop.io', zone('shop.io', 'Z1'), [create(recordSet)])]
    const outcome = await makeChangeSubmitter(connection).submit({zone: zone('shop.io', 'Z1'), groups})
    if ('error' in outcome) throw outcome.error
    return outcome.kind
  }
  const zones = async (error: Error, call: (connection: Route53Connection) => Promise<unknown> = listZones) => {
    const {emulator, connect} = await emulate({zones: [{name: 'shop.io', id: 'Z1'}]})
    let tries = 0
    const assumeRole = async () => async () => {
      tries += 1
      if (tries > 2) return {accessKeyId: 'ASIAROLE', secretAccessKey: 'x', sessionToken: 't'}
      throw new SignInFailure(error, {source: {kind: 'keys'}, profile: undefined})
    }
    const connection = connect({assumeRole: 'arn:aws:iam::1:role/dns'}, {assumeRole})
    const outcome = await call(connection).catch((failure) => failure.code)
    return [outcome, tries, emulator.calls.total()]
  }
  const answered = (name: string, httpStatusCode: number) =>
    Object.assign(new Error(name), {name, $metadata: {httpStatusCode}})

  it('is tried again where STS throttles, is out of order, or is cut off', async () => {
    expect(await zones(answered('Throttling', 400))).toEqual([1, 3, 1])
    expect(await zones(answered('ServiceUnavailable', 503))).toEqual([1, 3, 1])
    expect(await zones(Object.assign(new Error('cut'), {code: 'ECONNRESET'}))).toEqual([1, 3, 1])
  })

  it('is tried again for a change too, of which nothing was sent yet', async () => {
    expect(await zones(answered('Throttling', 400), change)).toEqual(['accepted', 3, 1])
    expect(await zones(answered('InternalFailure', 500), change)).toEqual(['accepted', 3, 1])
    expect(await zones(Object.assign(new Error('cut'), {code: 'ECONNRESET'}), change)).toEqual(['accepted', 3, 1])
  })

  it('is not tried again where it is refused', async () => {
    expect(await zones(answered('AccessDenied', 403))).toEqual(['AWS_SIGN_IN_REFUSED', 1, 0])
    expect(await zones(answered('AccessDenied', 403), change)).toEqual(['AWS_SIGN_IN_REFUSED', 1, 0])
  })
})

describe('in another partition', () => {
  const ROLE_IN = (partition: string) => `arn:${partition}:iam::111122223333:role/dns`
  const asRole = async () => async () => ({accessKeyId: 'ASIAROLE', secretAccessKey: 'x', sessionToken: 't'})

  it.each([
    ['aws', undefined, 'us-east-1'],
    ['aws-us-gov', undefined, 'us-gov-west-1'],
    ['aws-cn', undefined, 'cn-northwest-1'],
    ['aws-cn', 'cn-north-1', 'cn-north-1'],
    ['aws-iso', undefined, 'us-iso-east-1'],
    ['aws-iso-b', undefined, 'us-isob-east-1'],
    ['aws-iso-e', undefined, 'eu-isoe-west-1'],
    ['aws-iso-f', undefined, 'us-isof-south-1'],
    ['aws-eusc', undefined, 'eusc-de-east-1'],
  ])('a role of %s, region %s: calls are signed for %s', async (partition, region, expected) => {
    const server = await serve(NO_ZONES)
    vi.stubEnv('AWS_REGION', region)
    const connection = openRoute53(settings({assumeRole: ROLE_IN(partition)}), {
      environment: process.env,
      assumeRole: asRole,
    })
    await makeZoneReader(connection).listZones()
    expect(server.credentials).toEqual([`ASIAROLE ${expected}/route53/aws4_request`])
    await server.close()
  })

  it('STS is asked in the partition of the role', async () => {
    const sts = await serve(ROLE)
    vi.stubEnv('AWS_ENDPOINT_URL_STS', process.env.AWS_ENDPOINT_URL_ROUTE_53)
    const route53 = await serve(NO_ZONES)
    await makeZoneReader(
      openRoute53(settings({assumeRole: ROLE_IN('aws-us-gov')}), {environment: process.env}),
    ).listZones()
    expect(sts.credentials).toEqual(['emulator us-gov-west-1/sts/aws4_request'])
    await Promise.all([sts.close(), route53.close()])
  })

  it.each([
    ['us-gov-east-1', 'aws-us-gov'],
    ['cn-north-1', 'aws-cn'],
    ['eu-west-1', 'aws'],
  ])('in %s ARNs begin with arn:%s', async (region, partition) => {
    const {emulator, connect} = await emulate({zones: [{name: 'shop.io.', id: 'Z1'}]})
    vi.stubEnv('AWS_REGION', region)
    emulator.addFault({action: {code: 'AccessDenied', message: 'No.', status: 403}})
    await expect(makeZoneReader(connect()).listRecordSets(zone('shop.io', 'Z1'))).rejects.toMatchObject({
      fix: expect.arrayContaining([`allow route53:ListResourceRecordSets on arn:${partition}:route53:::hostedzone/Z1`]),
    })
  })
})

it('reads no answer for ever', async () => {
  const chunk = Buffer.alloc(4 * 1024 * 1024, ' ')
  const server = createServer((_request, response) => {
    response.writeHead(200)
    const send = () => response.destroyed || response.write(chunk, send)
    send()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const {port} = server.address() as AddressInfo
  stubAwsEnvironment({AWS_ENDPOINT_URL_ROUTE_53: `http://127.0.0.1:${port}`})
  const connection = openRoute53(settings({apiRetries: 0}), {environment: process.env})
  await expect(makeZoneReader(connection).listZones()).rejects.toMatchObject({
    code: 'ROUTE53_FAILED',
    happened: expect.stringContaining('is larger than 64 MiB'),
  })
  await new Promise((resolve) => server.close(resolve))
})

describe('who we are', () => {
  const IDENTITY = (arn: string) =>
    `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Arn>${arn}</Arn></GetCallerIdentityResult></GetCallerIdentityResponse>`
  const ARN = 'arn:aws:sts::111122223333:assumed-role/ci/run'

  it('is asked of STS, for each profile', async () => {
    const sts = await serve(IDENTITY(ARN))
    vi.stubEnv('AWS_ENDPOINT_URL_STS', process.env.AWS_ENDPOINT_URL_ROUTE_53)
    await writeProfiles(
      ['one', 'two'].map((each) => `[profile ${each}]\naws_access_key_id=${each}\naws_secret_access_key=x\n`).join(''),
    )
    const connection = openRoute53(settings({profiles: ['one', 'two']}), {environment: process.env})
    expect(await connection.identities(5000)).toEqual([
      {access: {profile: 'one'}, arn: ARN},
      {access: {profile: 'two'}, arn: ARN},
    ])
    expect(sts.credentials.map((each) => each.split(' ')[0]).sort()).toEqual(['one', 'two'])
    expect(connection.statistics().calls.size).toBe(0)
    await sts.close()
  })

  it.each([
    ['is refused', 403, '<ErrorResponse><Error><Code>AccessDenied</Code></Error></ErrorResponse>'],
    ['is no XML', 200, 'hello'],
  ])('is left out when the answer %s', async (_what, status, body) => {
    const sts = await serve(body, status)
    vi.stubEnv('AWS_ENDPOINT_URL_STS', process.env.AWS_ENDPOINT_URL_ROUTE_53)
    expect(await openRoute53(settings(), {environment: process.env}).identities(5000)).toEqual([])
    await sts.close()
  })

  it('is left out where STS names nobody', async () => {
    const sts = await serve(IDENTITY('').replace('<Arn></Arn>', ''))
    vi.stubEnv('AWS_ENDPOINT_URL_STS', process.env.AWS_ENDPOINT_URL_ROUTE_53)
    expect(await openRoute53(settings(), {environment: process.env}).identities(5000)).toEqual([])
    await sts.close()
  })

  it('is left out where nobody listens', async () => {
    stubAwsEnvironment({AWS_ENDPOINT_URL_STS: 'http://127.0.0.1:9'})
    expect(await openRoute53(settings(), {environment: process.env}).identities(50)).toEqual([])
  })
})

describe('the statistics of a run', () => {
  it('count every try, every retry and every throttling', async () => {
    const {emulator, connect} = await emulate({zones: [{name: 'shop.io.', id: 'Z1'}]})
    emulator.addFault({action: 'throttle', times: 2})
    emulator.addFault({nth: 4, action: {status: 500}})
    const connection = connect()
    const reader = makeZoneReader(connection)
    expect(connection.statistics()).toEqual({calls: new Map(), retries: 0, throttles: 0})
    await reader.listZones()
    await reader.listRecordSets(zone('shop.io', 'Z1'))
    expect(connection.statistics()).toEqual({
      calls: new Map([
        ['ListHostedZones', 3],
        ['ListResourceRecordSets', 2],
      ]),
      retries: 3,
      throttles: 2,
    })
    expect(emulator.calls.total()).toBe(5)
  })
})

it('waits as long as Route 53 asks before the next try', async () => {
  const clock = makeVirtualClock(0)
  const {connect} = await emulate({
    zones: [{name: 'shop.io.', id: 'Z1'}],
    rateLimit: {burst: 0, perSecond: 0},
    retryAfterSeconds: 7,
  })
  const connection = connect({apiRetries: 2}, {clock})
  await expect(makeZoneReader(connection).listZones()).rejects.toThrow()
  expect(clock.sleeps.filter((ms) => ms === 7000)).toHaveLength(2)
})

describe('an answer that cannot be from AWS', () => {
  it.each([
    ['a page of a proxy', '<html><body>Sign in to the guest network</body></html>'],
    ['nothing', ''],
    ['half a listing', NO_ZONES.slice(0, 120)],
    ['a listing that goes on nowhere', NO_ZONES.replace('false', 'true')],
  ])('is not taken for an empty account: %s', async (_what, body) => {
    const server = await serve(body)
    const reader = makeZoneReader(openRoute53(settings({apiRetries: 0}), {environment: process.env}))
    await expect(reader.listZones()).rejects.toMatchObject({name: 'CliError', code: 'ROUTE53_FAILED'})
    await expect(reader.listRecordSets(zone('shop.io', 'Z1'))).rejects.toMatchObject({code: 'ROUTE53_FAILED'})
    await server.close()
  })
})
