import {describe, expect, it} from 'vitest'
import {type ArgvContext, readCommandLine, toOclifArgv, withoutMarker} from '../../../src/cli/command-line/argv.js'
import {toEnvName} from '../../../src/cli/flags/flag-spec.js'
import {usageProblem} from '../usage-problem.js'

const FLAGS: ArgvContext['flags'] = {
  source: {type: 'option', multiple: true},
  policy: {type: 'option', options: ['sync', 'upsert-only', 'create-only']},
  namespace: {type: 'option', char: 'n'},
  'txt-suffix': {type: 'option'},
  'prefer-alias': {type: 'boolean', allowNo: true},
  'no-frills': {type: 'boolean', allowNo: true},
  yes: {type: 'boolean', allowNo: false},
  'all-namespaces': {type: 'boolean', allowNo: true, char: 'A'},
}

function rewrite(
  argv: readonly string[],
  environment: Record<string, string> = {},
  files: Record<string, string> = {},
) {
  const typed = readCommandLine(argv, {
    flags: FLAGS,
    variableOf: (flag) => (flag === 'yes' ? undefined : toEnvName(flag)),
    environment,
    readFile: (path) => {
      const text = files[path]
      if (text === undefined) throw new Error('no such file')
      return text
    },
  })
  return toOclifArgv(typed, FLAGS)
}

describe('the command line', () => {
  it.each([
    {typed: ['--policy=sync'], read: ['--policy=sync']},
    {typed: ['--policy', 'sync'], read: ['--policy=sync']},
    {typed: ['--source=service', '--source', 'ingress'], read: ['--source=service', '--source=ingress']},
    {typed: ['--source=a,b'], read: ['--source=a,b']},
    {typed: ['--prefer-alias=true'], read: ['--prefer-alias']},
    {typed: ['--prefer-alias=F'], read: ['--no-prefer-alias']},
    {typed: ['--no-prefer-alias'], read: ['--no-prefer-alias']},
    {typed: ['--no-frills'], read: ['--no-frills']},
    {typed: ['-n', 'shop'], read: ['--namespace=shop']},
    {typed: ['-nshop'], read: ['--namespace=shop']},
    {typed: ['-n=shop'], read: ['--namespace=shop']},
    {typed: ['-An', 'shop'], read: ['--all-namespaces', '--namespace=shop']},
    {typed: ['plan.json', '--yes'], read: ['--yes', '--', 'plan.json']},
    {typed: ['--yes', '--', '--policy'], read: ['--yes', '--', '--policy']},
    {typed: ['--source', 'service', 'plan.json'], read: ['--source=service', '--', 'plan.json']},
    {typed: ['--namespace='], read: ['--namespace=']},
    {typed: ['--policy='], read: []},
    {typed: ['--yes=false'], read: []},
    {typed: ['--yes', '--yes'], read: ['--yes', '--yes']},
  ])('reads $typed', ({typed, read}) => {
    expect(rewrite(typed).argv).toEqual(read)
  })

  it('keeps a value that begins with a hyphen from being taken for a flag', () => {
    const {argv} = rewrite(['--txt-suffix=-owner'])
    expect(argv).toEqual(['--txt-suffix=\0-owner'])
    expect(withoutMarker('\0-owner')).toBe('-owner')
    expect(withoutMarker(['\0-a', 'b'])).toEqual(['-a', 'b'])
  })

  it.each([
    {typed: ['--yes=maybe'], happened: '--yes is a switch and cannot be "maybe".'},
    {typed: ['--policy'], happened: '--policy needs a value.'},
    {typed: ['--policy', '--yes'], happened: '--policy needs a value.'},
    {typed: ['--policy=delete'], happened: '--policy=delete is none of sync, upsert-only, create-only.'},
    {
      typed: ['--policy=sync', '--policy=sync'],
      happened: '--policy is given twice ("sync" and "sync") and takes one value.',
    },
    {
      typed: ['--prefer-alias', '--no-prefer-alias'],
      happened: '--prefer-alias and --no-prefer-alias exclude each other.',
    },
    {typed: ['--no-prefer-alias=true'], happened: '--no-prefer-alias takes no value.'},
    {typed: ['--no-yes'], happened: 'There is no flag --no-yes.'},
    {typed: ['--toString'], happened: 'There is no flag --toString.'},
    {typed: ['-x'], happened: 'There is no flag -x.'},
  ])('refuses $typed', ({typed, happened}) => {
    expect(usageProblem(() => rewrite(typed)).happened).toBe(happened)
  })

  it('proposes the flag that was meant', () => {
    expect(usageProblem(() => rewrite(['--polcy=sync'])).fix).toEqual([
      'did you mean --policy? See --help for all flags',
    ])
    expect(usageProblem(() => rewrite(['--policy=snyc'])).fix).toEqual(['did you mean sync?'])
  })
})

