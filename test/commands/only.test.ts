import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {ingress, owned, ownership, recordSet, service} from './objects.js'
import type {CommandName} from './run-command.js'
import {AS_PROD, expectNoWrite, shown, stage} from './stage.js'

const WEB = '--only=web.example.com'
const ALIAS = {'external-dns.alpha.kubernetes.io/alias': 'true'}

/** A host, and another host whose name is that of the first one's ownership TXT. */
const CLASHING = [
  service('web', 'web.example.com'),
  service('cart', 'a-web.example.com', {hostnames: ['lb.example.net']}),
]
/** An alias in its own zone, to a target for which another object asks. */
const LINKED = [
  ingress('web', 'web.example.com', {hostnames: ['base.example.com'], annotations: ALIAS}),
  service('base', 'base.example.com'),
]

describe('--only', () => {
  it('does not do what the whole plan blocks', async () => {
    const it = await stage({objects: CLASHING})
    const whole = await it.run('plan', AS_PROD, '--json')
    const blocked = JSON.parse(whole.stdout).blocked
    expect(blocked).toMatchObject([{host: 'web.example.com', reason: 'cname-conflict'}])
    const narrowed = await it.run('plan', AS_PROD, WEB, '--json')
    expect(JSON.parse(narrowed.stdout).blocked).toEqual(blocked)
    const applied = await it.run('apply', '--yes', AS_PROD, WEB)
    expect(applied).toMatchObject({exitCode: 0, stdout: expect.stringContaining('No changes.')})
    expectNoWrite(it)
    const explained = await it.run('explain', 'web.example.com', AS_PROD, '--json')
    expect(JSON.parse(explained.stdout)).toMatchObject({verdict: 'blocked', hosts: [], blocked})
  })

  it('says what a host needs that it leaves out, and explain tells the whole plan', async () => {
    const it = await stage({objects: LINKED})
    const alone = await it.run('apply', '--yes', AS_PROD, WEB)
    expect(alone.exitCode).toBe(0)
    expect(alone.stdout.replace(/\s+/g, ' ')).toContain(
      'filtered it can only be changed together with base.example.com, which --only leaves out: otherwise the alias target base.example.com has no A record in zone example.com',
    )
    expect(alone.stdout).toContain('--only=base.example.com')
    expectNoWrite(it)
    expect((await it.run('explain', 'web.example.com', AS_PROD)).stdout).toContain('apply will create it')
    const both = await it.run('apply', '--yes', AS_PROD, WEB, '--only=base.example.com')
    expect(both.stdout).toContain('Applied 2 of 2 hosts.')
    expect((await it.run('plan', AS_PROD)).stdout).toContain('No changes.')
  })

  it('reads what the hosts may depend on, also of a large zone', async () => {
    const many = Array.from({length: 1500}, (_, index) => recordSet(`h${index}.example.com`))
    const it = await stage({objects: CLASHING, records: many})
    const blocked = async (...flags: readonly string[]) =>
      JSON.parse((await it.run('plan', AS_PROD, ...flags, '--json')).stdout).blocked
    expect(await blocked(WEB)).toEqual(await blocked('--full-read'))
    const explained = JSON.parse((await it.run('explain', 'web.example.com', AS_PROD, '--json')).stdout)
    expect(explained.blocked).toEqual(await blocked(WEB))
  })

  it.each([
    ['plan and a saved plan', 'plan'],
    ['prune', 'prune'],
  ] as const)('narrows what is shown and done: %s', async (_title, command) => {
    const it = await stage({
      objects: [service('new', 'new.example.com'), service('bad', 'bad.example.com', {hostnames: ['not a host']})],
      records: [...owned('gone.example.com'), ...owned('old.example.com')],
    })
    const flags = [AS_PROD, '--policy=sync', '--only=gone.example.com']
    if (command === 'plan') {
      const file = join(it.folder, 'plan.json')
      expect((await it.run('plan', ...flags, `--out=${file}`)).exitCode).toBe(0)
      expect((await it.run('apply', file)).exitCode).toBe(0)
    } else expect((await it.run('prune', '--yes', ...flags)).exitCode).toBe(0)
    expect(it.names().map(([, name]) => name)).toEqual(['a-old.example.com.', 'old.example.com.'])
  })

  describe('with a pattern', () => {
    const SHOP = [
      service('web', 'web.shop.example.com'),
      service('all', '*.shop.example.com'),
      service('apex', 'shop.example.com'),
      service('api', 'api.example.com'),
    ]
    const namesOf = (stdout: string): readonly string[] =>
      JSON.parse(stdout).zones.flatMap(({hosts}: {hosts: readonly {name: string}[]}) => hosts.map(({name}) => name))

    it.each([
      ['*.shop.example.com', ['*.shop.example.com', 'web.shop.example.com']],
      ['*.SHOP.example.com.', ['*.shop.example.com', 'web.shop.example.com']],
      ['\\052.shop.example.com', ['*.shop.example.com']],
      ['shop.example.com', ['shop.example.com']],
      ['*.example.com', ['*.shop.example.com', 'api.example.com', 'shop.example.com', 'web.shop.example.com']],
    ])('plans the hosts of %s', async (pattern, hosts) => {
      const it = await stage({objects: SHOP})
      expect(namesOf((await it.run('plan', AS_PROD, `--only=${pattern}`, '--json')).stdout)).toEqual(hosts)
    })

    it('applies and prunes them, and nothing else', async () => {
      const it = await stage({
        objects: SHOP,
        records: [...owned('old.shop.example.com'), ...owned('old.example.com')],
      })
      expect((await it.run('apply', '--yes', AS_PROD, '--only=*.shop.example.com')).stdout).toContain('Applied 2 of 2')
      expect((await it.run('prune', '--yes', AS_PROD, '--only=*.shop.example.com')).stdout).toContain('Applied 1 of 1')
      expect(it.names().filter(([type]) => type === 'A')).toEqual([
        ['A', 'old.example.com.'],
        ['A', '*.shop.example.com.'],
        ['A', 'web.shop.example.com.'],
      ])
    })

    it('gives up the ownership of what it takes', async () => {
      const it = await stage({records: [...owned('a.shop.example.com'), ...owned('b.example.com')]})
      const run = await it.run('owners release', '--yes', AS_PROD, '--only=*.shop.example.com')
      expect(run.exitCode).toBe(0)
      expect(it.names().filter(([type]) => type === 'TXT')).toEqual([['TXT', 'a-b.example.com.']])
    })

    it('plans the same of a part of a large zone', async () => {
      const many = Array.from({length: 6000}, (_, index) => recordSet(`h${index}.example.com`))
      const it = await stage({
        objects: [service('far', 'far.shop.example.com'), service('near', 'near.example.com')],
        records: many,
      })
      const plan = async (...flags: readonly string[]) => {
        const {zones, blocked} = JSON.parse((await it.run('plan', AS_PROD, ...flags, '--json')).stdout)
        return {hosts: zones[0].hosts, blocked, reading: zones[0].reading}
      }
      const part = await plan('--only=*.shop.example.com')
      expect(part.reading).toBe('in-part')
      expect(part.hosts).toHaveLength(1)
      expect({...part, reading: 'whole'}).toEqual(await plan('--only=*.shop.example.com', '--full-read'))
    })
  })

  describe('of what is nowhere', () => {
    const there = async () =>
      stage({
        objects: [service('new', 'new.example.com'), service('other', 'x.example.net')],
        records: [...owned('gone.shop.example.com'), recordSet('mail.example.com'), ownership('lost.example.com')],
      })

    it.each<readonly [CommandName, readonly string[], string]>([
      ['plan', ['--only=nwe.example.com'], 'did you mean --only=new.example.com?'],
      ['plan', ['--only=gone.shop.exmaple.com'], 'did you mean --only=gone.shop.example.com?'],
      ['plan', ['--only=shop.example.com'], "did you mean --only='*.shop.example.com'?"],
      ['plan', ['--only=*.exmaple.com', '--json'], "did you mean --only='*.example.com'?"],
      ['plan', ['--only=*.mail.example.com'], 'did you mean --only=mail.example.com?'],
      ['plan', ['--only=*.quite.another'], 'check the name, the filters and the namespace'],
      ['apply', ['--yes', '--only=new.example.com', '--only=*.shpo.example.com'], "--only='*.shop.example.com'?"],
      ['prune', ['--yes', '--only=*.shpo.example.com'], "did you mean --only='*.shop.example.com'?"],
      ['owners release', ['--yes', '--only=*.shpo.example.com'], "did you mean --only='*.shop.example.com'?"],
    ])('is refused before anything is written: %s %j', async (command, flags, fix) => {
      const it = await there()
      const run = await it.run(command, AS_PROD, ...flags)
      expect(run.exitCode).toBe(1)
      expect(`${run.stdout}${run.stderr}`.replace(/\s+/g, ' ')).toContain(
        'matches nothing: no object names such a host',
      )
      expect(`${run.stdout}${run.stderr}`.replace(/\s+/g, ' ')).toContain(fix)
      expectNoWrite(it)
    })

    it.each(['apply', 'prune'] as const)('is a note for a host of %s, which may be run again', async (command) => {
      const it = await there()
      const run = await it.run(command, '--yes', AS_PROD, '--only=nwe.example.com')
      expect(run.exitCode).toBe(0)
      expect(run.stdout).toContain('No changes.')
      expect(run.stderr.replace(/\s+/g, ' ')).toContain(
        'Note: --only=nwe.example.com matches nothing: no object names such a host, and no zone that was read holds one; did you mean --only=new.example.com?',
      )
    })

    it.each([
      ['a host that an object asks for', 'new.example.com'],
      ['a host that no zone takes', 'x.example.net'],
      ['a record of ours that nobody asks for', 'gone.shop.example.com'],
      ['a record that is not ours', 'mail.example.com'],
      ['an ownership TXT without its record', 'lost.example.com'],
      ['a pattern of what nobody asks for', '*.shop.example.com'],
    ])('is not said of %s', async (_title, host) => {
      const it = await there()
      for (const command of ['plan', 'prune'] as const) {
        const run = await it.run(command, AS_PROD, `--only=${host}`, ...(command === 'prune' ? ['--dry-run'] : []))
        expect([run.exitCode, shown(run.stderr)]).toEqual([0, ''])
      }
    })
  })
})
