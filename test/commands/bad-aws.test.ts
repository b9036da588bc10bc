import {createHash} from 'node:crypto'
import {mkdirSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {owned, recordSet, service} from './objects.js'
import {type CommandName, type CommandRun, READING_COMMANDS} from './run-command.js'
import {AS_PROD, expectNoWrite, type Stage, shown, stage, withoutPauses, ZONE_ID} from './stage.js'

const ALL = READING_COMMANDS
const FOREVER = Number.POSITIVE_INFINITY
const IDENTITY = 'arn:aws:sts::111122223333:assumed-role/ci/run'

/** Two zones with changes in both, and a delete in one. */
const SCENE = {
  objects: [service('front', 'www.example.com'), service('shop', 'shop.example.net')],
  route53: {
    identity: IDENTITY,
    zones: [
      {name: 'example.com', id: ZONE_ID, records: owned('gone.example.com')},
      {name: 'example.net', id: 'Z0NET', records: [recordSet('hand.example.net')]},
    ],
  },
}

function boldly(command: CommandName): readonly string[] {
  const isWriting = command === 'apply' || command === 'prune'
  return [AS_PROD, '--policy=sync', ...(isWriting ? ['--yes'] : [])]
}

function expectError({stdout, stderr, exitCode}: CommandRun, scene: Stage, text: string): void {
  expect(shown(stderr)).toBe(text)
  expect(stdout).toBe('')
  expect(exitCode).toBe(1)
  expectNoWrite(scene)
}

describe('AWS credentials', () => {
  it.each(ALL)('there are none: %s says how to get some', async (command) => {
    const scene = await stage(SCENE)
    const environment = scene.with({AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: ''})
    expectError(
      await scene.runWith({environment}, command, ...boldly(command)),
      scene,
      `Error: cannot sign in to AWS
  No credentials were found: Could not load credentials from any providers. Nothing was changed.
  Fix: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY (and AWS_SESSION_TOKEN for temporary keys)
       name a profile with --aws-profile or AWS_PROFILE; aws configure list-profiles shows them
       sign in with SSO: aws sso login
       in a pod: give its service account an IAM role (IRSA or EKS Pod Identity)
`,
    )
    expect(scene.route53.calls.total()).toBe(0)
  })

  it('the SSO token of the profile has expired: the command that renews it is named', async () => {
    const scene = await stage(SCENE)
    expectError(
      await scene.runWith({environment: expiredSso(scene)}, 'apply', ...boldly('apply'), '--aws-profile=dev'),
      scene,
      `Error: cannot sign in to AWS (profile "dev")
  The SSO session has expired. Nothing was changed.
  Fix: aws sso login --profile dev, then run this command again
`,
    )
    expect(scene.route53.calls.total()).toBe(0)
  })

  it('the same with AWS_PROFILE', async () => {
    const scene = await stage(SCENE)
    const environment = {...expiredSso(scene), AWS_PROFILE: 'dev'}
    const {stderr, exitCode} = await scene.runWith({environment}, 'plan', AS_PROD)
    expect(stderr).toContain('  The SSO session has expired. Nothing was changed.\n  Fix: aws sso login')
    expect(exitCode).toBe(1)
    expectNoWrite(scene)
  })

  it('the profile does not exist', async () => {
    const scene = await stage(SCENE)
    const environment = scene.with({AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: ''})
    const {stderr, exitCode} = await scene.runWith({environment}, 'plan', AS_PROD, '--aws-profile=nobody')
    expect(stderr).toContain('Error: cannot sign in to AWS (profile "nobody")\n')
    expect(stderr).toContain('check that profile "nobody" exists: aws configure list-profiles\n')
    expect(exitCode).toBe(1)
  })

  it.each(ALL)('they have expired: %s', async (command) => {
    const scene = await stage(SCENE)
    scene.route53.addFault({action: 'expiredToken', times: FOREVER})
    expectError(
      await scene.run(command, ...boldly(command)),
      scene,
      `Error: cannot sign in to AWS
  The session has expired. Nothing was changed.
  Fix: get new credentials (aws sso login, or a new AWS_SESSION_TOKEN), then run this command again
`,
    )
  })

  it('they expire between two batches: what is in is told, and the rest is not tried', async () => {
    const scene = await stage({objects: SCENE.objects.slice(0, 1).concat(service('api', 'api.example.com'))})
    scene.route53.addFault({operation: 'ChangeResourceRecordSets', nth: 2, action: 'expiredToken', times: FOREVER})
    const {stderr, exitCode} = await scene.run('apply', '--yes', AS_PROD, '--aws-batch-change-size=2')
    expect(shown(stderr)).toMatch(/^batch 1\/2 example\.com: 2 changes accepted \(\w+\)\n/)
    expect(stderr).toContain(`Error: cannot sign in to AWS
  The session has expired. Nothing of this batch was changed. Applied 1 of 2 hosts.
  Fix: get new credentials (aws sso login, or a new AWS_SESSION_TOKEN), then run this command again
`)
    expect(exitCode).toBe(1)
    expect(scene.route53.acceptedChanges()).toHaveLength(2)
  })

  it('AWS does not know the key', async () => {
    const scene = await stage(SCENE)
    const message = 'The security token included in the request is invalid.'
    scene.route53.addFault({action: {code: 'InvalidClientTokenId', message, status: 403}, times: FOREVER})
    const {stderr, exitCode} = await scene.run('plan', AS_PROD)
    expect(stderr).toContain('AWS does not know these credentials (InvalidClientTokenId). Nothing was changed.\n')
    expect(exitCode).toBe(1)
  })

  /** Writes a profile as `aws configure sso` does, and the expired token of an earlier `aws sso login`. */
  function expiredSso(scene: Stage) {
    const config = join(scene.folder, 'config')
    writeFileSync(
      config,
      `[profile dev]
sso_session = corp
sso_account_id = 111122223333
sso_role_name = dns
region = us-east-1

[sso-session corp]
sso_start_url = https://corp.awsapps.com/start
sso_region = us-east-1
sso_registration_scopes = sso:account:access
`,
    )
    const cache = join(scene.folder, '.aws', 'sso', 'cache')
    mkdirSync(cache, {recursive: true})
    writeFileSync(
      join(cache, `${createHash('sha1').update('corp').digest('hex')}.json`),
      JSON.stringify({
        startUrl: 'https://corp.awsapps.com/start',
        region: 'us-east-1',
        accessToken: 'expired',
        expiresAt: '2020-01-01T00:00:00Z',
      }),
    )
    return scene.with({AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '', AWS_CONFIG_FILE: config})
  }
})

describe('AccessDenied', () => {
  it('on the list of zones', async () => {
    const scene = await stage(SCENE)
    scene.route53.addFault({operation: 'ListHostedZones', action: 'accessDenied'})
    expectError(
      await scene.run('apply', ...boldly('apply')),
      scene,
      `Error: cannot list the hosted zones
  AWS refused: ${IDENTITY} may not route53:ListHostedZones. Nothing was changed.
  Fix: allow route53:ListHostedZones on *
`,
    )
  })

  it.each(ALL)('on reading one zone: %s writes to none, and says what to add to the policy', async (command) => {
    const scene = await stage(SCENE)
    scene.route53.addFault({operation: 'ListResourceRecordSets', zoneId: 'Z0NET', action: 'accessDenied'})
    expectError(
      await scene.run(command, ...boldly(command)),
      scene,
      `Error: cannot read the record sets of zone example.net (Z0NET)
  AWS refused: ${IDENTITY} may not route53:ListResourceRecordSets on arn:aws:route53:::hostedzone/Z0NET. Nothing was changed.
  Fix: allow route53:ListResourceRecordSets on arn:aws:route53:::hostedzone/Z0NET
       leave the zone out with --zone-id-filter or --domain-filter
`,
    )
  })

  it('on reading one zone can be helped by leaving that zone out', async () => {
    const scene = await stage(SCENE)
    scene.route53.addFault({
      operation: 'ListResourceRecordSets',
      zoneId: 'Z0NET',
      action: 'accessDenied',
      times: FOREVER,
    })
    const {stdout, exitCode} = await scene.run('apply', AS_PROD, '--yes', '--domain-filter=example.com')
    expect(stdout).toContain('Applied 1 of 1 host.')
    expect(exitCode).toBe(0)
  })

  it('on writing to one zone: the other one is written, and that is said', async () => {
    const scene = await stage(SCENE)
    scene.route53.addFault({operation: 'ChangeResourceRecordSets', zoneId: 'Z0NET', action: 'accessDenied'})
    const {stderr, exitCode} = await scene.run('apply', '--yes', AS_PROD)
    expect(stderr).toContain(`Error: cannot change zone example.net (Z0NET)
  AWS refused: ${IDENTITY} may not route53:ChangeResourceRecordSets on arn:aws:route53:::hostedzone/Z0NET. Nothing of this batch was changed. Applied 1 of 2 hosts.
  Fix: allow route53:ChangeResourceRecordSets on arn:aws:route53:::hostedzone/Z0NET
       if the policy has a condition on route53:ChangeResourceRecordSetsActions, list CREATE and DELETE in it: an update is a DELETE and a CREATE in one batch
       if it has a condition on record types or names, list TXT and the names of the ownership TXT too
       run the same command again: it plans only what is left
`)
    expect(exitCode).toBe(1)
    expect(scene.names('Z0NET')).toEqual([['A', 'hand.example.net.']])
    expect(scene.names().map(([, name]) => name)).toContain('www.example.com.')
  })

  it('on writing to both zones: both are told', async () => {
    const scene = await stage(SCENE)
    scene.route53.addFault({operation: 'ChangeResourceRecordSets', action: 'accessDenied', times: FOREVER})
    const {stderr, exitCode} = await scene.run('apply', '--yes', AS_PROD)
    expect(stderr).toContain('Error: cannot change zone example.com (Z0EXAMPLE)\n')
    expect(stderr).toContain('Error: cannot change zone example.net (Z0NET)\n')
    expect(stderr).not.toContain('Applied')
    expect(exitCode).toBe(1)
    expect(scene.route53.acceptedChanges()).toEqual([])
  })
})

describe('a zone that vanished', () => {
  it.each(ALL)('between listing and reading: %s ends, nothing is written', async (command) => {
    const scene = await stage(SCENE)
    scene.route53.addFault({
      operation: 'ListResourceRecordSets',
      zoneId: 'Z0NET',
      action: (_call, state) => state.removeZone('Z0NET'),
    })
    expectError(
      await scene.run(command, ...boldly(command)),
      scene,
      `Error: cannot read the record sets of zone example.net (Z0NET)
  Zone example.net (Z0NET) no longer exists: it was deleted after the zones were listed. Nothing was changed.
  Fix: run the same command again
`,
    )
  })

  it('between reading and writing', async () => {
    const scene = await stage(SCENE)
    scene.route53.addFault({
      operation: 'ChangeResourceRecordSets',
      zoneId: 'Z0NET',
      action: (_call, state) => state.removeZone('Z0NET'),
    })
    const {stderr, exitCode} = await scene.run('apply', '--yes', AS_PROD)
    expect(stderr).toContain(`Error: cannot change zone example.net (Z0NET)
  Zone example.net (Z0NET) no longer exists: it was deleted after the zones were listed. Nothing of this batch was changed. Applied 1 of 2 hosts.
  Fix: run the same command again
`)
    expect(exitCode).toBe(1)
  })
})

describe('a listing that fails', () => {
  it('on the second page of a zone: nothing is deleted for it', async () => {
    withoutPauses()
    const records = [
      ...owned('gone.example.com'),
      ...Array.from({length: 300}, (_e, i) => recordSet(`h${i}.example.com`)),
    ]
    const scene = await stage({records})
    scene.route53.addFault({operation: 'ListResourceRecordSets', nth: 2, action: {status: 500}, times: FOREVER})
    const {stdout, stderr, exitCode} = await scene.run('prune', '--yes', AS_PROD, '--aws-api-retries=2')
    expect(shown(stderr)).toMatch(
      /^Error: cannot read the record sets of zone example\.com \(Z0EXAMPLE\)\n {2}Route 53 answered with an error of its own \(InternalFailure, HTTP 500\), 3 tries in \d+ s\. Nothing was changed\.\n/,
    )
    expect(stdout).toBe('')
    expect(exitCode).toBe(1)
    expectNoWrite(scene)
  })

  it('for good by throttling: the tries and the way out are told', async () => {
    withoutPauses()
    const scene = await stage(SCENE)
    scene.route53.addFault({operation: 'ListHostedZones', action: 'throttle', times: FOREVER})
    const {stderr, exitCode} = await scene.run('plan', AS_PROD, '--aws-api-retries=1')
    expect(shown(stderr).replace(/in \d+ s/, 'in 1 s')).toBe(`Error: cannot list the hosted zones
  Route 53 throttled the call (Rate exceeded), 2 tries in 1 s. Nothing was changed.
  Fix: run the same command again; it plans only what is left
       the limit is shared by all tools of the account: lower --aws-qps, or raise --aws-api-retries
`)
    expect(exitCode).toBe(1)
  })

  it('because Route 53 cannot be reached', async () => {
    withoutPauses()
    const scene = await stage(SCENE)
    await scene.route53.close()
    const {stdout, stderr, exitCode} = await scene.run('apply', ...boldly('apply'))
    expect(shown(stderr)).toMatch(
      /^Error: cannot list the hosted zones\n {2}AWS cannot be reached: .*ECONNREFUSED.* Nothing was changed\.\n/,
    )
    expect(stderr).toContain('check AWS_ENDPOINT_URL and AWS_ENDPOINT_URL_ROUTE_53 if they are set\n')
    expect(stdout).toBe('')
    expect(exitCode).toBe(1)
  })
})
