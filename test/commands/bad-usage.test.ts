import {describe, expect, it} from 'vitest'
import {owned, service} from './objects.js'
import {READING_COMMANDS} from './run-command.js'
import {expectNoWrite, stage} from './stage.js'

const ALL = READING_COMMANDS

const ROWS: readonly (readonly [what: string, argv: readonly string[], happened: string, fix: string])[] = [
  ['an unknown flag', ['--nope'], 'There is no flag --nope.', 'see --help for the flags'],
  ['a mistyped flag', ['--polcy=sync'], 'There is no flag --polcy.', 'did you mean --policy? See --help for all flags'],
  [
    'a flag of another provider',
    ['--google-project=x'],
    '--google-project belongs to Google Cloud DNS; this tool writes to AWS Route 53 only.',
    'drop --google-project',
  ],
  ['an argument too many', ['plan.json', 'more'], 'Unexpected argument: more.', 'see --help'],
  [
    'a limit that a script did not fill in',
    ['--max-deletes='],
    '--max-deletes is empty.',
    'give it a value, or leave it',
  ],
  [
    'no answer to what happens',
    ['--on-missing-target='],
    '--on-missing-target is empty.',
    'give it a value, or leave it',
  ],
  ['no role', ['--aws-zone-role='], '--aws-zone-role is empty.', 'give it a value, or leave it out'],
  ['no format', ['--format='], '--format is empty.', 'give it a value, or leave it out'],
  ['a host that a script did not fill in', ['--only='], '--only is empty.', 'give it a value, or leave it out'],
  [
    'an unknown source',
    ['--source=servce'],
    '--source=servce is not a kind of source.',
    'did you mean --source=service?',
  ],
  [
    'an unknown policy',
    ['--policy=upsert'],
    '--policy=upsert is not one of sync, upsert-only, create-only.',
    'choose one of them',
  ],
  [
    'another provider',
    ['--provider=google'],
    '--provider=google: this tool writes to AWS Route 53 only.',
    'use --provider=aws, or leave it out',
  ],
  [
    'a prefix and a suffix',
    ['--txt-prefix=x-', '--txt-suffix=-y'],
    '--txt-prefix and --txt-suffix exclude each other.',
    'keep the one that external-dns runs with',
  ],
  [
    'an invalid regex',
    ['--regex-domain-filter=('],
    'The domain filter cannot be used: --regex-domain-filter "(" is not a regular expression of the RE2 syntax: error parsing regexp: missing closing ): `(`.',
    'check --domain-filter, --exclude-domains, --regex-domain-filter and --regex-domain-exclusion (RE2: no look-around, no back-references)',
  ],
  [
    'an invalid label selector',
    ['-l', 'tier in'],
    '--label-filter: the selector "tier in" is invalid: found the end where ( should be.',
    "write it as for kubectl: --label-filter='tier=front,env in (prod,stage)'",
  ],
  [
    'an invalid annotation selector',
    ['--annotation-filter=a b'],
    '--annotation-filter: the selector "a b" is invalid: ',
    "write it as for kubectl: --annotation-filter='tier=front,env in (prod,stage)'",
  ],
  [
    'an invalid template',
    ['--fqdn-template={{.Name}}.{{.Namespace'],
    '--fqdn-template is not a valid template: unclosed action (column 11 of "{{.Name}}.{{.Namespace").',
    'check it against the syntax of Go templates, for example --fqdn-template={{.Name}}.example.com',
  ],
  [
    'an invalid duration',
    ['--kube-api-request-timeout=5'],
    '--kube-api-request-timeout: "5" is not a duration such as 300s, 10m or 1h30m.',
    'write a number with a unit: 300ms, 30s, 1m30s',
  ],
  [
    'an invalid number',
    ['--aws-batch-change-size=many'],
    '--aws-batch-change-size is "many", which is not a whole number.',
    'write --aws-batch-change-size=NUMBER',
  ],
  ['a flag without its value', ['-n'], '-n needs a value.', 'write -n VALUE'],
  ['a flag twice', ['-n', 'a', '-n', 'b'], '--namespace is given twice ("a" and "b")', 'keep the one you mean'],
  [
    'a namespace and all of them',
    ['-A', '-n', 'web'],
    '--all-namespaces and --namespace=web exclude each other.',
    'keep the one you mean',
  ],
  [
    'a registry that is not built yet',
    ['--registry=crd'],
    '--registry=crd is not supported yet.',
    'use --registry=txt, --registry=dynamodb or --registry=noop',
  ],
  [
    'the registry of another provider',
    ['--registry=aws-sd'],
    '--registry=aws-sd belongs to AWS Cloud Map; this tool writes to AWS Route 53 only.',
    'use --registry=txt, --registry=dynamodb or --registry=noop',
  ],
  ['no owner id', ['--txt-owner-id='], '--txt-owner-id is empty.', 'name the owner: --txt-owner-id=my-cluster'],
  [
    'a file of arguments that is not there',
    ['@/nowhere/args'],
    'The arguments in @/nowhere/args cannot be read',
    'check the path after @',
  ],
]

describe('a command line that cannot be used', () => {
  it.each(ROWS)('%s', async (_what, argv, happened, fix) => {
    const scene = await stage({objects: [service('front', 'www.example.com')], records: owned('gone.example.com')})
    const {stdout, stderr, exitCode} = await scene.run('apply', '--yes', ...argv)
    expect(stderr).toMatch(/^Error: cannot read the command line\n/)
    expect(stderr).toContain(`\n  ${happened}`)
    expect(stderr).toContain(' Nothing was changed.\n')
    expect(stderr).toContain(fix)
    expect(stdout).toBe('')
    expect(exitCode).toBe(1)
    expect(scene.cluster.calls.total()).toBe(0)
    expect(scene.route53.calls.total()).toBe(0)
  })

  it.each(ALL)('is refused by %s before anything is read', async (command) => {
    const scene = await stage()
    const {stdout, stderr, exitCode} = await scene.run(command, '--source=nope')
    expect(stderr).toContain('--source=nope is not a kind of source. Nothing was changed.')
    expect(stdout).toBe('')
    expect(exitCode).toBe(1)
    expect(scene.cluster.calls.total()).toBe(0)
    expectNoWrite(scene)
  })

  it('a switch of ours that cannot be negated is not offered a --no- form', async () => {
    const scene = await stage()
    const {stderr} = await scene.run('apply', '--yes=perhaps')
    expect(stderr).toContain(
      '--yes is a switch and cannot be "perhaps". Nothing was changed.\n  Fix: write --yes, or leave it out\n',
    )
  })

  it('the same mistakes in the environment are told as such', async () => {
    const scene = await stage()
    const environment = scene.with({EXTERNAL_DNS_POLICY: 'upsert'})
    const {stderr, exitCode} = await scene.runWith({environment}, 'apply', '--yes')
    expect(stderr).toBe(`Error: cannot read the environment
  EXTERNAL_DNS_POLICY=upsert is not one of sync, upsert-only, create-only. Nothing was changed.
  Fix: choose one of them
`)
    expect(exitCode).toBe(1)
  })

  it('flags of a run that never ends are taken and said to mean nothing', async () => {
    const scene = await stage()
    const {stderr, exitCode} = await scene.run('plan', '--txt-owner-id=prod', '--interval=1m', '--events', '--once')
    expect(stderr).toMatch(/^Note: ignored, because this program runs once and ends: --interval, --once, --events\n/)
    expect(exitCode).toBe(0)
  })
})
