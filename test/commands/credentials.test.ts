import {createHash} from 'node:crypto'
import {mkdirSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {beforeAll, describe, expect, it, onTestFinished} from 'vitest'
import {type LoopbackAnswer, serveLoopback} from '../emulators/loopback-server.js'
import {startContainerEndpoint, startInstanceMetadata} from '../emulators/metadata/emulator.js'
import {startProxy} from '../emulators/proxy/proxy.js'
import {startSsoEmulator} from '../emulators/sso/emulator.js'
import {startStsEmulator} from '../emulators/sts/emulator.js'
import {service} from './objects.js'
import type {CommandName, CommandRun} from './run-command.js'
import {AS_PROD, shown, stage, withoutPauses} from './stage.js'

// What the environment and the AWS files say → what is sent, or told. The AWS CLI and the Go SDK are the judges.

const ROLE = 'arn:aws:iam::222233334444:role/dns'
const USER = 'arn:aws:iam::111122223333:user/ci'
const NO_ZONES =
  '<ListHostedZonesResponse xmlns="https://route53.amazonaws.com/doc/2013-04-01/"><HostedZones/><IsTruncated>false</IsTruncated><MaxItems>100</MaxItems></ListHostedZonesResponse>'

interface Row {
  /** Variables besides those that lead to the emulators. FOLDER stands for a folder of the test. */
  readonly environment?: Readonly<Record<string, string>>
  readonly config?: string
  readonly credentials?: string
  /** Other files by name. */
  readonly files?: Readonly<Record<string, string>>
  readonly flags?: readonly string[]
  /** The server that the proxy leads to; PROXY stands for its address. */
  readonly proxied?: 'route53' | 'sts' | 'sso'
}

interface Sent extends Row {
  /** The access key and the region of each call to Route 53. */
  readonly sent: string
  /** `operation key region` of each call to STS. */
  readonly sts?: readonly string[]
  /** The whole of stderr. */
  readonly note?: string
}

interface Told extends Row {
  readonly happened: string
  /** Of the first fix. */
  readonly fix: string
  readonly doing?: string
}

interface Run extends CommandRun {
  readonly sent: readonly string[]
  readonly sts: readonly string[]
  /** What the proxy was asked for: `method target`. */
  readonly proxied: readonly string[]
}

async function run(row: Row, command: CommandName = 'plan', ...argv: readonly string[]): Promise<Run> {
  const sent: string[] = []
  const route53 = await serveLoopback(async ({headers}): Promise<LoopbackAnswer> => {
    const [, key, region] = /Credential=([^/]+)\/\d+\/([^/]+)\/route53\//.exec(headers.authorization ?? '') ?? []
    sent.push(`${key} ${region}`)
    return {kind: 'answer', status: 200, headers: {'content-type': 'text/xml'}, body: NO_ZONES}
  })
  const sts = await startStsEmulator({
    keys: {AKIAUSER: USER, AKIABASE: USER, ASIANODE: 'arn:aws:sts::111122223333:assumed-role/node/i-1'},
    roles: [
      {
        arn: ROLE,
        trusts: [
          USER,
          'arn:aws:sts::222233334444:assumed-role/web/pod',
          'arn:aws:sts::111122223333:assumed-role/node/i-1',
        ],
        tokens: ['pod-token'],
      },
      {arn: 'arn:aws:iam::222233334444:role/web', tokens: ['pod-token']},
      {arn: 'arn:aws-cn:iam::222233334444:role/dns', trusts: [USER]},
    ],
    knownTokens: ['pod-token', 'other-token'],
    expiredTokens: ['old-token'],
    disabledRegions: ['ap-east-1'],
  })
  const sso = await startSsoEmulator({users: {valid: ['111122223333 dns']}, key: 'ASIASSO'})
  const imds = await startInstanceMetadata({role: 'node', key: 'ASIANODE'})
  const bare = await startInstanceMetadata()
  const container = await startContainerEndpoint({key: 'ASIAPOD', token: 'pod-secret'})
  const proxy = await startProxy({leadsTo: Number(new URL({route53, sts, sso}[row.proxied ?? 'route53'].url).port)})
  onTestFinished(async () => {
    await Promise.all([proxy, route53, sts, sso, imds, bare, container].map((server) => server.close()))
  })
  const scene = await stage({objects: []})
  const {folder} = scene
  const filled = (text: string) =>
    text
      .replaceAll('FOLDER', folder)
      .replaceAll('PROXY', `http://${proxy.host}`)
      .replaceAll('IMDS', imds.url)
      .replaceAll('BARE', bare.url)
      .replaceAll('CONTAINER', `${container.url}/v1/credentials`)
  const write = (name: string, text: string) => {
    writeFileSync(join(folder, name), filled(text))
    return join(folder, name)
  }
  for (const [name, text] of Object.entries(row.files ?? {})) {
    mkdirSync(join(folder, name, '..'), {recursive: true})
    write(name, text)
  }
  const variables = Object.entries(row.environment ?? {}).map(([name, text]) => [name, filled(text)] as const)
  const environment = scene.with({
    AWS_ACCESS_KEY_ID: '',
    AWS_SECRET_ACCESS_KEY: '',
    AWS_ENDPOINT_URL: '',
    AWS_ENDPOINT_URL_ROUTE_53: route53.url,
    AWS_ENDPOINT_URL_STS: sts.url,
    AWS_ENDPOINT_URL_SSO: sso.url,
    AWS_CONFIG_FILE: write('aws-config', row.config ?? ''),
    AWS_SHARED_CREDENTIALS_FILE: write('aws-credentials', row.credentials ?? ''),
    ...Object.fromEntries(variables),
  })
  const outcome = await scene.runWith(
    {environment},
    command,
    AS_PROD,
    '--aws-api-retries=0',
    ...(row.flags ?? []),
    ...argv,
  )
  return {
    ...outcome,
    sent,
    proxied: proxy.calls.map(({kind, target}) => `${kind} ${target}`),
    sts: sts.calls.map(({operation, signedBy, region}) => [operation, signedBy, region].filter(Boolean).join(' ')),
  }
}

const KEYS = {AWS_ACCESS_KEY_ID: 'AKIAUSER', AWS_SECRET_ACCESS_KEY: 'x'}
const keys = (profile: string, key: string) => `[${profile}]\naws_access_key_id=${key}\naws_secret_access_key=x\n`
const POD = {AWS_WEB_IDENTITY_TOKEN_FILE: 'FOLDER/token', AWS_ROLE_ARN: ROLE}
const CHAIN = `[profile dns]\nrole_arn=${ROLE}\nsource_profile=base\n`

/** The file that `aws sso login` leaves. */
function ssoToken(session: string, accessToken: string, expiresAt = '2099-01-01T00:00:00Z') {
  const name = `.aws/sso/cache/${createHash('sha1').update(session).digest('hex')}.json`
  return {
    [name]: JSON.stringify({accessToken, expiresAt, region: 'us-east-1', startUrl: 'https://corp.awsapps.com/start'}),
  }
}

function ssoProfile(session: string, role = 'dns'): string {
  return `[profile dev]\nsso_session=${session}\nsso_account_id=111122223333\nsso_role_name=${role}\n[sso-session ${session}]\nsso_start_url=https://corp.awsapps.com/start\nsso_region=us-east-1\n`
}

beforeAll(withoutPauses)

describe('what is sent', () => {
  it.each<[title: string, row: Sent]>([
    ['the keys of the environment', {environment: KEYS, sent: 'AKIAUSER us-east-1'}],
    ['the region of AWS_REGION', {environment: {...KEYS, AWS_REGION: 'eu-west-1'}, sent: 'AKIAUSER eu-west-1'}],
    [
      'the region of AWS_DEFAULT_REGION, which may be in another partition',
      {environment: {...KEYS, AWS_DEFAULT_REGION: 'cn-north-1'}, sent: 'AKIAUSER cn-north-1'},
    ],
    [
      'AWS_REGION before AWS_DEFAULT_REGION',
      {
        environment: {...KEYS, AWS_REGION: 'us-gov-west-1', AWS_DEFAULT_REGION: 'eu-west-1'},
        sent: 'AKIAUSER us-gov-west-1',
      },
    ],
    [
      'AWS_DEFAULT_REGION before the region of the profile',
      {
        environment: {AWS_DEFAULT_REGION: 'eu-west-1'},
        config: '[default]\nregion=eu-north-1\n',
        credentials: keys('default', 'AKIABASE'),
        sent: 'AKIABASE eu-west-1',
      },
    ],
    [
      'the profile called default, with its region',
      {
        config: '[default]\nregion=eu-north-1\n',
        credentials: keys('default', 'AKIABASE'),
        sent: 'AKIABASE eu-north-1',
      },
    ],
    [
      'the profile of AWS_PROFILE',
      {environment: {AWS_PROFILE: 'dev'}, credentials: keys('dev', 'AKIABASE'), sent: 'AKIABASE us-east-1'},
    ],
    [
      'the profile of AWS_DEFAULT_PROFILE',
      {environment: {AWS_DEFAULT_PROFILE: 'dev'}, credentials: keys('dev', 'AKIABASE'), sent: 'AKIABASE us-east-1'},
    ],
    [
      'keys of the environment before the profile of AWS_PROFILE, whose region counts',
      {
        environment: {...KEYS, AWS_PROFILE: 'dev'},
        config: '[profile dev]\nregion=eu-north-1\n',
        credentials: keys('dev', 'AKIABASE'),
        sent: 'AKIAUSER eu-north-1',
        note: 'Warning: AWS_PROFILE=dev: its credentials are not used because the environment has keys, as in the AWS CLI; --aws-profile=dev uses the profile\n',
      },
    ],
    [
      'keys of the environment beside an AWS_PROFILE that is not there, as the Go SDK has it',
      {
        environment: {...KEYS, AWS_PROFILE: 'nobody'},
        sent: 'AKIAUSER us-east-1',
        note: 'Warning: AWS_PROFILE=nobody: its credentials are not used because the environment has keys, as in the AWS CLI; --aws-profile=nobody uses the profile\n',
      },
    ],
    [
      'the profile of the flag before keys of the environment',
      {
        environment: {...KEYS, AWS_PROFILE: 'other'},
        credentials: keys('dev', 'AKIABASE'),
        flags: ['--aws-profile=dev'],
        sent: 'AKIABASE us-east-1',
      },
    ],
    [
      "a role of the flag, taken on with the environment's keys",
      {
        environment: KEYS,
        flags: [`--aws-assume-role=${ROLE}`],
        sts: ['AssumeRole AKIAUSER us-east-1'],
        sent: 'ASIADNS us-east-1',
      },
    ],
    [
      'a role in China, asked for there',
      {
        environment: KEYS,
        flags: ['--aws-assume-role=arn:aws-cn:iam::222233334444:role/dns'],
        sts: ['AssumeRole AKIAUSER cn-northwest-1'],
        sent: 'ASIADNS cn-northwest-1',
      },
    ],
    [
      'a role of a profile, taken on with its source_profile',
      {
        environment: {AWS_PROFILE: 'dns', AWS_DEFAULT_REGION: 'eu-west-1'},
        config: CHAIN,
        credentials: keys('base', 'AKIABASE'),
        sts: ['AssumeRole AKIABASE eu-west-1'],
        sent: 'ASIADNS eu-west-1',
      },
    ],
    [
      'a profile that is its own source_profile',
      {
        environment: {AWS_PROFILE: 'dns'},
        config: `[profile dns]\nrole_arn=${ROLE}\nsource_profile=dns\n`,
        credentials: keys('dns', 'AKIABASE'),
        sts: ['AssumeRole AKIABASE us-east-1'],
        sent: 'ASIADNS us-east-1',
      },
    ],
    [
      'a role of a profile, taken on with the role of the instance',
      {
        environment: {AWS_PROFILE: 'dns', AWS_EC2_METADATA_SERVICE_ENDPOINT: 'IMDS', AWS_EC2_METADATA_DISABLED: ''},
        config: `[profile dns]\nrole_arn=${ROLE}\ncredential_source=Ec2InstanceMetadata\n`,
        sts: ['AssumeRole ASIANODE us-east-1'],
        sent: 'ASIADNS us-east-1',
      },
    ],
    [
      'the token of a pod',
      {
        environment: {...POD, AWS_REGION: 'eu-west-1'},
        files: {token: 'pod-token'},
        sts: ['AssumeRoleWithWebIdentity'],
        sent: 'ASIADNS eu-west-1',
      },
    ],
    [
      'the token of a pod before the profile called default',
      {
        environment: POD,
        files: {token: 'pod-token'},
        credentials: keys('default', 'AKIABASE'),
        sts: ['AssumeRoleWithWebIdentity'],
        sent: 'ASIADNS us-east-1',
      },
    ],
    [
      'keys before the token of a pod',
      {environment: {...POD, ...KEYS}, files: {token: 'pod-token'}, sent: 'AKIAUSER us-east-1'},
    ],
    [
      'a role of the flag, taken on with the token of a pod',
      {
        environment: {...POD, AWS_ROLE_ARN: 'arn:aws:iam::222233334444:role/web', AWS_ROLE_SESSION_NAME: 'pod'},
        files: {token: 'pod-token'},
        flags: [`--aws-assume-role=${ROLE}`],
        sts: ['AssumeRoleWithWebIdentity', 'AssumeRole ASIAWEB us-east-1'],
        sent: 'ASIADNS us-east-1',
      },
    ],
    [
      'a profile with a token file',
      {
        environment: {AWS_PROFILE: 'pod'},
        config: `[profile pod]\nrole_arn=${ROLE}\nweb_identity_token_file=FOLDER/token\n`,
        files: {token: 'pod-token'},
        sts: ['AssumeRoleWithWebIdentity'],
        sent: 'ASIADNS us-east-1',
      },
    ],
    [
      'what a credential_process prints',
      {
        environment: {AWS_PROFILE: 'tool'},
        config: '[profile tool]\ncredential_process=cat FOLDER/keys.json\n',
        files: {'keys.json': '{"Version": 1, "AccessKeyId": "AKIATOOL", "SecretAccessKey": "x"}'},
        sent: 'AKIATOOL us-east-1',
      },
    ],
    [
      'the keys of an SSO session',
      {
        environment: {AWS_PROFILE: 'dev'},
        config: ssoProfile('good'),
        files: ssoToken('good', 'valid'),
        sent: 'ASIASSO us-east-1',
      },
    ],
    [
      'the keys of a container',
      {
        environment: {AWS_CONTAINER_CREDENTIALS_FULL_URI: 'CONTAINER', AWS_CONTAINER_AUTHORIZATION_TOKEN: 'pod-secret'},
        sent: 'ASIAPOD us-east-1',
      },
    ],
    [
      "the keys of a container, its token read from EKS's file, for a profile that has a region alone",
      {
        environment: {
          AWS_PROFILE: 'dev',
          AWS_CONTAINER_CREDENTIALS_FULL_URI: 'CONTAINER',
          AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: 'FOLDER/token',
        },
        config: '[profile dev]\nregion=eu-north-1\n',
        files: {token: 'pod-secret'},
        sent: 'ASIAPOD eu-north-1',
      },
    ],
    [
      'the keys of the role of the instance',
      {
        environment: {AWS_EC2_METADATA_SERVICE_ENDPOINT: 'IMDS', AWS_EC2_METADATA_DISABLED: ''},
        sent: 'ASIANODE us-east-1',
      },
    ],
  ])('%s', async (_title, {sent, sts = [], note = '', ...row}) => {
    const outcome = await run(row)
    expect(shown(outcome.stderr)).toBe(note)
    expect(outcome.sent).toEqual([sent])
    expect(outcome.sts).toEqual(sts)
    expect(outcome.exitCode).toBe(0)
  })
})

it('a plan file is applied with the same credentials, and the same note', async () => {
  const scene = await stage({objects: [service('web', 'web.example.com')]})
  const file = join(scene.folder, 'plan.json')
  expect((await scene.run('plan', AS_PROD, `--out=${file}`)).exitCode).toBe(0)
  const {stderr, exitCode} = await scene.runWith({environment: scene.with({AWS_PROFILE: 'dev'})}, 'apply', file)
  expect(stderr).toContain('Warning: AWS_PROFILE=dev: its credentials are not used because the environment has keys')
  expect(exitCode).toBe(0)
})

describe('what is told', () => {
  it.each<[title: string, row: Told]>([
    [
      'half a key pair: no secret',
      {
        environment: {AWS_ACCESS_KEY_ID: 'AKIAUSER'},
        credentials: keys('default', 'AKIABASE'),
        happened: 'AWS_ACCESS_KEY_ID is set, and AWS_SECRET_ACCESS_KEY is not.',
        fix: 'set AWS_SECRET_ACCESS_KEY too, or unset AWS_ACCESS_KEY_ID',
      },
    ],
    [
      'half a key pair: no id',
      {
        environment: {AWS_SECRET_ACCESS_KEY: 'hush'},
        happened: 'AWS_SECRET_ACCESS_KEY is set, and AWS_ACCESS_KEY_ID is not.',
        fix: 'set AWS_ACCESS_KEY_ID too',
      },
    ],
    [
      'half a key pair of a profile',
      {
        environment: {AWS_PROFILE: 'dev'},
        credentials: '[dev]\naws_access_key_id=AKIABASE\n',
        doing: 'sign in to AWS (profile "dev")',
        happened: 'Profile "dev" has aws_access_key_id without aws_secret_access_key.',
        fix: 'enter both: aws configure --profile dev',
      },
    ],
    [
      'a profile that is not there',
      {
        environment: {AWS_PROFILE: 'nobody'},
        credentials: keys('default', 'AKIABASE'),
        doing: 'sign in to AWS (profile "nobody")',
        happened: 'There is no profile "nobody" in the AWS config and credentials files, or it is empty.',
        fix: 'check that profile "nobody" exists: aws configure list-profiles',
      },
    ],
    [
      'a profile by the name of what every object has',
      {
        flags: ['--aws-profile=constructor'],
        doing: 'sign in to AWS (profile "constructor")',
        happened: 'There is no profile "constructor" in the AWS config and credentials files, or it is empty.',
        fix: 'check that profile "constructor" exists: aws configure list-profiles',
      },
    ],
    [
      'a source_profile that is not there',
      {
        environment: {AWS_PROFILE: 'dns'},
        config: CHAIN,
        doing: 'sign in to AWS (profile "dns")',
        happened: 'Profile "dns" names "base" as its source_profile, but there is no such profile.',
        fix: 'correct source_profile of profile "dns": aws configure list-profiles shows what there is',
      },
    ],
    [
      'a source_profile without credentials',
      {
        environment: {AWS_PROFILE: 'dns'},
        config: `${CHAIN}[profile base]\nregion=eu-west-1\n`,
        doing: 'sign in to AWS (profile "dns")',
        happened: 'Profile "base", the source_profile of "dns", holds no credentials.',
        fix: 'give it some: aws configure --profile base, or aws configure sso --profile base',
      },
    ],
    [
      'source_profile in a circle',
      {
        environment: {AWS_PROFILE: 'dns'},
        config: `${CHAIN}[profile base]\nrole_arn=${ROLE}\nsource_profile=dns\n`,
        doing: 'sign in to AWS (profile "dns")',
        happened: 'the source_profile settings form a loop: "dns" -> "base" -> "dns".',
        fix: 'set source_profile of one of them to a profile that has credentials',
      },
    ],
    [
      'a role with nothing to take it on with',
      {
        environment: {AWS_PROFILE: 'dns'},
        config: `[profile dns]\nrole_arn=${ROLE}\n`,
        doing: 'sign in to AWS (profile "dns")',
        happened: 'Profile "dns" has a role_arn, but no credentials to assume the role with.',
        fix: 'add source_profile, credential_source or web_identity_token_file to profile "dns"',
      },
    ],
    [
      'two sources for one role',
      {
        environment: {AWS_PROFILE: 'dns'},
        config: `${CHAIN}credential_source=Environment\n`,
        credentials: keys('base', 'AKIABASE'),
        doing: 'sign in to AWS (profile "dns")',
        happened: 'Profile "dns" has both source_profile and credential_source.',
        fix: 'leave one of them out',
      },
    ],
    [
      'a credential_source that is none',
      {
        environment: {AWS_PROFILE: 'dns'},
        config: `[profile dns]\nrole_arn=${ROLE}\ncredential_source=Ec2\n`,
        doing: 'sign in to AWS (profile "dns")',
        happened: 'Profile "dns" has the unknown credential_source "Ec2".',
        fix: 'write one of Ec2InstanceMetadata, EcsContainer, Environment',
      },
    ],
    [
      'a role of the flag whose trust policy does not name us',
      {
        environment: KEYS,
        flags: ['--aws-assume-role=arn:aws:iam::222233334444:role/web'],
        happened: `AWS refused: ${USER} may not sts:AssumeRole on arn:aws:iam::222233334444:role/web.`,
        fix: `allow sts:AssumeRole on arn:aws:iam::222233334444:role/web to ${USER}`,
      },
    ],
    [
      'a role of a profile whose trust policy does not name us',
      {
        environment: {AWS_PROFILE: 'dns'},
        config: '[profile dns]\nrole_arn=arn:aws:iam::222233334444:role/web\nsource_profile=base\n',
        credentials: keys('base', 'AKIABASE'),
        doing: 'sign in to AWS (profile "dns")',
        happened: `AWS refused: ${USER} may not sts:AssumeRole on arn:aws:iam::222233334444:role/web.`,
        fix: `allow sts:AssumeRole on arn:aws:iam::222233334444:role/web to ${USER}`,
      },
    ],
    [
      'a key that STS does not know',
      {
        environment: {...KEYS, AWS_ACCESS_KEY_ID: 'AKIANOBODY'},
        flags: [`--aws-assume-role=${ROLE}`],
        happened: 'AWS does not know these credentials (InvalidClientTokenId).',
        fix: 'see which credentials are used: aws sts get-caller-identity',
      },
    ],
    [
      'a region in which STS is switched off',
      {
        environment: {...KEYS, AWS_REGION: 'ap-east-1'},
        flags: [`--aws-assume-role=${ROLE}`],
        happened: 'AWS refused: STS is not activated in this region for account:1111.',
        fix: 'activate STS in that region (IAM, account settings)',
      },
    ],
    [
      'STS that is not there',
      {
        environment: {...KEYS, AWS_ENDPOINT_URL_STS: 'http://127.0.0.1:9'},
        flags: [`--aws-assume-role=${ROLE}`],
        happened: 'The AWS sign-in service cannot be reached: connect ECONNREFUSED 127.0.0.1:9.',
        fix: 'check the network, the VPN and the proxy (HTTPS_PROXY, NO_PROXY)',
      },
    ],
    [
      'a token whose role does not trust it',
      {
        environment: POD,
        files: {token: 'other-token'},
        happened: `AWS refused: the token in FOLDER/token may not assume the role ${ROLE} (sts:AssumeRoleWithWebIdentity).`,
        fix: "name the cluster's OIDC provider and this service account in the role's trust policy: aws iam get-role --role-name dns",
      },
    ],
    [
      'a token of an issuer that the account does not know',
      {
        environment: POD,
        files: {token: 'foreign-token'},
        happened:
          'AWS does not accept the token in FOLDER/token: No OpenIDConnect provider found in your account for https://oidc.example.com/id/1.',
        fix: "make the cluster's OIDC issuer an identity provider of account 222233334444: eksctl utils associate-iam-oidc-provider --cluster NAME --approve",
      },
    ],
    [
      'a token that has expired',
      {
        environment: POD,
        files: {token: 'old-token'},
        happened: 'The token in FOLDER/token has expired.',
        fix: 'get a new token: the kubelet renews the file in a pod, but not a copy of the file',
      },
    ],
    [
      'a token file that is not there',
      {
        environment: POD,
        happened: 'The token file FOLDER/token cannot be read (ENOENT).',
        fix: 'check AWS_WEB_IDENTITY_TOKEN_FILE, or web_identity_token_file of the profile',
      },
    ],
    [
      'a token file without a role',
      {
        environment: {...POD, AWS_ROLE_ARN: ''},
        happened: 'AWS_WEB_IDENTITY_TOKEN_FILE is set, and AWS_ROLE_ARN is not.',
        fix: 'set AWS_ROLE_ARN to the role for the token: in EKS the annotation eks.amazonaws.com/role-arn of the service account sets it',
      },
    ],
    [
      'an SSO session that has expired',
      {
        environment: {AWS_PROFILE: 'dev'},
        config: ssoProfile('late'),
        files: ssoToken('late', 'valid', '2020-01-01T00:00:00Z'),
        doing: 'sign in to AWS (profile "dev")',
        happened: 'The SSO session has expired.',
        fix: 'aws sso login --profile dev, then run this command again',
      },
    ],
    [
      'an SSO session that the portal has ended, of the source_profile',
      {
        environment: {AWS_PROFILE: 'dns'},
        config: `${CHAIN.replace('=base', '=dev')}${ssoProfile('ended')}`,
        files: ssoToken('ended', 'ended'),
        doing: 'sign in to AWS (profile "dns")',
        happened: 'The SSO session has expired.',
        fix: 'aws sso login --profile dev, then run this command again',
      },
    ],
    [
      'nobody signed in with SSO',
      {
        environment: {AWS_PROFILE: 'dev'},
        config: ssoProfile('none'),
        doing: 'sign in to AWS (profile "dev")',
        happened: 'The SSO session has expired.',
        fix: 'aws sso login --profile dev, then run this command again',
      },
    ],
    [
      'a role that the SSO user may not use',
      {
        environment: {AWS_PROFILE: 'dev'},
        config: ssoProfile('admin', 'admin'),
        files: ssoToken('admin', 'valid'),
        doing: 'sign in to AWS (profile "dev")',
        happened: 'AWS refused: this SSO user may not use role admin in account 111122223333 (profile "dev").',
        fix: 'ask for the permission set to be assigned in IAM Identity Center',
      },
    ],
    [
      'an sso_session that is not there',
      {
        environment: {AWS_PROFILE: 'dev'},
        config: '[profile dev]\nsso_session=gone\nsso_account_id=111122223333\nsso_role_name=dns\n',
        doing: 'sign in to AWS (profile "dev")',
        happened: 'Profile "dev" names "gone" as its sso_session, but there is no such session.',
        fix: 'set it up: aws configure sso --profile dev',
      },
    ],
    [
      'SSO settings that lack something',
      {
        environment: {AWS_PROFILE: 'dev'},
        config: '[profile dev]\nsso_start_url=https://corp.awsapps.com/start\nsso_account_id=111122223333\n',
        doing: 'sign in to AWS (profile "dev")',
        happened: 'Profile "dev" signs in with SSO, but lacks sso_region, sso_role_name.',
        fix: 'set it up: aws configure sso --profile dev',
      },
    ],
    [
      'a credential_process that fails, by its stderr and without its command',
      {
        environment: {AWS_PROFILE: 'tool', DEBUG: '*'},
        config: '[profile tool]\ncredential_process=sh FOLDER/tool.sh --password hush\n',
        files: {'tool.sh': 'echo vault is sealed >&2; exit 3'},
        doing: 'sign in to AWS (profile "tool")',
        happened: 'The credential_process of profile "tool" gave no credentials: it wrote to stderr: vault is sealed.',
        fix: 'run it by hand: aws configure get credential_process --profile tool shows it',
      },
    ],
    [
      'a credential_process that says nothing',
      {
        environment: {AWS_PROFILE: 'tool'},
        config: '[profile tool]\ncredential_process=sh FOLDER/tool.sh --password hush\n',
        files: {'tool.sh': 'exit 3'},
        doing: 'sign in to AWS (profile "tool")',
        happened:
          'The credential_process of profile "tool" gave no credentials: it failed and wrote nothing to stderr.',
        fix: 'run it by hand: aws configure get credential_process --profile tool shows it',
      },
    ],
    [
      'a credential_process that prints something else',
      {
        environment: {AWS_PROFILE: 'tool'},
        config: '[profile tool]\ncredential_process=echo hush\n',
        doing: 'sign in to AWS (profile "tool")',
        happened: 'The credential_process of profile "tool" gave no credentials: it returned invalid JSON.',
        fix: 'run it by hand: aws configure get credential_process --profile tool shows it',
      },
    ],
    [
      'a profile that wants an MFA code',
      {
        environment: {AWS_PROFILE: 'dns'},
        config: `${CHAIN}mfa_serial=arn:aws:iam::111122223333:mfa/ci\n`,
        credentials: keys('base', 'AKIABASE'),
        doing: 'sign in to AWS (profile "dns")',
        happened: 'Profile "dns" needs an MFA code, and this program does not ask for one.',
        fix: 'sign in beforehand: eval "$(aws configure export-credentials --profile dns --format env)", then run this command again without the profile',
      },
    ],
    [
      'the endpoint of a container that refuses',
      {
        environment: {AWS_CONTAINER_CREDENTIALS_FULL_URI: 'CONTAINER', AWS_CONTAINER_AUTHORIZATION_TOKEN: 'guess'},
        happened: "The container's credentials endpoint gave no credentials: the token is not valid.",
        fix: 'check AWS_CONTAINER_CREDENTIALS_FULL_URI, AWS_CONTAINER_CREDENTIALS_RELATIVE_URI and the token file',
      },
    ],
    [
      'an instance without a role',
      {
        environment: {AWS_EC2_METADATA_SERVICE_ENDPOINT: 'BARE', AWS_EC2_METADATA_DISABLED: ''},
        happened: 'The metadata service of this instance gave no credentials (HTTP 404).',
        fix: 'give the instance an IAM role',
      },
    ],
    [
      'no instance at all',
      {
        environment: {AWS_EC2_METADATA_SERVICE_ENDPOINT: 'http://127.0.0.1:9', AWS_EC2_METADATA_DISABLED: ''},
        happened: 'No credentials were found: Could not load credentials from any providers.',
        fix: 'set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY (and AWS_SESSION_TOKEN for temporary keys)',
      },
    ],
    [
      'a CA bundle that is not there',
      {
        environment: {...KEYS, AWS_CA_BUNDLE: 'FOLDER/ca.pem'},
        doing: 'read the certificates of AWS_CA_BUNDLE',
        happened: 'FOLDER/ca.pem cannot be read (ENOENT).',
        fix: 'set AWS_CA_BUNDLE to a readable file of certificates (PEM), or remove the setting',
      },
    ],
    [
      'a CA bundle of a profile without a certificate',
      {
        environment: {AWS_PROFILE: 'dev'},
        config: '[profile dev]\nca_bundle=FOLDER/ca.pem\n',
        credentials: keys('dev', 'AKIABASE'),
        files: {'ca.pem': 'nothing'},
        doing: 'read the certificates of ca_bundle of profile "dev"',
        happened: 'FOLDER/ca.pem holds no certificate.',
        fix: 'set ca_bundle of profile "dev" to a readable file of certificates (PEM), or remove the setting',
      },
    ],
    [
      'a proxy that is not there',
      {
        environment: {
          ...KEYS,
          HTTP_PROXY: 'http://me:hush@127.0.0.1:9',
          AWS_ENDPOINT_URL_ROUTE_53: 'http://route53.test',
        },
        doing: 'list the hosted zones',
        happened:
          'AWS cannot be reached: connect ECONNREFUSED 127.0.0.1:9, through the proxy http://********@127.0.0.1:9 (HTTP_PROXY).',
        fix: 'check the network and the VPN',
      },
    ],
    [
      'a proxy that has no address',
      {
        environment: {...KEYS, HTTP_PROXY: 'ftp://me:hush@proxy', AWS_ENDPOINT_URL_ROUTE_53: 'http://route53.test'},
        doing: 'use the proxy of HTTP_PROXY',
        happened: '"ftp://********@proxy" is not an address of a proxy.',
        fix: 'write HTTP_PROXY like http://proxy.example.com:3128, or with https:// or socks5://',
      },
    ],
  ])('%s', async (_title, {happened, fix, doing = 'sign in to AWS', ...row}) => {
    const {stdout, stderr, exitCode, sent} = await run(row)
    const [head, body, firstFix] = shown(stderr)
      .replaceAll(/\/\S*external-dns-ts-command-\w+/g, 'FOLDER')
      .split('\n')
    expect(head).toBe(`Error: cannot ${doing}`)
    expect(body).toBe(`  ${happened} Nothing was changed.`)
    expect(firstFix).toBe(`  Fix: ${fix}`)
    expect(stderr).not.toMatch(/hush|route53:/)
    expect([stdout, exitCode, sent]).toEqual(['', 1, []])
  })
})

describe('a proxy', () => {
  const ROUTE53 = {...KEYS, AWS_ENDPOINT_URL_ROUTE_53: 'http://route53.test'}

  it.each<[title: string, row: Row, proxied: readonly string[]]>([
    ['HTTP_PROXY', {environment: {...ROUTE53, HTTP_PROXY: 'PROXY'}}, ['GET route53.test:80']],
    ['http_proxy', {environment: {...ROUTE53, http_proxy: 'PROXY'}}, ['GET route53.test:80']],
    ['ALL_PROXY', {environment: {...ROUTE53, ALL_PROXY: 'PROXY'}}, ['GET route53.test:80']],
    [
      'NO_PROXY with another host',
      {environment: {...ROUTE53, HTTP_PROXY: 'PROXY', NO_PROXY: 'sts.test'}},
      ['GET route53.test:80'],
    ],
    ['this machine, which needs none', {environment: {...KEYS, HTTP_PROXY: 'PROXY'}}, []],
    [
      'STS for a role of the flag',
      {
        environment: {...KEYS, HTTP_PROXY: 'PROXY', AWS_ENDPOINT_URL_STS: 'http://sts.test'},
        flags: [`--aws-assume-role=${ROLE}`],
        proxied: 'sts',
      },
      ['POST sts.test:80'],
    ],
    [
      'STS for a role of a profile',
      {
        environment: {AWS_PROFILE: 'dns', HTTP_PROXY: 'PROXY', AWS_ENDPOINT_URL_STS: 'http://sts.test'},
        config: CHAIN,
        credentials: keys('base', 'AKIABASE'),
        proxied: 'sts',
      },
      ['POST sts.test:80'],
    ],
    [
      'STS for the token of a pod',
      {
        environment: {...POD, HTTP_PROXY: 'PROXY', AWS_ENDPOINT_URL_STS: 'http://sts.test'},
        files: {token: 'pod-token'},
        proxied: 'sts',
      },
      ['POST sts.test:80'],
    ],
    [
      'SSO',
      {
        environment: {AWS_PROFILE: 'dev', HTTP_PROXY: 'PROXY', AWS_ENDPOINT_URL_SSO: 'http://sso.test'},
        config: ssoProfile('proxied'),
        files: ssoToken('proxied', 'valid'),
        proxied: 'sso',
      },
      ['GET sso.test:80'],
    ],
  ])('%s', async (_title, row, proxied) => {
    const outcome = await run(row)
    expect(shown(outcome.stderr)).toBe('')
    expect(outcome.proxied).toEqual(proxied)
    expect(outcome.sent).toHaveLength(1)
  })

  it('is left out for a host of NO_PROXY, which then is looked up here', async () => {
    const {stderr, proxied} = await run({
      environment: {
        ...ROUTE53,
        AWS_ENDPOINT_URL_ROUTE_53: 'http://route53.invalid',
        HTTP_PROXY: 'PROXY',
        NO_PROXY: '.invalid',
      },
    })
    expect(stderr).toMatch(/AWS cannot be reached: getaddrinfo \w+ route53\.invalid/)
    expect(proxied).toEqual([])
  })

  it('is asked who we are through, too', async () => {
    const row: Row = {
      environment: {...KEYS, HTTP_PROXY: 'PROXY', AWS_ENDPOINT_URL_STS: 'http://sts.test'},
      flags: ['--verbose'],
      proxied: 'sts',
    }
    const {stderr, sts, proxied} = await run(row)
    expect(stderr).toContain(`Note: signed in to AWS as ${USER}\n`)
    expect(sts).toEqual(['GetCallerIdentity AKIAUSER us-east-1'])
    expect(proxied).toEqual(['POST sts.test:80'])
  })
})

describe('the endpoints of a region', () => {
  const SDK = {AWS_ENDPOINT_URL_ROUTE_53: '', AWS_ENDPOINT_URL_STS: '', HTTPS_PROXY: 'PROXY'}

  it.each([
    ['eu-west-1', 'route53.amazonaws.com', 'sts.eu-west-1.amazonaws.com'],
    ['cn-north-1', 'route53.amazonaws.com.cn', 'sts.cn-north-1.amazonaws.com.cn'],
    ['us-gov-west-1', 'route53.us-gov.amazonaws.com', 'sts.us-gov-west-1.amazonaws.com'],
    ['us-iso-east-1', 'route53.c2s.ic.gov', 'sts.us-iso-east-1.c2s.ic.gov'],
    ['us-isob-east-1', 'route53.sc2s.sgov.gov', 'sts.us-isob-east-1.sc2s.sgov.gov'],
    ['eu-isoe-west-1', 'route53.cloud.adc-e.uk', 'sts.eu-isoe-west-1.cloud.adc-e.uk'],
    ['us-isof-south-1', 'route53.csp.hci.ic.gov', 'sts.us-isof-south-1.csp.hci.ic.gov'],
    ['eusc-de-east-1', 'route53.amazonaws.eu', 'sts.eusc-de-east-1.amazonaws.eu'],
  ])('%s', async (region, route53, sts) => {
    const environment = {...KEYS, ...SDK, AWS_DEFAULT_REGION: region}
    const calls = await run({environment})
    expect(calls.proxied).toContain(`CONNECT ${route53}:443`)
    const asRole = await run({environment, flags: [`--aws-assume-role=${ROLE}`]})
    expect(new Set(asRole.proxied)).toEqual(new Set([`CONNECT ${sts}:443`]))
  })
})

describe('doctor --iam-policy', () => {
  it.each<[partition: string, row: Row]>([
    ['aws', {}],
    ['aws-cn', {environment: {AWS_DEFAULT_REGION: 'cn-north-1'}}],
    ['aws-us-gov', {environment: {AWS_PROFILE: 'gov'}, config: '[profile gov]\nregion=us-gov-east-1\n'}],
    ['aws-us-gov', {flags: ['--aws-profile=gov'], config: '[profile gov]\nregion=us-gov-east-1\n'}],
    ['aws-iso-b', {environment: {AWS_REGION: 'us-isob-east-1'}}],
    ['aws-eusc', {environment: {AWS_REGION: 'eusc-de-east-1'}}],
    ['aws-iso', {flags: ['--aws-zone-role=example.com=arn:aws-iso:iam::222233334444:role/dns']}],
    [
      'aws-cn',
      {
        environment: {AWS_REGION: 'eu-west-1'},
        flags: ['--aws-assume-role=arn:aws-cn:iam::222233334444:role/dns'],
      },
    ],
    ['aws-us-gov', {flags: ['--registry=dynamodb', '--dynamodb-region=us-gov-west-1']}],
  ])('has the ARNs of %s for %o', async (partition, row) => {
    const {stdout, sent} = await run(row, 'doctor', '--iam-policy')
    const policy: {Statement: readonly {Resource: readonly string[]}[]} = JSON.parse(stdout)
    const arns = policy.Statement.flatMap(({Resource}) => Resource).filter((each) => each !== '*')
    expect(new Set(arns.map((arn) => arn.split(':')[1]))).toEqual(new Set([partition]))
    expect(sent).toEqual([])
  })
})
