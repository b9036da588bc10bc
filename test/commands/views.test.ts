import {describe, expect, it} from 'vitest'
import {ingress, owned, recordSet, service} from './objects.js'
import {AS_PROD, eventsOf, expectNoWrite, type Stage, stage} from './stage.js'

const SYNC = [AS_PROD, '--policy=sync', '--max-deletes=100%']
const BROKEN = {'external-dns.alpha.kubernetes.io/set-identifier': 'blue'}
/** A Service that has the record of `old` and now asks for another host in a way that Route 53 would refuse. */
const moved = (to: string, annotations: Readonly<Record<string, string>> = BROKEN) => service('q', to, {annotations})
const OLD = owned('old.example.com', '192.0.2.10', 'prod', 'service/web/q')

const UNTOLD =
  'Service web/q cannot be read (new.example.com: annotation set-identifier "blue" also needs a routing policy, such as annotation aws-weight); record kept'

/** Expects that a run keeps the record. */
async function expectKept(it: Stage, ...argv: readonly string[]): Promise<void> {
  const before = it.route53.zones({form: 'stored'})
  const {exitCode, stdout, stderr} = await it.run(
    argv[0] === 'prune' ? 'prune' : 'apply',
    '--yes',
    ...SYNC,
    ...argv.slice(1),
  )
  expect([0, 4], stdout + stderr).toContain(exitCode)
  expect(it.route53.zones({form: 'stored'}), stdout).toEqual(before)
}

describe('the record of an invalid object', () => {
  it.each([
    ['a whole run', ['apply']],
    ['--only', ['apply', '--only=old.example.com']],
    ['prune --only', ['prune', '--only=old.example.com']],
    ['a domain filter', ['apply', '--domain-filter=example.com', '--exclude-domains=new.example.com']],
    ['prune with a domain filter', ['prune', '--regex-domain-filter=^(old\\.)?example\\.com$']],
  ])('stays in %s', async (_title, argv) => {
    await expectKept(await stage({objects: [moved('new.example.com')], records: OLD}), ...argv)
  })

  it.each([
    ['a set identifier without routing', moved('new.other.test')],
    ['a name that is none', service('q', 'new..other.test')],
    ['a CNAME at the apex', service('q', 'other.test', {hostnames: ['lb.example.net']})],
    [
      'an unsendable value',
      service('q', 'new.other.test', {annotations: {'external-dns.alpha.kubernetes.io/aws-weight': '300', ...BROKEN}}),
    ],
    ['a name too long for its TXT', service('q', `${'n'.repeat(63)}.other.test`)],
  ])('stays when the object asks for a host in a zone that is not selected: %s', async (_title, object) => {
    const zones = [
      {name: 'example.com', id: 'Z0EXAMPLE', records: OLD},
      {name: 'other.test', id: 'Z0OTHER'},
    ]
    const it = await stage({objects: [object], route53: {zones}})
    await expectKept(it, 'apply')
    await expectKept(it, 'apply', '--zone-id-filter=Z0EXAMPLE')
    await expectKept(it, 'apply', '--domain-filter=example.com')
    await expectKept(it, 'apply', '--shard-count=2', '--shard-index=0')
    await expectKept(it, 'apply', '--shard-count=2', '--shard-index=1')
    await expectKept(it, 'prune', '--shard-count=2', '--shard-index=0')
    await expectKept(it, 'prune', '--shard-count=2', '--shard-index=1')
  })

  it('stays when there is no zone for the host, and is deleted once the object is valid', async () => {
    await expectKept(await stage({objects: [moved('new.nowhere.test')], records: OLD}), 'apply')
    const sound = await stage({objects: [moved('new.nowhere.test', {})], records: OLD})
    expect((await sound.run('apply', '--yes', ...SYNC)).exitCode).toBe(0)
    expect(sound.names()).toEqual([])
  })

  it('stays when only a type that is not managed is invalid', async () => {
    const it = await stage({
      objects: [service('q', 'new.example.com', {ips: ['192.0.2.1', '2001:db8::1'], annotations: BROKEN})],
      records: OLD,
    })
    await expectKept(it, 'apply', '--managed-record-types=A', '--exclude-domains=new.example.com')
  })

  it('is explained as kept, and is not unwanted for owners', async () => {
    const it = await stage({objects: [moved('new.example.com')], records: OLD})
    const flags = [...SYNC, '--exclude-domains=new.example.com', '--json']
    const explained = JSON.parse((await it.run('explain', 'old.example.com', ...flags)).stdout)
    expect(explained).toMatchObject({
      verdict: 'blocked',
      hosts: [],
      blocked: [{reason: 'object-problem', detail: UNTOLD}],
    })
    const plain = JSON.parse((await it.run('explain', 'old.example.com', ...SYNC, '--json')).stdout)
    // Without the filter the problem is an entry of its own, and the detail need not repeat it.
    expect(plain.blocked).toEqual([{...explained.blocked[0], detail: 'Service web/q cannot be read; record kept'}])
    const listed = await it.run('owners', AS_PROD, '--exclude-domains=new.example.com', '--state=unwanted')
    expect(listed.stdout).not.toContain('old.example.com')
  })

  it('adds no entry when a filter leaves the host out', async () => {
    const it = await stage({objects: [moved('new.example.com')]})
    const {stdout, exitCode} = await it.run('apply', '--yes', ...SYNC, '--json', '--exclude-domains=new.example.com')
    expect(exitCode).toBe(0)
    expect(eventsOf(stdout).at(-1)).toMatchObject({kind: 'summary', exitCode: 0})
    expectNoWrite(it)
  })
})

