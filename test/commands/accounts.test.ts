import {writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {afterEach, describe, expect, it} from 'vitest'
import {type LoopbackAnswer, serveLoopback} from '../emulators/loopback-server.js'
import {startAccounts} from '../route53/two-accounts.js'
import {service} from './objects.js'
import {AS_PROD, expectNoWrite, type Stage, shown, stage} from './stage.js'

const ROLE = 'arn:aws:iam::222233334444:role/dns'
const PROFILES = ['--aws-profile=ours', '--aws-profile=shop']
const closers: (() => Promise<void>)[] = []

afterEach(async () => {
  await Promise.all(closers.splice(0).map((close) => close()))
})

/** An STS that allows every role. The returned access key is the account of the role. */
async function startSts(heard: (request: URLSearchParams) => void = () => {}): Promise<string> {
  const server = await serveLoopback(async ({body}) => {
    heard(new URLSearchParams(body))
    if (body.includes('GetCallerIdentity')) return identity('arn:aws:sts::111122223333:assumed-role/ci/run')
    const account = new URLSearchParams(body).get('RoleArn')?.split(':')[4]
    const fields = `<AccessKeyId>${account}</AccessKeyId><SecretAccessKey>x</SecretAccessKey><SessionToken>t</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration>`
    const xml = `<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials>${fields}</Credentials></AssumeRoleResult></AssumeRoleResponse>`
    return {kind: 'answer', status: 200, headers: {'content-type': 'text/xml'}, body: xml}
  })
  closers.push(server.close)
  return server.url
}

function identity(arn: string): LoopbackAnswer {
  const xml = `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Arn>${arn}</Arn></GetCallerIdentityResult></GetCallerIdentityResponse>`
  return {kind: 'answer', status: 200, headers: {'content-type': 'text/xml'}, body: xml}
}

async function twoAccounts(): Promise<Pick<Stage, 'run'> & Awaited<ReturnType<typeof startAccounts>>> {
  const objects = [service('own', 'web.example.com'), service('theirs', 'web.shop.io')]
  const scene = await stage({objects})
  const accounts = await startAccounts({
    emulator: [{name: 'example.com', id: 'ZOWN'}],
    '222233334444': [
      {name: 'shop.io', id: 'ZTHEIRS'},
      {name: 'secret.io', id: 'ZSECRET'},
    ],
  })
  const environment = scene.with({
    AWS_ENDPOINT_URL: '',
    AWS_ENDPOINT_URL_ROUTE_53: accounts.url,
    AWS_ENDPOINT_URL_STS: await startSts(),
  })
  return {...accounts, run: (name, ...argv) => scene.runWith({environment}, name, ...argv)}
}

describe('two profiles', () => {
  it('are read and written by one run, each zone with the credentials that see it', async () => {
    const scene = await stage({objects: [service('own', 'web.example.com'), service('theirs', 'web.shop.io')]})
    const accounts = await startAccounts({
      emulator: [{name: 'example.com', id: 'ZOWN'}],
      '222233334444': [{name: 'shop.io', id: 'ZTHEIRS'}],
    })
    const credentials = join(scene.folder, 'credentials')
    const profile = (name: string, key: string) => `[${name}]\naws_access_key_id=${key}\naws_secret_access_key=x\n`
    writeFileSync(credentials, profile('ours', 'emulator') + profile('shop', '222233334444'))
    const environment = scene.with({
      AWS_ENDPOINT_URL: 'http://127.0.0.1:9',
      AWS_ENDPOINT_URL_ROUTE_53: accounts.url,
      AWS_ACCESS_KEY_ID: '',
      AWS_SECRET_ACCESS_KEY: '',
      AWS_SHARED_CREDENTIALS_FILE: credentials,
    })
    const run = (name: 'apply' | 'plan') =>
      scene.runWith({environment}, name, ...(name === 'apply' ? ['--yes'] : []), AS_PROD, ...PROFILES)
    const {stdout, exitCode} = await run('apply')
    expect(stdout).toContain('example.com  public  ZOWN  profile ours\n')
    expect(stdout).toContain('shop.io  public  ZTHEIRS  profile shop\n')
    expect(stdout).toContain('Applied 2 of 2 hosts.')
    expect(exitCode).toBe(0)
    for (const account of ['emulator', '222233334444']) {
      expect(accounts.emulators.get(account)?.acceptedChanges()).toHaveLength(2)
    }
    expect((await run('plan')).stdout).toMatch(/\nNo changes\. 2 hosts are as they should be\.\n$/)
  })
})

describe('an assumed role', () => {
  it('is assumed with the external id', async () => {
    const asked: URLSearchParams[] = []
    const scene = await stage({objects: []})
    const environment = scene.with({AWS_ENDPOINT_URL_STS: await startSts((request) => asked.push(request))})
    const flags = [`--aws-assume-role=${ROLE}`, '--aws-assume-role-external-id=for-dns-only']
    await scene.runWith({environment}, 'plan', AS_PROD, ...flags)
    expect(asked.map((request) => [request.get('Action'), request.get('RoleArn'), request.get('ExternalId')])).toEqual([
      ['AssumeRole', ROLE, 'for-dns-only'],
    ])
  })
})

describe('zones in two accounts', () => {
  it('are read and written by one run, each line with its account', async () => {
    const {run, emulators} = await twoAccounts()
    const flag = `--aws-zone-role=shop.io=${ROLE}`
    const {stdout, exitCode} = await run('apply', '--yes', AS_PROD, flag)
    expect(stdout).toContain('example.com  public  ZOWN  own account\n')
    expect(stdout).toContain('shop.io  public  ZTHEIRS  account 222233334444\n')
    expect(stdout).not.toContain('secret.io')
    expect(stdout).toContain('Applied 2 of 2 hosts.')
    expect(exitCode).toBe(0)
    expect(emulators.get('222233334444')?.acceptedChanges()).toHaveLength(2)
    const plan = JSON.parse((await run('plan', '--json', AS_PROD, flag)).stdout)
    expect(plan.zones.map(({zone}: {zone: {roleArn: unknown}}) => zone.roleArn)).toEqual([null, ROLE])
  })

  it('a role that sees none of the zones it was given for is mentioned', async () => {
    const {run} = await twoAccounts()
    const {stdout} = await run('plan', AS_PROD, `--aws-zone-role=shop.oi=${ROLE}`)
    expect(stdout).toContain(`--aws-zone-role: ${ROLE} sees no zone shop.oi`)
  })

  it.each([
    [`--aws-zone-role=shop.io`],
    [`--aws-zone-role=${ROLE}`],
    [`--aws-zone-role==${ROLE}`],
    ['--aws-zone-role=shop.io=222233334444'],
    ['--aws-zone-role=shop.io=arn:aws:iam::222233334444:user/dns'],
  ])('%s is no zone and role', async (flag) => {
    const scene = await stage()
    const {stderr, exitCode} = await scene.run('plan', AS_PROD, flag)
    expect(stderr).toContain('does not name a zone and a role.')
    expect(stderr).toContain('--aws-zone-role=example.com=arn:aws:iam::111122223333:role/dns')
    expect(exitCode).toBe(1)
    expectNoWrite(scene)
  })
})

describe('--verbose', () => {
  const inner = {name: 'inner.example.com', id: 'ZINNER', private: true}

  it('ends with the calls on stderr, and stdout is the same', async () => {
    const scene = await stage({objects: [service('web', 'web.example.com')]})
    const quiet = await scene.run('plan', AS_PROD, '--json')
    const {stdout, stderr} = await scene.run('plan', AS_PROD, '--json', '--verbose')
    expect(stdout).toBe(quiet.stdout)
    expect(shown(stderr)).toMatch(
      /^Note: Route 53: 2 calls \(1 ListHostedZones, 1 ListResourceRecordSetProtections\), 0 retries, 0 throttled, \d+\.\d s\n$/,
    )
    const owners = await scene.run('owners', AS_PROD, '--verbose')
    expect(shown(owners.stderr)).toMatch(/^Note: Route 53: 1 call \(1 ListHostedZones\)/)
  })

  it('says who we are, where STS is known', async () => {
    const scene = await stage()
    const environment = scene.with({AWS_ENDPOINT_URL_STS: await startSts()})
    const {stderr} = await scene.runWith({environment}, 'plan', AS_PROD, '--verbose')
    expect(stderr).toContain('Note: signed in to AWS as arn:aws:sts::111122223333:assumed-role/ci/run\n')
    expect((await scene.run('plan', AS_PROD, '--verbose')).stderr).not.toContain('signed in')
  })

  it('counts what was done before an error too', async () => {
    const scene = await stage()
    scene.route53.addFault({action: 'accessDenied'})
    const {stderr} = await scene.run('plan', AS_PROD, '--verbose')
    expect(stderr).toMatch(/Error: cannot list[\s\S]*\nNote: Route 53: 1 call \(1 ListHostedZones\), .* s\n$/)
  })

  it('shows the VPCs of private zones, for which nothing is asked otherwise', async () => {
    const scene = await stage({route53: {zones: [{...inner, vpcs: [{VPCId: 'vpc-1', VPCRegion: 'eu-west-1'}]}]}})
    const {stderr} = await scene.run('plan', AS_PROD, '--verbose')
    expect(stderr).toContain('Note: private zone inner.example.com (ZINNER) answers in vpc-1 (eu-west-1)\n')
    scene.route53.calls.clear()
    await scene.run('plan', AS_PROD)
    expect(scene.route53.calls.counts()).toEqual({ListHostedZones: 1})
  })

  it('goes on where it may not see the VPCs', async () => {
    const scene = await stage({objects: [service('web', 'web.inner.example.com')], route53: {zones: [inner]}})
    scene.route53.addFault({operation: 'GetHostedZone', action: 'accessDenied'})
    const {stdout, stderr, exitCode} = await scene.run('plan', AS_PROD, '--verbose')
    expect(stderr).toContain('Note: the VPCs of private zone inner.example.com (ZINNER) are not shown: AWS refused:')
    expect(stdout).toContain('Plan: 1 to create')
    expect(exitCode).toBe(0)
  })
})