describe('flags that are not ours', () => {
  it.each([
    ['--cloudflare-proxied', '--cloudflare-proxied belongs to Cloudflare; this tool writes to AWS Route 53 only.'],
    [
      '--no-cloudflare-proxied',
      '--no-cloudflare-proxied belongs to Cloudflare; this tool writes to AWS Route 53 only.',
    ],
    ['--rfc2136-host=ns', '--rfc2136-host belongs to RFC 2136 servers; this tool writes to AWS Route 53 only.'],
    ['--zone-name-filter=x', '--zone-name-filter belongs to Azure; this tool writes to AWS Route 53 only.'],
    [
      '--webhook-provider-url=x',
      '--webhook-provider-url belongs to webhook providers; this tool writes to AWS Route 53 only.',
    ],
    [
      '--txt-new-format-only',
      'external-dns has no --txt-new-format-only any more: v0.17 was the last release with it.',
    ],
    ['--rfc2136-create-ptr', 'external-dns has no --rfc2136-create-ptr any more: v0.20 was the last release with it.'],
    [
      '--akamai-client-token=x',
      'external-dns has no --akamai-client-token any more: v0.21 was the last release with it.',
    ],
  ])('explains %s', (flag, happened) => {
    expect(usageProblem(() => rewrite([flag])).happened).toBe(happened)
  })

  it('says what replaces a removed flag', () => {
    expect(usageProblem(() => rewrite(['--rfc2136-create-ptr'])).fix).toEqual(['use --create-ptr'])
  })
})

describe('@file', () => {
  it('stands for its lines, blank ones and comments left out, as kingpin reads it', () => {
    const files = {args: '# for the demo\n--source=service\r\n\n--source=ingress\n@more\n', more: '--yes'}
    expect(rewrite(['@args', '--policy=sync'], {}, files).argv).toEqual([
      '--source=service',
      '--source=ingress',
      '--yes',
      '--policy=sync',
    ])
  })

  it('is refused when it cannot be read, or names itself', () => {
    expect(usageProblem(() => rewrite(['@gone'])).happened).toBe('The arguments in @gone cannot be read: no such file.')
    expect(usageProblem(() => rewrite(['@a'], {}, {a: '@a'})).happened).toBe('@a leads to more than 100 files.')
  })

  it('is an ordinary argument after --', () => {
    expect(rewrite(['--', '@args']).argv).toEqual(['--', '@args'])
  })
})

describe('the environment', () => {
  it('sets a flag that the command line leaves out', () => {
    const {argv, flagOrigins} = rewrite(['--yes'], {EXTERNAL_DNS_POLICY: 'sync'})
    expect(argv).toEqual(['--yes', '--policy=sync'])
    expect([...flagOrigins]).toEqual([
      ['yes', 'command line'],
      ['policy', 'environment'],
    ])
  })

  it('yields to the command line', () => {
    expect(rewrite(['--source=node'], {EXTERNAL_DNS_SOURCE: 'service\ningress'}).argv).toEqual(['--source=node'])
  })

  it('holds a value a line for a repeatable flag, one trailing line end not counted', () => {
    expect(rewrite([], {EXTERNAL_DNS_SOURCE: 'service\r\ningress\n'}).argv).toEqual([
      '--source=service',
      '--source=ingress',
    ])
    expect(rewrite([], {EXTERNAL_DNS_SOURCE: 'service,ingress'}).argv).toEqual(['--source=service,ingress'])
  })

  it.each([
    ['true', '--prefer-alias'],
    ['T', '--prefer-alias'],
    ['0', '--no-prefer-alias'],
    ['False', '--no-prefer-alias'],
  ])('spells a switch as Go does: %s', (text, token) => {
    expect(rewrite([], {EXTERNAL_DNS_PREFER_ALIAS: text}).argv).toEqual([token])
  })

  it('counts as unset when it is empty', () => {
    expect(rewrite([], {EXTERNAL_DNS_PREFER_ALIAS: '', EXTERNAL_DNS_POLICY: '', EXTERNAL_DNS_SOURCE: ''}).argv).toEqual(
      [],
    )
  })

  it('is refused where it is neither true nor false, or none of the choices', () => {
    const problem = usageProblem(() => rewrite([], {EXTERNAL_DNS_PREFER_ALIAS: 'yes'}))
    expect(problem.doing).toBe('read the environment')
    expect(problem.happened).toBe('EXTERNAL_DNS_PREFER_ALIAS is "yes", which is neither true nor false.')
    expect(usageProblem(() => rewrite([], {EXTERNAL_DNS_POLICY: 'no'})).happened).toBe(
      'EXTERNAL_DNS_POLICY=no is none of sync, upsert-only, create-only.',
    )
  })
})
