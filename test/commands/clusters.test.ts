import {describe, expect, it} from 'vitest'
import {ownerInText} from '../conformance/ownership.js'
import type {KubernetesObject} from '../emulators/kubernetes/object-store.js'
import type {RecordSet} from '../emulators/route53/record-set.js'
import {ingress, owned, ownership, recordSet, service, TTL} from './objects.js'
import {expectNoWrite, type Fleet, fleet, shown, ZONE_ID} from './stage.js'

const FLAGS = ['--context=eu1', '--context=us1', '--txt-owner-id=eu1=prod-eu1', '--txt-owner-id=us1=prod-us1']
const SYNC = [...FLAGS, '--policy=sync']

interface World {
  readonly eu1?: readonly KubernetesObject[]
  readonly us1?: readonly KubernetesObject[]
  readonly records?: readonly RecordSet[]
}

const open = ({eu1 = [], us1 = [], records = []}: World) => fleet({eu1, us1}, {records})

const ofEu1 = (host: string, value?: string) => owned(host, value, 'prod-eu1', 'service/web/shop')
const inUs1 = (host: string, value = '198.51.100.1') => service('shop', host, {ips: [value]})

/** `A 192.0.2.1 owner` of every type of a host, by its typed texts. */
function holders({route53}: Pick<Fleet<string>, 'route53'>, host: string): readonly string[] {
  const {records} = route53.zone(ZONE_ID)
  return records
    .filter(({Name, Type}) => Name === `${host}.` && Type !== 'TXT')
    .map((set) => {
      const text = records.find(({Name}) => Name === `${set.Type.toLowerCase()}-${host}.`)
      const values = set.ResourceRecords?.map(({Value}) => Value).join(' ') ?? set.AliasTarget?.DNSName
      return `${set.Type} ${values} ${text === undefined ? 'nobody' : ownerInText(text)}`
    })
}

/** The hosts of a plan without what only a plan of several clusters says. */
function hostsOf(stdout: string): readonly string[] {
  const {zones} = JSON.parse(stdout)
  const plain = (key: string, value: unknown) => (['owner', 'cluster'].includes(key) ? undefined : value)
  return zones.flatMap(({hosts}: {hosts: readonly object[]}) => hosts.map((host) => JSON.stringify(host, plain))).sort()
}

