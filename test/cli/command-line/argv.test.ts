import {describe, expect, it} from 'vitest'
import {collectSettings, readCommandLine} from '../../../src/cli/command-line/argv.js'
import {type FlagTable, variableOf} from '../../../src/cli/flags/flag-spec.js'
import {usageProblem} from '../usage-problem.js'

const COMMON = {topic: 'Run', summary: ''} as const
const SWITCH = {...COMMON, kind: 'boolean', default: false} as const
const TEXT = {...COMMON, kind: 'string', default: '', mayBeEmpty: true} as const

const FLAGS: FlagTable = {
  source: {...COMMON, kind: 'strings', default: [], mayBeEmpty: true},
  policy: {
    ...COMMON,
    kind: 'enum',
    default: 'upsert-only',
    options: ['sync', 'upsert-only', 'create-only'],
    mayBeEmpty: true,
  },
  namespace: {...TEXT, char: 'n'},
  'txt-suffix': TEXT,
  'prefer-alias': SWITCH,
  'no-frills': SWITCH,
  yes: {...SWITCH, hasNegation: false, hasEnv: false},
  'all-namespaces': {...SWITCH, char: 'A'},
}

function rewrite(
  argv: readonly string[],
  environment: Record<string, string> = {},
  files: Record<string, string> = {},
) {
  const {settings, positionals} = readCommandLine(argv, {
    flags: FLAGS,
    variableOf: (name) => {
      const flag = FLAGS[name]
      return flag && variableOf(name, flag)
    },
    environment,
    readFile: (path) => {
      const text = files[path]
      if (text === undefined) throw new Error('no such file')
      return text
    },
  })
  return {...collectSettings(settings, FLAGS), positionals}
}

describe('the command line', () => {
  it.each([
    {typed: ['--policy=sync'], raw: {policy: 'sync'}},
    {typed: ['--policy', 'sync'], raw: {policy: 'sync'}},
    {typed: ['--source=service', '--source', 'ingress'], raw: {source: ['service', 'ingress']}},
    {typed: ['--source=a,b'], raw: {source: ['a,b']}},
    {typed: ['--prefer-alias=true'], raw: {'prefer-alias': true}},
    {typed: ['--prefer-alias=F'], raw: {'prefer-alias': false}},
    {typed: ['--no-prefer-alias'], raw: {'prefer-alias': false}},
    {typed: ['--no-frills'], raw: {'no-frills': true}},
    {typed: ['-n', 'shop'], raw: {namespace: 'shop'}},
    {typed: ['-nshop'], raw: {namespace: 'shop'}},
    {typed: ['-n=shop'], raw: {namespace: 'shop'}},
    {typed: ['-An', 'shop'], raw: {'all-namespaces': true, namespace: 'shop'}},
    {typed: ['--txt-suffix=-owner'], raw: {'txt-suffix': '-owner'}},
    {typed: ['--namespace='], raw: {namespace: ''}},
    {typed: ['--policy='], raw: {}},
    {typed: ['--yes=false'], raw: {}},
    {typed: ['--yes', '--yes'], raw: {yes: true}},
  ])('reads $typed', ({typed, raw}) => {
    expect(rewrite(typed)).toMatchObject({raw, positionals: []})
    expect(Object.keys(rewrite(typed).raw)).toEqual(Object.keys(raw))
  })

  it.each([
    {typed: ['plan.json', '--yes'], raw: {yes: true}, positionals: ['plan.json']},
    {typed: ['--yes', '--', '--policy'], raw: {yes: true}, positionals: ['--policy']},
    {typed: ['--source', 'service', 'plan.json'], raw: {source: ['service']}, positionals: ['plan.json']},
  ])('tells arguments from flags in $typed', ({typed, raw, positionals}) => {
    expect(rewrite(typed)).toMatchObject({raw, positionals})
  })

  it.each([
    {typed: ['--yes=maybe'], happened: '--yes is a switch and cannot be "maybe".'},
    {typed: ['--policy'], happened: '--policy needs a value.'},
    {typed: ['--policy', '--yes'], happened: '--policy needs a value.'},
    {typed: ['--policy=delete'], happened: '--policy=delete is not one of sync, upsert-only, create-only.'},
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
    {typed: ['-policy=sync'], happened: '-policy has one hyphen.'},
    {typed: ['-policy', 'sync'], happened: '-policy has one hyphen.'},
    {typed: ['-namespace=shop'], happened: '-namespace has one hyphen.'},
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
    expect(rewrite(['@args', '--policy=sync'], {}, files).raw).toEqual({
      source: ['service', 'ingress'],
      yes: true,
      policy: 'sync',
    })
  })

  it('is refused when it cannot be read, or names itself', () => {
    expect(usageProblem(() => rewrite(['@gone'])).happened).toBe('The arguments in @gone cannot be read: no such file.')
    expect(usageProblem(() => rewrite(['@a'], {}, {a: '@a'})).happened).toBe('@a leads to more than 100 files.')
  })

  it('is an ordinary argument after --', () => {
    expect(rewrite(['--', '@args']).positionals).toEqual(['@args'])
  })
})

describe('the environment', () => {
  it('sets a flag that the command line leaves out', () => {
    const {raw, flagOrigins} = rewrite(['--yes'], {EXTERNAL_DNS_POLICY: 'sync'})
    expect(raw).toEqual({yes: true, policy: 'sync'})
    expect([...flagOrigins]).toEqual([
      ['yes', 'command line'],
      ['policy', 'environment'],
    ])
  })

  it('yields to the command line', () => {
    expect(rewrite(['--source=node'], {EXTERNAL_DNS_SOURCE: 'service\ningress'}).raw).toEqual({source: ['node']})
  })

  it('has one value per line for a repeatable flag, ignoring one trailing line end', () => {
    expect(rewrite([], {EXTERNAL_DNS_SOURCE: 'service\r\ningress\n'}).raw).toEqual({source: ['service', 'ingress']})
    expect(rewrite([], {EXTERNAL_DNS_SOURCE: 'service,ingress'}).raw).toEqual({source: ['service,ingress']})
  })

  it.each([
    ['true', true],
    ['T', true],
    ['0', false],
    ['False', false],
  ])('spells a switch as Go does: %s', (text, value) => {
    expect(rewrite([], {EXTERNAL_DNS_PREFER_ALIAS: text}).raw).toEqual({'prefer-alias': value})
  })

  it('counts as unset when it is empty', () => {
    const {raw} = rewrite([], {EXTERNAL_DNS_PREFER_ALIAS: '', EXTERNAL_DNS_POLICY: '', EXTERNAL_DNS_SOURCE: ''})
    expect(raw).toEqual({})
  })

  it('is refused when it is neither true nor false, or not among the choices', () => {
    const problem = usageProblem(() => rewrite([], {EXTERNAL_DNS_PREFER_ALIAS: 'yes'}))
    expect(problem.doing).toBe('read the environment')
    expect(problem.happened).toBe('EXTERNAL_DNS_PREFER_ALIAS is "yes", which is neither true nor false.')
    expect(usageProblem(() => rewrite([], {EXTERNAL_DNS_POLICY: 'no'})).happened).toBe(
      'EXTERNAL_DNS_POLICY=no is not one of sync, upsert-only, create-only.',
    )
  })
})
