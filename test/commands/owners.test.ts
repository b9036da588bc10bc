import {writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {owned, ownership, recordSet, service} from './objects.js'
import {AS_PROD, expectNoWrite, type Stage, stage, ZONE_ID} from './stage.js'

const text = (owner: string, resource: string) =>
  `"heritage=external-dns,external-dns/owner=${owner},external-dns/resource=${resource}"`
const txt = (name: string, owner: string, resource: string) => recordSet(name, text(owner, resource), {Type: 'TXT'})

const LB = 'k8s-shop.eu-west-1.elb.amazonaws.com'
const alias = (name: string) => ({
  Name: name,
  Type: 'A',
  AliasTarget: {HostedZoneId: 'Z32O12XQLNTSW2', DNSName: `${LB}.`, EvaluateTargetHealth: true},
})

const objects = [
  service('front', 'www.example.com'),
  service('mail', 'mail.example.com', {ips: ['192.0.2.25']}),
  service('moved', 'moved.example.com', {ips: ['192.0.2.26']}),
  service('cart', 'cart.example.com', {namespace: 'shop'}),
  service('old', 'old.example.com', {hostnames: [LB]}),
  service('first', 'first.example.com'),
]
/** Two owners, an orphan, and records without an owner. */
const records = [
  ...owned('www.example.com', undefined, 'prod', 'service/web/front'),
  ...owned('gone.example.com', '192.0.2.99', 'prod', 'service/shop/gone'),
  ...owned('cart.example.com', '192.0.2.7', 'blue', 'service/shop/cart'),
  recordSet('mail.example.com', '192.0.2.25'),
  recordSet('moved.example.com', '192.0.2.27'),
  recordSet('hand.example.com', '192.0.2.50'),
  ownership('lost.example.com', 'prod', 'service/web/lost'),
  alias('old.example.com'),
  txt('cname-old.example.com', 'prod', 'service/web/old'),
  recordSet('first.example.com'),
  txt('first.example.com', 'prod', 'service/web/first'),
]

const zone = () => stage({objects, records})

/** Lines `host state`, in the order of the output. */
async function list(on: Stage, ...argv: readonly string[]): Promise<readonly string[]> {
  const {stdout, exitCode} = await on.run('owners', AS_PROD, '--json', ...argv)
  expect(exitCode).toBe(0)
  const {records: rows} = JSON.parse(stdout) as {records: {host: string; state: string}[]}
  return rows.map(({host, state}) => `${host.replace('.example.com', '')} ${state}`)
}

describe('owners', () => {
  it('tells whose each record is and what is to be done about it, and leaves out what concerns nobody here', async () => {
    const there = await zone()
    expect(await list(there)).toEqual([
      'mail unmarked',
      'cart foreign',
      'first obsolete-format',
      'gone unwanted',
      'lost orphan',
      'old obsolete-format',
      'www wanted',
    ])
    expectNoWrite(there)
  })

  it('agrees with the commands that act on each state', async () => {
    const there = await zone()
    const planned = async (...argv: Parameters<Stage['run']>) => {
      const [name, ...flags] = argv
      const {stdout} = await there.run(name, AS_PROD, '--json', '--dry-run', ...flags)
      const {zones} = JSON.parse(stdout) as {zones: {hosts: {name: string}[]}[]}
      return zones.flatMap(({hosts}) => hosts.map((host) => host.name)).sort()
    }
    expect(await planned('prune')).toEqual(['gone.example.com'])
    expect(await planned('prune', '--orphans')).toEqual(['gone.example.com', 'lost.example.com'])
    expect(await planned('owners adopt', '--equal-only')).toEqual(['mail.example.com'])
    expect(await planned('owners repair', '--upgrade-format')).toEqual(['first.example.com', 'old.example.com'])
  })

  it('agrees with prune on a record that apply replaces', async () => {
    const cname = recordSet('www.example.com', 'old.example.net', {Type: 'CNAME'})
    const there = await stage({
      objects: [service('front', 'www.example.com')],
      records: [cname, txt('cname-www.example.com', 'prod', 'service/web/front')],
    })
    expect(await list(there)).toEqual(['www wanted'])
    expect((await there.run('prune', AS_PROD, '--dry-run')).stdout).toContain('No changes.')
  })

  it('names the format of each TXT, and who asks for what nobody owns', async () => {
    const {stdout} = await (await zone()).run('owners', AS_PROD, '--json')
    const rows = JSON.parse(stdout).records as {host: string}[]
    const of = (host: string) => rows.find((row) => row.host === `${host}.example.com`)
    expect(of('old')).toMatchObject({
      txtFormat: 'typed',
      texts: [{name: 'cname-old.example.com', format: 'alias', isEncrypted: false}],
      isWanted: true,
    })
    expect(of('first')).toMatchObject({
      txtFormat: 'untyped',
      texts: [{name: 'first.example.com', format: 'untyped', isEncrypted: false}],
    })
    expect(of('mail')).toMatchObject({owner: '', resource: 'service/web/mail', texts: [], isWanted: true})
    expect(of('cart')).toMatchObject({owner: 'blue', isWanted: true})
    expect(of('lost')).toMatchObject({isWanted: null})
  })

  it.each<readonly [string, readonly string[], readonly string[]]>([
    ['--owner', ['--owner=blue'], ['cart foreign']],
    ['--host', ['--host=WWW.example.com.'], ['www wanted']],
    ['--host below a name', ['--host=*.example.com', '--owner=blue'], ['cart foreign']],
    ['--host below another name', ['--host=*.shop.example.com'], []],
    ['--state', ['--state=orphan', '--state=unowned'], ['mail unmarked', 'lost orphan']],
    ['--state by its word in JSON', ['--state=unmarked'], ['mail unmarked']],
    ['--resource-namespace', ['--resource-namespace=shop'], ['cart foreign', 'gone unwanted']],
    ['--zone', ['--zone=example.org'], []],
    [
      '--only, of which the rest is not known',
      ['--only=gone.example.com', '--owner=prod', '--state=unknown'],
      ['www unknown'],
    ],
  ])('%s narrows the list', async (_title, flags, expected) => {
    expect(await list(await zone(), ...flags)).toEqual(expected)
  })

  it.each<readonly [string, readonly string[], readonly string[]]>([
    ['host', ['--sort=host'], ['cart', 'first', 'gone', 'lost', 'mail', 'old', 'www']],
    ['state', ['--sort=state'], ['www', 'first', 'old', 'gone', 'lost', 'mail', 'cart']],
    ['namespace', ['--sort=namespace'], ['cart', 'gone', 'mail', 'first', 'lost', 'old', 'www']],
    ['group', ['--group-by=namespace', '--sort=host'], ['cart', 'gone', 'first', 'lost', 'mail', 'old', 'www']],
  ])('sorts by %s', async (_title, flags, expected) => {
    expect((await list(await zone(), ...flags)).map((row) => row.split(' ')[0])).toEqual(expected)
  })

  it('draws a table for each group', async () => {
    const {stdout} = await (await zone()).run('owners', AS_PROD, '--group-by=state')
    expect(stdout.match(/^State .*$/gm)).toEqual([
      'State wanted (1)',
      'State obsolete-format (2)',
      'State unwanted (1)',
      'State orphan (1)',
      'State unowned (1)',
      'State foreign (1)',
    ])
    expect(stdout).toContain('6 record sets, 2 owners: 2 obsolete-format, 1 unwanted, 1 orphan, 1 unowned, 1 foreign.')
  })

  it('counts by owner and zone with --summary, in three forms', async () => {
    const there = await zone()
    const {stdout} = await there.run('owners', AS_PROD, '--summary')
    expect(stdout).toMatch(/^prod +example\.com +5 +1 +2 +1 +1 +0 +0$/m)
    const json = await there.run('owners', AS_PROD, '--summary', '--json')
    expect(JSON.parse(json.stdout)).toMatchObject({
      kind: 'owners-summary',
      total: 7,
      states: {wanted: 1, 'obsolete-format': 2, unmarked: 1},
      owners: [
        {owner: '', total: 1},
        {owner: 'blue', total: 1, zone: {id: ZONE_ID}},
        {owner: 'prod', total: 5, states: {wanted: 1, 'obsolete-format': 2, unwanted: 1, orphan: 1, foreign: 0}},
      ],
    })
    const csv = await there.run('owners', AS_PROD, '--summary', '--csv')
    expect(csv.stdout).toContain(`\r\nprod,example.com,${ZONE_ID},false,5,1,2,1,1,0,0,0,0\r\n`)
  })

  it('lists also where a config file wants plans in short', async () => {
    const there = await zone()
    const file = join(there.folder, 'short.yaml')
    writeFileSync(file, 'summary: true\n')
    expect(await list(there, `--config=${file}`)).toHaveLength(7)
  })

  it('says that nothing matches, not that there is no TXT', async () => {
    const {stdout} = await (await zone()).run('owners', AS_PROD, '--owner=nobody')
    expect(stdout).toBe('Nothing matches.\n')
  })

  it.each<readonly [string, readonly string[], string]>([
    ['a state that there is not', ['--state=orphans'], 'did you mean --state=orphan?'],
    ['a host that is none', ['--host=a..b'], '--host=a..b is not a host name'],
    ['an order of counts', ['--summary', '--sort=host'], '--sort cannot be used with --summary'],
    [
      'a state that needs the cluster',
      ['--without-cluster', '--state=unwanted'],
      'needs a cluster, and --without-cluster reads none',
    ],
    ['files and no cluster', ['--without-cluster', '--manifests=.'], 'exclude each other'],
  ])('refuses %s', async (_title, flags, expected) => {
    const there = await zone()
    const {stderr, exitCode} = await there.run('owners', AS_PROD, ...flags)
    expect([exitCode, stderr]).toEqual([1, expect.stringContaining(expected)])
    expect(there.route53.calls.total()).toBe(0)
  })
})

describe('owners --without-cluster', () => {
  const expected = [
    'cart foreign',
    'first obsolete-format',
    'gone unknown',
    'lost orphan',
    'old obsolete-format',
    'www unknown',
  ]

  it('asks the cluster nothing, and says of nothing whether it is wanted', async () => {
    const there = await zone()
    expect(await list(there, '--without-cluster')).toEqual(expected)
    expect(there.cluster.calls.total()).toBe(0)
  })

  it.each<readonly [string, Readonly<Record<string, string>>, readonly string[]]>([
    ['without a kubeconfig', {KUBECONFIG: '', HOME: '/nonexistent'}, []],
    ['with a kubeconfig that is not there', {KUBECONFIG: '/nonexistent/config'}, []],
    ['with a cluster that nobody reaches', {}, ['--server=https://127.0.0.1:9']],
  ])('works %s', async (_title, variables, flags) => {
    const there = await zone()
    const argv = ['owners', AS_PROD, '--json', ...flags] as const
    const environment = there.with(variables)
    expect((await there.runWith({environment}, ...argv)).exitCode).toBe(1)
    const run = await there.runWith({environment}, ...argv, '--without-cluster')
    expect([run.exitCode, run.stderr.includes('Error')]).toEqual([0, false])
    expect(JSON.parse(run.stdout).records).toHaveLength(expected.length)
  })
})
