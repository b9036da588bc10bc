import {describe, expect, it} from 'vitest'
import type {RecordSet} from '../emulators/route53/record-set.js'
import {owned, ownership, recordSet, service} from './objects.js'
import {AS_PROD, type StageOptions, stage} from './stage.js'

const KEY = 'x'.repeat(32)

async function explain(name: string, options: StageOptions, ...flags: readonly string[]) {
  const it = await stage(options)
  const wide = {environment: it.with({COLUMNS: '200'})}
  const {stdout, stderr, exitCode} = await it.runWith(wide, 'explain', name, AS_PROD, ...flags)
  expect(exitCode, stderr).toBe(0)
  return stdout
}

function textAt(name: string, owner = 'prod'): RecordSet {
  return {...ownership('any', owner, 'crd/web/dns'), Name: name}
}

type Case = readonly [format: string, txtName: string, record: RecordSet, flags: readonly string[]]

const WWW = recordSet('www.example.com')
const CASES: readonly Case[] = [
  ['as it is written now', 'a-www.example.com', WWW, []],
  [
    'of an alias before v0.22',
    'cname-www.example.com',
    {...WWW, Type: 'CNAME', ResourceRecords: [{Value: 'x.example.net'}]},
    [],
  ],
  ['with a prefix', 'txt-a-www.example.com', WWW, ['--txt-prefix=txt-']],
  ['with a dotted prefix', 'a.www.example.com', WWW, ['--txt-prefix=%{record_type}.']],
  ['with a suffix', 'a-www-txt.example.com', WWW, ['--txt-suffix=-txt']],
  ['with a suffix that holds the type', 'www-a.example.com', WWW, ['--txt-suffix=-%{record_type}']],
  ['of a wildcard', 'a-any.example.com', recordSet('*.example.com'), ['--txt-wildcard-replacement=any']],
  ['in the old format', 'txt-www.example.com', WWW, ['--txt-prefix=txt-']],
  [
    'of a type that external-dns does not know',
    'caa-www.example.com',
    {...WWW, Type: 'CAA', ResourceRecords: [{Value: '0 issue "ca.example.net"'}]},
    [],
  ],
]

describe("explain of an ownership TXT's own name", () => {
  it.each(CASES)('names the record set: %s', async (_, txtName, record, flags) => {
    const host = record.Name
    const screen = await explain(txtName, {records: [record, textAt(txtName)]}, ...flags)
    expect(screen).toContain(
      `${txtName}   is the ownership TXT of ${host} ${record.Type}, owner prod: run explain ${host}\n`,
    )
    expect(screen).toContain(`  TXT ${txtName}   owner prod for crd/web/dns`)
    expect(screen).toMatch(
      new RegExp(`\\n      of ${host.replace('*', '\\*')} ${record.Type} .*, ttl 300   ours \\(prod\\)`),
    )
    expect(screen).not.toContain('no record set under this name')
  })

  it("names another owner's", async () => {
    const records = owned('pay.example.com', '192.0.2.7', 'prod-us1')
    const screen = await explain('a-pay.example.com', {records})
    expect(screen).toContain('is the ownership TXT of pay.example.com A, owner prod-us1: run explain pay.example.com')
    expect(screen).toContain('of pay.example.com A 192.0.2.7, ttl 300   owner prod-us1')
  })

  it('says of a record set that a text is no proof for', async () => {
    const caa = {...WWW, Type: 'CAA', ResourceRecords: [{Value: '0 issue "ca.example.net"'}]}
    const records = [caa, {...ownership('any'), Name: 'caa-www.example.com'}]
    const screen = await explain('caa-www.example.com', {records})
    expect(screen).toMatch(/\n {6}of www.example.com CAA .*unowned/)
  })

  it('says when its record does not exist', async () => {
    const screen = await explain('a-www.example.com', {records: [ownership('www.example.com')]})
    expect(screen).toContain('is the ownership TXT of www.example.com A, owner prod: run explain www.example.com')
    expect(screen).toContain('      its record does not exist\n')
  })

  it('says that it is encrypted, with a key that is not given', async () => {
    const objects = [service('front', 'www.example.com')]
    const it = await stage({objects})
    const key = [`--txt-encrypt-aes-key=${KEY}`, '--txt-encrypt-enabled']
    await it.run('apply', '--yes', AS_PROD, ...key)
    const run = async (...flags: readonly string[]) =>
      (await it.runWith({environment: it.with({COLUMNS: '200'})}, 'explain', 'a-www.example.com', AS_PROD, ...flags))
        .stdout
    expect(await run(...key)).toContain(
      'is the ownership TXT of www.example.com A, owner prod: run explain www.example.com',
    )
    expect(await run()).toContain(
      'is the ownership TXT of www.example.com A, encrypted with a key that is not given: run explain www.example.com',
    )
  })

  it('finds the record set in another zone', async () => {
    const zones = [
      {name: 'example.com', id: 'Z1PARENT', records: [textAt('a-shop.example.com')]},
      {name: 'shop.example.com', id: 'Z2CHILD', records: [recordSet('shop.example.com')]},
    ]
    const screen = await explain('a-shop.example.com', {route53: {zones}})
    expect(screen).toContain('is the ownership TXT of shop.example.com A, owner prod: run explain shop.example.com')
    expect(screen).toContain('of shop.example.com A 192.0.2.10, ttl 300   ours (prod)')
  })

  it('finds the record set in a big zone that is not read as a whole', async () => {
    const many = Array.from({length: 12_000}, (_, index) => recordSet(`h${index}.example.com`))
    const it = await stage({records: [...many, ...owned('www.example.com')]})
    const {stdout} = await it.run('explain', 'a-www.example.com', AS_PROD)
    expect(stdout).toContain('of www.example.com A 192.0.2.10, ttl 300   ours (prod)')
    expect(it.route53.calls.counts().ListResourceRecordSets).toBeLessThan(20)
  })

  it('says that a text under another prefix belongs to no host of this run', async () => {
    const screen = await explain(
      'a-www.example.com',
      {records: [WWW, ownership('www.example.com')]},
      '--txt-prefix=txt-',
    )
    expect(screen).toContain('is an ownership TXT, owner prod, whose name does not fit --txt-prefix and --txt-suffix\n')
  })

  it('says it once where the public and the private zone of a name both have it', async () => {
    const records = owned('www.example.com')
    const zones = [
      {name: 'example.com', id: 'ZPUBLIC', records},
      {name: 'example.com', id: 'ZTWIN', private: true, records},
    ]
    const screen = await explain('a-www.example.com', {route53: {zones}})
    expect(screen.match(/is the ownership TXT of www\.example\.com A/g)).toHaveLength(1)
  })

  it('is a verdict of its own for programs', async () => {
    const answer = JSON.parse(await explain('a-www.example.com', {records: owned('www.example.com')}, '--json'))
    expect(answer).toMatchObject({
      verdict: 'ownership-txt',
      ownershipOf: [
        {text: {owner: 'prod', format: 'typed'}, claims: [{claim: 'owned', recordSet: {name: 'www.example.com'}}]},
      ],
    })
  })
})