describe('clusters that share no host', () => {
  const world: World = {
    eu1: [service('a', 'a.example.com'), ingress('b', 'b.example.com', {ips: []}), service('c', 'c.example.com')],
    us1: [service('a', 'x.example.com'), ingress('y', 'y.example.com', {annotations: {[TTL]: '60'}})],
    records: [
      ...owned('a.example.com', '192.0.2.99', 'prod-eu1', 'service/web/a'),
      ...owned('b.example.com', '192.0.2.98', 'prod-eu1', 'ingress/web/b'),
      ...owned('gone.example.com', '192.0.2.97', 'prod-eu1'),
      ...owned('y.example.com', '192.0.2.10', 'prod-us1', 'ingress/web/y'),
      ...owned('left.example.com', '192.0.2.96', 'prod-us1', 'service/web/a'),
      ...owned('theirs.example.com', '192.0.2.95', 'prod-ap1'),
    ],
  }

  it('have the union of their single plans', async () => {
    const it = await open(world)
    const joint = await it.run('plan', '--json', ...SYNC)
    const eu1 = await it.run('plan', '--json', '--context=eu1', '--txt-owner-id=prod-eu1', '--policy=sync')
    const us1 = await it.run('plan', '--json', '--context=us1', '--txt-owner-id=prod-us1', '--policy=sync')
    expect(joint.exitCode).toBe(0)
    expect(hostsOf(joint.stdout)).toHaveLength(6)
    expect(hostsOf(joint.stdout)).toEqual([...hostsOf(eu1.stdout), ...hostsOf(us1.stdout)].sort())
    expectNoWrite(it)
  })

  it('are read at the same time, and Route 53 once', async () => {
    const it = await open(world)
    await it.run('plan', ...SYNC)
    const {ListHostedZones, ListResourceRecordSets} = it.route53.calls.counts()
    expect([ListHostedZones, ListResourceRecordSets]).toEqual([1, 1])
    for (const {calls, addFault} of Object.values(it.clusters)) {
      calls.clear()
      addFault({action: 'hang', times: Number.POSITIVE_INFINITY})
    }
    expect((await it.run('plan', ...FLAGS, '--kube-api-request-timeout=1s')).exitCode).toBe(1)
    for (const {calls} of Object.values(it.clusters)) {
      expect(Object.keys(calls.counts()).sort()).toEqual(['list ingresses.networking.k8s.io', 'list services'])
    }
  })

  it('are told apart: every host and every object names its cluster', async () => {
    const it = await open(world)
    const {stdout} = await it.run('plan', ...SYNC)
    expect(stdout).toContain('Plan for owners prod-eu1 (eu1), prod-us1 (us1) · policy sync\n')
    expect(stdout).toContain('Read 3 objects, 2 hosts in eu1; 2 objects, 2 hosts in us1 · 1 zone')
    expect(stdout).toMatch(/~ a\.example\.com .*\n +Service web\/a \(eu1\)\n/)
    expect(stdout).toMatch(/\+ x\.example\.com .*\n +Service web\/a \(us1\)\n/)
    expect(stdout).toMatch(/- gone\.example\.com .*\n +no object of eu1 asks for it any more \(was Service web\/gone\)/)
    expect(stdout).toMatch(/! b\.example\.com +pending-target +Ingress web\/b \(eu1\) has no address yet/)
    expect(stdout).not.toContain('theirs.example.com')
    const json = JSON.parse((await it.run('plan', '--json', ...SYNC)).stdout)
    expect(json).toMatchObject({
      owner: null,
      context: 'eu1, us1',
      clusters: [
        {context: 'eu1', owner: 'prod-eu1', objects: 3, wantedHosts: 2},
        {context: 'us1', owner: 'prod-us1', objects: 2, wantedHosts: 2},
      ],
    })
    const hosts = json.zones.flatMap((zone: {hosts: readonly object[]}) => zone.hosts)
    expect(hosts.map(({name, owner, cluster}: Record<string, string>) => [name, owner, cluster])).toEqual([
      ['a.example.com', 'prod-eu1', 'eu1'],
      ['c.example.com', 'prod-eu1', 'eu1'],
      ['gone.example.com', 'prod-eu1', 'eu1'],
      ['left.example.com', 'prod-us1', 'us1'],
      ['x.example.com', 'prod-us1', 'us1'],
      ['y.example.com', 'prod-us1', 'us1'],
    ])
  })

  it('are applied together, and then there is nothing to do', async () => {
    const it = await open(world)
    expect(await it.run('apply', '--yes', ...SYNC)).toMatchObject({exitCode: 0})
    expect(holders(it, 'a.example.com')).toEqual(['A 192.0.2.10 prod-eu1'])
    expect(holders(it, 'x.example.com')).toEqual(['A 192.0.2.10 prod-us1'])
    expect(holders(it, 'theirs.example.com')).toEqual(['A 192.0.2.95 prod-ap1'])
    expect((await it.run('plan', ...SYNC)).stdout).toContain('No changes. 4 hosts are as they should be.')
  })

  it('in any order have the same changes', async () => {
    const it = await open(world)
    const [eu1 = '', us1 = '', ...rest] = SYNC
    const one = await it.run('plan', '--json', eu1, us1, ...rest)
    const other = await it.run('plan', '--json', us1, eu1, ...rest)
    expect(hostsOf(other.stdout)).toEqual(hostsOf(one.stdout))
  })
})

