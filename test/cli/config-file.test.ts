import {describe, expect, it} from 'vitest'
import {FILE_FLAGS, refuseKey} from '../../src/cli/config/config-keys.js'
import type {ConfigPlace} from '../../src/cli/config/find-config.js'
import {parseConfig} from '../../src/cli/config/parse-config.js'
import {SETTING_FLAGS} from '../../src/cli/flags/setting-flags.js'
import {usageProblem} from './usage-problem.js'

const NAMED: ConfigPlace = {path: 'c.yaml', trust: 'named'}
const PROJECT: ConfigPlace = {path: 'c.yaml', trust: 'project'}

function shown(text: string, place = NAMED): string {
  const {doing, happened, fix} = usageProblem(() => parseConfig(text, place))
  return [doing, happened, ...fix].join(' | ')
}

describe('a config file', () => {
  it('sets flags by their names, each with its line', () => {
    const text = `# the shop
txt-owner-id: prod
domain-filter: [example.com, example.net]
source:
  - service
  - ingress
prefer-alias: true
aws-evaluate-target-health: false
timeout: 10m
`
    expect(parseConfig(text, NAMED).settings).toEqual([
      {name: 'txt-owner-id', value: 'prod', origin: 'config file c.yaml:2'},
      {name: 'domain-filter', value: 'example.com', origin: 'config file c.yaml:3'},
      {name: 'domain-filter', value: 'example.net', origin: 'config file c.yaml:3'},
      {name: 'source', value: 'service', origin: 'config file c.yaml:5'},
      {name: 'source', value: 'ingress', origin: 'config file c.yaml:6'},
      {name: 'prefer-alias', value: true, origin: 'config file c.yaml:7'},
      {name: 'aws-evaluate-target-health', value: false, origin: 'config file c.yaml:8'},
      {name: 'timeout', value: '10m', origin: 'config file c.yaml:9'},
    ])
  })

  it.each([
    ['a number as it is written', 'txt-owner-id: 0123', '0123'],
    ['a number that JavaScript cannot hold', 'txt-owner-id: 123456789012345678901', '123456789012345678901'],
    ['a quoted truth value', 'txt-owner-id: "true"', 'true'],
    ['the yes of older YAML, which is a text', 'txt-owner-id: yes', 'yes'],
    ['one value of a repeatable flag without a list', 'domain-filter: example.com', 'example.com'],
    ['a value that begins with a hyphen', 'txt-suffix: -own', '-own'],
    ['JSON', '{"txt-owner-id": "prod"}', 'prod'],
  ])('takes %s', (_what, text, value) => {
    expect(parseConfig(text, NAMED).settings.map((setting) => setting.value)).toEqual([value])
  })

  it.each([
    ['an unknown name', 'max-delets: 5', ':1 | There is no setting max-delets. | did you mean max-deletes?'],
    ['underscores', 'domain_filter: a', ':1 | There is no setting domain_filter. | did you mean domain-filter?'],
    ['hyphens in front', '--policy: sync', ':1 | --policy is written as a flag. | write policy: …, without'],
    [
      'a negated name',
      '# off\nno-prefer-alias: true',
      ':2 | no-prefer-alias is written as a flag. | write prefer-alias: false',
    ],
    [
      'a name like no other',
      'zzzzzzzzzz: 1',
      ':1 | There is no setting zzzzzzzzzz. | use the name of a flag: see --help',
    ],
    ['a name twice', 'policy: sync\n\npolicy: sync', ':3 | policy is set twice, first in c.yaml:1. | keep one'],
    ['no value', 'policy:', ':1 | policy has no value. | write policy: sync or upsert-only or create-only'],
    ['a list for one value', 'policy: [sync]', ':1 | policy takes one value, not a list.'],
    ['a mapping', 'source:\n  service: true', ':1 | source takes a plain value.'],
    ['a list in a list', 'source:\n  - [service]', ':2 | source takes a plain value.'],
    [
      'no switch',
      'prefer-alias: yes',
      ':1 | prefer-alias is a switch and cannot be "yes". | write prefer-alias: true or false',
    ],
    [
      'a truth value for a text',
      'txt-owner-id: no\ntxt-prefix: true',
      ':2 | txt-prefix takes text, and true without quotes is not text.',
    ],
    ['none of the choices', 'policy: upsert', ':1 | policy: upsert is not one of sync, upsert-only, create-only.'],
    ['an alias', 'txt-owner-id: prod\ntxt-prefix: *id', ':2 | An alias of YAML is not allowed here.'],
    [
      'a nest that ends before the file',
      `source:\n  ${'- '.repeat(9000)}x: y\npolicy: sync\n`,
      ' | It is nested too deeply. | write each setting as name: value',
    ],
    ['a tag', 'policy: !!foo sync', ':1 | It is not valid YAML: Unresolved tag'],
    ['broken YAML', 'policy: sync\nsource: [a', ':2 | It is not valid YAML: Flow sequence'],
    ['a second document', 'policy: sync\n---\npolicy: sync', ':2 | A second document begins here.'],
    ['a list of settings', '- policy', ':1 | It holds no settings.'],
    ['a NUL, which marks values inside', 'txt-prefix: "\\0x"', ':1 | txt-prefix holds a NUL character.'],
    ['nothing', '', ' | It is empty.'],
    ['nothing but a remark', '# later\n', ' | It is empty.'],
  ])('is refused with its line: %s', (_what, text, happened) => {
    expect(shown(text)).toContain(`read the config file c.yaml${happened}`)
  })

  it.each(['yes', 'yes-from-manifests', 'manifests-are-complete', 'only', 'json', 'config', 'show-config'])(
    'never holds %s',
    (name) => {
      expect(shown(`${name}: true`)).toContain(`:1 | ${name} cannot be set in a file: `)
    },
  )

  it.each([
    'out',
    'receipt',
    'undo',
    'metrics-file',
    'pushgateway',
    'gitlab-report',
    'verify',
    'compare',
    'from-deployment',
  ])('says of %s, which is a flag, that it is about a single run', (name) => {
    expect(shown(`${name}: x`)).toContain(`:1 | ${name} cannot be set in a file: it is about a single run.`)
  })

  it.each(['policy: &x sync', 'policy: !!str sync', 'source: !!seq [node]', '&x {policy: sync}', '&k policy: sync'])(
    'takes neither anchors nor tags: %s',
    (text) => {
      expect(shown(text)).toMatch(/An? (anchor|tag) of YAML is not allowed here\. \| write the plain value/)
    },
  )

  const FOUND = [
    ...['format', 'color', 'group-by', 'sort', 'verbose'],
    ...['domain-filter', 'exclude-domains', 'regex-domain-filter', 'zone-id-filter', 'aws-zone-type'],
  ]

  it('may only set how the answer looks and which zones are left out when it was merely found', () => {
    const open = Object.keys(FILE_FLAGS).filter((name) => refuseKey(name, PROJECT) === undefined)
    expect(open.sort()).toEqual([...FOUND].sort())
    for (const name of Object.keys(SETTING_FLAGS)) {
      if (!FOUND.includes(name)) expect(refuseKey(name, PROJECT)?.fix.join(), name).toMatch(/--config=c\.yaml|remove/)
    }
  })

  it('may set anything when it was named, or when it is the user’s own', () => {
    const closed = ['manifests-are-complete', 'only', 'from-deployment', 'json', 'all-namespaces']
    for (const name of Object.keys(FILE_FLAGS)) {
      if (closed.includes(name)) continue
      expect([name, refuseKey(name, NAMED), refuseKey(name, {path: 'c.yaml', trust: 'home'})]).toEqual([
        name,
        undefined,
        undefined,
      ])
    }
  })

  it.each(['registry: noop', 'txt-owner-id: prod', 'default-targets: [192.0.2.66]', 'dry-run: true', 'source: [fake]'])(
    'is refused, with the way to mean it, where it merely lies there and says %s',
    (text) => {
      const [name = ''] = text.split(':')
      expect(shown(text, PROJECT)).toContain(
        `:1 | ${name} cannot be set in a file that was found in the working folder. `,
      )
      expect(shown(text, PROJECT)).toContain('name the file yourself: --config=c.yaml')
    },
  )
})