/** Joins lines. */
const flat = (text: string) => text.replaceAll(/\s+/g, ' ')

const ROOTS = ['alpha.example', 'beta.test', 'gamma.net', 'delta.org', 'epsilon.io', 'zeta.dev']
const COUNT = 3
const shard = (index: number) => [`--shard-count=${COUNT}`, `--shard-index=${index}`]

describe('a shard', () => {
  it('suspects a first run as a run of all zones does, even if no object asks for a host of its zones', async () => {
    const zones = ROOTS.map((name, index) => ({
      name,
      id: `Z0ROOT${index}`,
      records: ['a', 'b', 'c'].flatMap((label) =>
        owned(`${label}.${name}`, '192.0.2.1', 'prod', `ingress/far/${label}`),
      ),
    }))
    const it = await stage({objects: [service('here', `here.${ROOTS[0]}`)], route53: {zones}})
    for (const index of [0, 1, 2]) {
      const {stderr, stdout, exitCode} = await it.run('prune', '--yes', AS_PROD, ...shard(index))
      expect(exitCode, stdout + stderr).toBe(3)
      expect(flat(stdout)).toContain('does another cluster use this owner id?')
      expect(flat(stdout)).not.toContain('no object asks for any host')
    }
    expectNoWrite(it)
  })

  it('without the host is explained with the index of the right one', async () => {
    const zones = ROOTS.map((name, index) => ({name, id: `Z0ROOT${index}`}))
    const it = await stage({objects: [service('here', `here.${ROOTS[0]}`)], route53: {zones}})
    const explain = async (index: number) =>
      JSON.parse((await it.run('explain', `here.${ROOTS[0]}`, AS_PROD, ...shard(index), '--json')).stdout)
    const answers = [await explain(0), await explain(1), await explain(2)]
    const right = answers.findIndex(({verdict}) => verdict === 'change')
    expect(right).toBeGreaterThanOrEqual(0)
    for (const [index, {verdict, blocked, zones: verdicts}] of answers.entries()) {
      if (index === right) continue
      expect(verdict).toBe('blocked')
      expect(blocked).toMatchObject([{reason: 'filtered', fix: `--shard-index=${right}`}])
      expect(verdicts).toMatchObject([{isChosen: false, rule: `another shard plans it: --shard-index=${right}`}])
    }
    const {stdout} = await it.run('explain', `here.${ROOTS[0]}`, AS_PROD, ...shard((right + 1) % COUNT))
    expect(flat(stdout)).toContain(`another shard plans this host → --shard-index=${right}`)
  })
})

it('an invalid object of another namespace keeps no records', async () => {
  const records = [...OLD, recordSet('mine.example.com')]
  const it = await stage({objects: [ingress('q', 'new.example.com'), service('x', 'mine.example.com')], records})
  expect((await it.run('apply', '--yes', ...SYNC, '--only=old.example.com')).exitCode).toBe(0)
  expect(it.names()).toEqual([['A', 'mine.example.com.']])
})