describe('a host that one cluster no longer wants and another does', () => {
  it.each<readonly [string, World, readonly string[]]>([
    [
      'with other values',
      {us1: [inUs1('shop.example.com')], records: ofEu1('shop.example.com')},
      ['A 198.51.100.1 prod-us1'],
    ],
    [
      'with the same values',
      {us1: [inUs1('shop.example.com', '192.0.2.10')], records: ofEu1('shop.example.com')},
      ['A 192.0.2.10 prod-us1'],
    ],
    [
      'from A to CNAME',
      {us1: [service('shop', 'shop.example.com', {hostnames: ['lb.example.net']})], records: ofEu1('shop.example.com')},
      ['CNAME lb.example.net prod-us1'],
    ],
    [
      'from CNAME to A',
      {
        us1: [inUs1('shop.example.com')],
        records: [
          recordSet('shop.example.com', 'lb.example.net', {Type: 'CNAME'}),
          {...ownership('shop.example.com', 'prod-eu1'), Name: 'cname-shop.example.com'},
        ],
      },
      ['A 198.51.100.1 prod-us1'],
    ],
    [
      'from A and AAAA to A',
      {
        us1: [inUs1('shop.example.com')],
        records: [
          ...ofEu1('shop.example.com'),
          recordSet('shop.example.com', '2001:db8::1', {Type: 'AAAA'}),
          {...ownership('shop.example.com', 'prod-eu1'), Name: 'aaaa-shop.example.com'},
        ],
      },
      ['A 198.51.100.1 prod-us1'],
    ],
  ])('moves %s, in one batch, under upsert-only too', async (_what, world, expected) => {
    const it = await open(world)
    const {stdout, exitCode} = await it.run('apply', '--yes', ...FLAGS)
    expect(exitCode).toBe(0)
    expect(stdout).toMatch(/^ +<- shop\.example\.com /m)
    expect(stdout).toMatch(/owner +prod-eu1 → prod-us1/)
    expect(stdout).toContain('Service web/shop (us1)')
    expect(stdout).toContain('Plan: 0 to create, 0 to update, 0 to delete, 1 to move, 0 unchanged.')
    expect(it.route53.calls.counts().ChangeResourceRecordSets).toBe(1)
    expect(holders(it, 'shop.example.com')).toEqual(expected)
    const texts = it.route53.zone(ZONE_ID).records.flatMap((set) => ownerInText(set) ?? [])
    expect(new Set(texts)).toEqual(new Set(['prod-us1']))
    expect((await it.run('plan', ...SYNC)).stdout).toContain('No changes. 1 host is as it should be.')
  })

  it('is in JSON a move with both owners', async () => {
    const it = await open({us1: [inUs1('shop.example.com')], records: ofEu1('shop.example.com')})
    const {stdout} = await it.run('plan', '--json', ...FLAGS)
    expect(JSON.parse(stdout).zones[0].hosts).toMatchObject([
      {name: 'shop.example.com', action: 'move', owner: 'prod-us1', cluster: 'us1', formerOwner: 'prod-eu1'},
    ])
  })

  it('stays under create-only, and neither limit counts it', async () => {
    const it = await open({us1: [inUs1('shop.example.com')], records: ofEu1('shop.example.com')})
    const kept = await it.run('plan', ...FLAGS, '--policy=create-only')
    expect(kept.stdout).toMatch(/! shop\.example\.com +policy/)
    expect((await it.run('apply', '--yes', ...SYNC, '--max-deletes=0')).exitCode).toBe(0)
    expect(holders(it, 'shop.example.com')).toEqual(['A 198.51.100.1 prod-us1'])
  })

  it('stays where its object has no target yet', async () => {
    const waiting = service('shop', 'shop.example.com', {ips: []})
    const it = await open({eu1: [waiting], us1: [inUs1('shop.example.com')], records: ofEu1('shop.example.com')})
    const {stdout, exitCode} = await it.run('plan', ...SYNC)
    expect(exitCode).toBe(0)
    expect(stdout).toContain('No changes.')
    expect(stdout).toContain('shop.example.com')
  })

  it('tells how long caches may have the former values', async () => {
    const it = await open({us1: [inUs1('shop.example.com')], records: ofEu1('shop.example.com')})
    expect((await it.run('plan', ...FLAGS)).stdout).toContain('caches may answer the former values for up to 5 min')
  })
})

describe('a host that two clusters want', () => {
  it('stays with its owner, and the other is told both objects', async () => {
    const it = await open({
      eu1: [service('shop', 'shop.example.com')],
      us1: [inUs1('shop.example.com')],
      records: ofEu1('shop.example.com'),
    })
    for (const flags of [SYNC, [...SYNC].reverse()]) {
      const {stdout, exitCode} = await it.run('plan', ...flags)
      expect(exitCode).toBe(0)
      expect(stdout).toContain('No changes. 1 host is as it should be.')
      expect(stdout).toMatch(/! shop\.example\.com +conflict-lost/)
      expect(stdout).toContain('Service web/shop (us1)')
      expect(stdout).toContain('Service web/shop (eu1)')
    }
  })

  it('and nobody has goes to the cluster that is listed first', async () => {
    const it = await open({eu1: [service('shop', 'shop.example.com')], us1: [inUs1('shop.example.com')]})
    const [eu1 = '', us1 = '', ...rest] = SYNC
    expect((await it.run('plan', us1, eu1, ...rest)).stdout).toMatch(/\+ shop\.example\.com +A +198\.51\.100\.1/)
    expect((await it.run('apply', '--yes', eu1, us1, ...rest)).exitCode).toBe(0)
    expect(holders(it, 'shop.example.com')).toEqual(['A 192.0.2.10 prod-eu1'])
    expect((await it.run('plan', us1, eu1, ...rest)).stdout).toContain('No changes.')
  })

  it('with set identifiers is done for both', async () => {
    const weighted = (identifier: string, ip: string) =>
      service('pay', 'pay.example.com', {
        ips: [ip],
        annotations: {
          'external-dns.alpha.kubernetes.io/set-identifier': identifier,
          'external-dns.alpha.kubernetes.io/aws-weight': '10',
        },
      })
    const it = await open({eu1: [weighted('eu1', '192.0.2.1')], us1: [weighted('us1', '198.51.100.1')]})
    const {stdout} = await it.run('apply', '--yes', ...SYNC)
    expect(stdout).toContain('Applied 2 of 2 hosts.')
    const texts = it.route53.zone(ZONE_ID).records.filter(({Type}) => Type === 'TXT')
    expect(texts.map((set) => [set.SetIdentifier, ownerInText(set)]).sort()).toEqual([
      ['eu1', 'prod-eu1'],
      ['us1', 'prod-us1'],
    ])
    expect((await it.run('plan', ...SYNC)).stdout).toContain('No changes. 2 hosts are as they should be.')
  })
})

