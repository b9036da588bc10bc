import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {ingress, owned, recordSet, service} from './objects.js'
import {AS_PROD, expectNoWrite, stage} from './stage.js'

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
      'filtered it is done together with base.example.com, which --only leaves out: without that, the alias target base.example.com has no A record in zone example.com',
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
})
