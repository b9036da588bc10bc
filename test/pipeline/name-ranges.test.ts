import {describe, expect, it} from 'vitest'
import {ingress, owned, ownership, service} from '../commands/objects.js'
import {AS_PROD, type Stage, stage} from '../commands/stage.js'
import type {KubernetesObject} from '../emulators/kubernetes/object-store.js'
import type {RecordSet} from '../emulators/route53/record-set.js'

const LB = 'k8s-1.eu-west-1.elb.amazonaws.com'
const LB_ZONE = 'Z32O12XQLNTSW2'

/** Pairs of a record and its TXT by another owner, distributed over the alphabet. */
function foreignPairs(count: number): readonly RecordSet[] {
  return Array.from({length: count}, (_each, index) =>
    owned(`${'abcdefghijklmnopqrstuvwxyz'[index % 26]}${index}.example.com`, '192.0.2.1', 'blue'),
  ).flat()
}

/** Far apart in the listing. */
const HOSTS = ['cart', 'jobs', 'mail', 'shop', 'web'].map((host) => `${host}.example.com`)
const services = HOSTS.map((host, index) => service(`s${index}`, host))
const ingresses = HOSTS.map((host, index) => ingress(`i${index}`, host, {hostnames: [LB]}))

function aliases(host: string): readonly RecordSet[] {
  const target = {HostedZoneId: LB_ZONE, DNSName: LB, EvaluateTargetHealth: false}
  return [
    {Name: host, Type: 'A', AliasTarget: target},
    {Name: host, Type: 'AAAA', AliasTarget: target},
    ownership(host),
    {...ownership(host), Name: `aaaa-${host}`},
  ]
}

const scene = (objects: readonly KubernetesObject[], records: readonly RecordSet[]): Promise<Stage> =>
  stage({objects, records})

describe('five hosts in a zone of 20,000 record sets', {timeout: 60_000}, () => {
  const FOREIGN = foreignPairs(10_000)

  it.each([
    ['new, with an address', services, [], 12],
    ['new, aliases', ingresses, [], 13],
    ['there, with another address', services, HOSTS.flatMap((host) => owned(host, '192.0.2.99')), 17],
    ['there, aliases that change', ingresses, HOSTS.flatMap(aliases), 17],
  ] as const)('take few calls: %s', async (_what, objects, records, most) => {
    const {run, route53} = await scene(objects, [...FOREIGN, ...records])
    const {stdout, exitCode} = await run('apply', '--yes', AS_PROD)
    expect(stdout).toContain('Applied 5 of 5 hosts.')
    expect(stdout).toContain('read in part')
    expect(exitCode).toBe(0)
    const {
      ListHostedZones,
      ChangeResourceRecordSets,
      ListResourceRecordSets = 0,
      ListResourceRecordSetProtections,
      ...others
    } = route53.calls.counts()
    expect({ListHostedZones, ChangeResourceRecordSets, others}).toEqual({
      ListHostedZones: 1,
      ChangeResourceRecordSets: 1,
      others: {},
    })
    expect(ListResourceRecordSets + 2).toBeLessThanOrEqual(most)
    route53.calls.clear()
    expect((await run('plan', AS_PROD)).stdout).toContain('5 hosts are as they should be')
    expect(route53.calls.total()).toBeLessThan(most)
  })

  it('take two pages when their names are neighbours', async () => {
    const objects = HOSTS.map((_host, index) => service(`n${index}`, `new-${index}.example.com`))
    const {run, route53} = await scene(objects, FOREIGN)
    await run('plan', AS_PROD)
    expect(route53.calls.counts()).toEqual({
      ListHostedZones: 1,
      ListResourceRecordSets: 2,
      ListResourceRecordSetProtections: 1,
    })
  })

  it('are read with the whole zone where something may be deleted, or that is asked for', async () => {
    const {run, route53} = await scene(services, FOREIGN)
    for (const flag of ['--policy=sync', '--full-read']) {
      route53.calls.clear()
      const {stdout} = await run('plan', AS_PROD, flag)
      expect(stdout).not.toContain('read in part')
      const {ListHostedZones, ListResourceRecordSets = 0} = route53.calls.counts()
      expect(ListHostedZones).toBe(1)
      expect(ListResourceRecordSets).toBeGreaterThanOrEqual(67)
      expect(ListResourceRecordSets).toBeLessThanOrEqual(67 * 1.1)
    }
  })
})

describe('a part of a zone', {timeout: 60_000}, () => {
  it.each([
    [1, 300],
    [1, 3300],
    [1, 3900],
    [2, 4800],
    [5, 7500],
    [8, 12_000],
    [40, 12_000],
  ])('of %i hosts takes fewer calls than all of its %i record sets', async (hosts, sets) => {
    const objects = Array.from({length: hosts}, (_each, index) =>
      service(`s${index}`, `${'aeimquy'[index % 7]}${index * 37}-x.example.com`),
    )
    const {run, route53} = await scene(objects, foreignPairs(sets / 2 - 1))
    const {stdout} = await run('plan', AS_PROD)
    const pages = Math.ceil(sets / 300)
    const calls = route53.calls.counts().ListResourceRecordSets ?? 0
    if (stdout.includes('read in part')) expect(calls).toBeLessThan(pages)
    else expect(calls).toBeLessThanOrEqual(pages * 1.1)
  })
})