describe('two clusters with one owner id', () => {
  it('are planned as if they were one, which the plan says', async () => {
    const it = await open({
      eu1: [service('a', 'a.example.com')],
      us1: [service('b', 'b.example.com')],
      records: [...owned('a.example.com'), ...owned('b.example.com'), ...owned('gone.example.com')],
    })
    const {stdout} = await it.run('plan', '--context=eu1', '--context=us1', '--txt-owner-id=prod', '--policy=sync')
    expect(stdout).toContain('Plan for owner prod · contexts eu1, us1 · policy sync')
    expect(stdout).toContain('1 to delete, 2 unchanged')
  })

  it('without an owner id delete nothing', async () => {
    const it = await open({records: owned('gone.example.com', '192.0.2.1', 'default')})
    const {stdout, stderr} = await it.run('plan', '--context=eu1', '--context=us1', '--policy=sync')
    expect(stderr).toContain('no --txt-owner-id: the owner of all 2 clusters is "default", as in external-dns; nothing')
    expect(stdout).toMatch(/! gone\.example\.com +owner-not-chosen/)
  })
})

describe('a cluster that cannot be reached', () => {
  const world: World = {
    eu1: [service('new', 'new.example.com'), service('taken', 'shop.example.com')],
    us1: [inUs1('shop.example.com')],
    records: owned('shop.example.com', '198.51.100.1', 'prod-us1', 'service/web/shop'),
  }

  it('ends the run, which says which it is and what may be done', async () => {
    const it = await open(world)
    await it.clusters.us1.close()
    for (const name of ['plan', 'apply', 'prune', 'owners'] as const) {
      const {stdout, stderr, exitCode} = await it.run(name, ...SYNC)
      expect(exitCode).toBe(1)
      expect(stdout).toBe('')
      expect(shown(stderr)).toContain('(context "us1")\n  Connection refused while listing ')
      expect(stderr).toContain('No plan was made: a plan from half a cluster could delete records.')
      expect(stderr).toContain('or go on without it, its records held: --tolerate=unreachable-cluster')
    }
    expectNoWrite(it)
  })

  it('is held with --tolerate: its records are neither deleted nor moved nor taken', async () => {
    const it = await open(world)
    await it.clusters.us1.close()
    const {stdout, exitCode} = await it.run('apply', '--yes', ...SYNC, '--tolerate=unreachable-cluster')
    expect(exitCode).toBe(0)
    expect(stdout).toContain('context us1 was not read, and the records of its owner are held: Connection refused')
    expect(stdout).toMatch(/! shop\.example\.com +unreachable-cluster/)
    expect(stdout).toMatch(/\+ new\.example\.com/)
    expect(holders(it, 'shop.example.com')).toEqual(['A 198.51.100.1 prod-us1'])
    expect(holders(it, 'new.example.com')).toEqual(['A 192.0.2.10 prod-eu1'])
  })

  it('is held by prune and owners adopt too', async () => {
    const it = await open({
      ...world,
      eu1: [service('found', 'found.example.com')],
      records: [
        ...owned('gone.example.com', '192.0.2.1', 'prod-eu1'),
        ...owned('far.example.com', '192.0.2.2', 'prod-us1'),
        recordSet('found.example.com'),
      ],
    })
    await it.clusters.us1.close()
    const flags = ['--yes', ...FLAGS, '--tolerate=unreachable-cluster']
    expect((await it.run('owners adopt', ...flags)).exitCode).toBe(0)
    expect((await it.run('prune', ...flags)).exitCode).toBe(0)
    expect(holders(it, 'found.example.com')).toEqual(['A 192.0.2.10 prod-eu1'])
    expect(holders(it, 'far.example.com')).toEqual(['A 192.0.2.2 prod-us1'])
    expect(holders(it, 'gone.example.com')).toEqual([])
  })

  it('is no reason to plan without any cluster', async () => {
    const it = await open(world)
    await it.clusters.us1.close()
    await it.clusters.eu1.close()
    const {exitCode} = await it.run('plan', ...SYNC, '--tolerate=unreachable-cluster')
    expect(exitCode).toBe(1)
    const alone = ['--context=us1', '--txt-owner-id=prod-us1', '--tolerate=unreachable-cluster']
    expect((await it.run('plan', ...alone)).exitCode).toBe(1)
  })

  it('is one to which nobody can sign in, too', async () => {
    const it = await open(world)
    it.clusters.us1.addFault({action: {status: 401}, times: Number.POSITIVE_INFINITY})
    expect((await it.run('plan', ...SYNC)).exitCode).toBe(1)
    expect((await it.run('plan', ...SYNC, '--tolerate=unreachable-cluster')).exitCode).toBe(0)
  })
})

describe('what is written back to objects', () => {
  it('goes to the cluster of the object', async () => {
    const endpoint = (name: string, host: string): KubernetesObject => ({
      apiVersion: 'externaldns.k8s.io/v1alpha1',
      kind: 'DNSEndpoint',
      metadata: {name, namespace: 'web', generation: 7},
      spec: {endpoints: [{dnsName: host, recordType: 'A', targets: ['192.0.2.1']}]},
    })
    const it = await open({
      eu1: [endpoint('e', 'e.example.com'), service('same', 'a.example.com')],
      us1: [endpoint('u', 'u.example.com'), service('same', 'b.example.com')],
    })
    const {exitCode, stderr} = await it.run(
      'apply',
      '--yes',
      ...FLAGS,
      '--source=crd',
      '--source=service',
      '--events-emit=RecordReady',
    )
    expect([exitCode, shown(stderr)]).toEqual([0, expect.not.stringContaining('Warning')])
    const written = (context: 'eu1' | 'us1') => {
      const objects = it.clusters[context].objects()
      const events = objects.filter(({kind}) => kind === 'Event').map(({note}) => String(note))
      const statuses = objects.filter(({kind}) => kind === 'DNSEndpoint').map(({status}) => status)
      return [events.sort(), statuses]
    }
    const note = (host: string, ip: string, owner: string) => `${host}.example.com, A ${ip} ttl 300, owner ${owner}`
    expect(written('eu1')).toEqual([
      [note('a', '192.0.2.10', 'prod-eu1'), note('e', '192.0.2.1', 'prod-eu1')],
      [{observedGeneration: 7}],
    ])
    expect(written('us1')).toEqual([
      [note('b', '192.0.2.10', 'prod-us1'), note('u', '192.0.2.1', 'prod-us1')],
      [{observedGeneration: 7}],
    ])
  })

  it('is told of the cluster that refused it', async () => {
    const it = await open({eu1: [service('a', 'a.example.com')], us1: [service('b', 'b.example.com')]})
    it.clusters.us1.deny({verb: 'create', resource: 'events'})
    const {stderr} = await it.run('apply', '--yes', ...FLAGS, '--events-emit=RecordReady')
    expect(stderr).toContain('no Events on the objects in us1: allow {apiGroups: ["events.k8s.io"]')
    expect(it.clusters.eu1.objects().filter(({kind}) => kind === 'Event')).toHaveLength(1)
  })
})

it('a host that both programs read is the new owner’s by its text, which names its object', async () => {
  const it = await open({us1: [ingress('front', 'shop.example.com')], records: ofEu1('shop.example.com')})
  await it.run('apply', '--yes', ...FLAGS)
  const text = it.route53.zone(ZONE_ID).records.find(({Name}) => Name === 'a-shop.example.com.')
  expect(text?.ResourceRecords).toEqual([
    {Value: '"heritage=external-dns,external-dns/owner=prod-us1,external-dns/resource=ingress/web/front"'},
  ])
  const single = await it.run('plan', '--context=us1', '--txt-owner-id=prod-us1', '--policy=sync')
  expect(single.stdout).toContain('No changes. 1 host is as it should be.')
})
