import {describe, expect, it, onTestFinished} from 'vitest'
import {startDynamoDbEmulator} from '../emulators/dynamodb/emulator.js'
import type {KubernetesObject} from '../emulators/kubernetes/object-store.js'
import type {RecordSet} from '../emulators/route53/record-set.js'
import {owned, ownership, recordSet, service} from './objects.js'
import {AS_PROD, type Stage, stage, ZONE_ID} from './stage.js'

// What changed from external-dns v0.22 to v0.23. No binary was at hand: what it wrote is as its description says.

const SYNC = ['--policy=sync', '--max-deletes=100%'] as const
const MINE = service('mine', 'mine.example.com')
const THEIRS = service('theirs', 'theirs.example.com', {ips: ['192.0.2.99']})

/** A value as external-dns writes it, without any label of ours. */
function textOf(resource: string, owner = 'prod'): RecordSet['ResourceRecords'] {
  return [{Value: `"heritage=external-dns,external-dns/owner=${owner},external-dns/resource=${resource}"`}]
}

function txt(name: string, resource: string, owner?: string): RecordSet {
  return {Name: name, Type: 'TXT', TTL: 300, ResourceRecords: textOf(resource, owner) ?? []}
}

function stored({route53}: Pick<Stage, 'route53'>, name: string): readonly RecordSet[] {
  return route53.zone(ZONE_ID).records.filter(({Name}) => Name.includes(name))
}

describe('--migrate-from-txt-owner with --policy=sync in a zone that two clusters share', () => {
  const KEY = `--txt-encrypt-aes-key=${'k'.repeat(32)}`

  it.each<[string, readonly string[]]>([
    ['txt', []],
    ['txt with a prefix', ['--txt-prefix=own-']],
    ['txt with the type in a suffix', ['--txt-suffix=-%{record_type}']],
    ['encrypted txt', ['--txt-encrypt-enabled', KEY]],
    ['dynamodb', ['--registry=dynamodb']],
  ])('takes over what this cluster wants and leaves the other cluster alone: %s', async (_, flags) => {
    const database = await startDynamoDbEmulator()
    onTestFinished(database.close)
    const at = await stage({objects: [MINE, THEIRS]})
    const environment = at.with({AWS_ENDPOINT_URL_DYNAMODB: database.url, AWS_REGION: 'eu-west-1'})
    const run = (name: 'apply' | 'prune' | 'plan', ...argv: readonly string[]) =>
      at.runWith({environment}, name, ...flags, ...SYNC, ...argv)
    const rows = async () =>
      (await database.items()).map((item) => JSON.stringify(item)).filter((row) => row.includes('theirs'))
    expect((await run('apply', '--yes', '--txt-owner-id=old')).exitCode).toBe(0)
    const before = [stored(at, 'theirs'), await rows()]
    expect(before.flat().length).toBeGreaterThan(1)

    at.cluster.setObjects([MINE])
    const migrating = [AS_PROD, '--migrate-from-txt-owner=old']
    for (const [name, ...more] of [['apply'], ['prune', '--orphans', '--obsolete-txt'], ['apply']] as const) {
      const {stdout, exitCode} = await run(name, '--yes', ...migrating, ...more)
      expect(exitCode, stdout).toBe(0)
      expect([stored(at, 'theirs'), await rows()]).toEqual(before)
    }
    // What was taken over is now ours: without the object it goes.
    at.cluster.setObjects([])
    expect((await run('apply', '--yes', ...migrating)).exitCode).toBe(0)
    expect(stored(at, 'mine')).toEqual([])
    expect([stored(at, 'theirs'), await rows()]).toEqual(before)
  })

  it('leaves an ownership TXT of the other cluster that has no record', async () => {
    const at = await stage({
      objects: [MINE],
      records: [...owned('mine.example.com', undefined, 'old'), ownership('lost.example.com', 'old')],
    })
    const flags = [AS_PROD, '--migrate-from-txt-owner=old', ...SYNC]
    expect((await at.run('apply', '--yes', ...flags)).exitCode).toBe(0)
    expect((await at.run('prune', '--yes', '--orphans', ...flags)).exitCode).toBe(0)
    expect(stored(at, 'lost')).toHaveLength(1)
    expect(stored(at, 'a-mine')).toMatchObject([{ResourceRecords: textOf('service/web/mine')}])
  })
})

const TLSA = '3 1 1 ABCD'
const TLSA_FLAGS = [
  AS_PROD,
  '--source=crd',
  '--source=service',
  '--managed-record-types=A',
  '--managed-record-types=TLSA',
  ...SYNC,
]

function tlsa(value: string): KubernetesObject {
  return {
    apiVersion: 'externaldns.k8s.io/v1alpha1',
    kind: 'DNSEndpoint',
    metadata: {name: 'dane', namespace: 'web'},
    spec: {endpoints: [{dnsName: '_443._tcp.web.example.com', recordType: 'TLSA', targets: [value]}]},
  }
}

const tlsaSet = (name: string): RecordSet => ({Name: name, Type: 'TLSA', TTL: 300, ResourceRecords: [{Value: TLSA}]})

describe('a TLSA record that external-dns made, and at which it fails ever after', () => {
  it.each<[string, string, readonly string[]]>([
    ['no affix', 'tlsa-_443._tcp.web.example.com', []],
    ['a prefix', 'x-tlsa-_443._tcp.web.example.com', ['--txt-prefix=x-']],
    ['the type in the prefix', 'tlsa.own-_443._tcp.web.example.com', ['--txt-prefix=%{record_type}.own-']],
    ['the type in the suffix', '_443-tlsa-own._tcp.web.example.com', ['--txt-suffix=-%{record_type}-own']],
  ])('is ours, changed and deleted: %s', async (_, name, affix) => {
    const records = [tlsaSet('_443._tcp.web.example.com'), txt(name, 'crd/web/dane')]
    const at = await stage({objects: [tlsa(TLSA)], records})
    const flags = [...TLSA_FLAGS, ...affix]
    const settled = await at.run('plan', '--detailed-exitcode', ...flags)
    expect(settled.stdout).toContain('No changes. 1 host is as it should be.')
    expect(settled.exitCode).toBe(0)

    at.cluster.setObjects([tlsa('3 1 1 ABCE')])
    expect((await at.run('apply', '--yes', ...flags)).stdout).toContain('Applied 1 of 1 host.')
    expect(stored(at, '_443._tcp').find(({Type}) => Type === 'TLSA')).toMatchObject({
      ResourceRecords: [{Value: '3 1 1 ABCE'}],
    })
    expect((await at.run('plan', '--detailed-exitcode', ...flags)).exitCode).toBe(0)

    at.cluster.setObjects([])
    expect((await at.run('apply', '--yes', ...flags)).exitCode).toBe(0)
    expect(at.names()).toEqual([])
  })

  it('is a problem of the object when Route 53 would refuse its value', async () => {
    const at = await stage({objects: [tlsa('9 9 9 zz')]})
    const {stdout, exitCode} = await at.run('apply', '--yes', ...TLSA_FLAGS)
    expect(stdout).toContain('object-problem')
    expect(exitCode).toBe(4)
    expect(at.names()).toEqual([])
  })
})

describe('a host tlsa-web whose ownership TXT is in the old format', () => {
  const HOST = service('web', 'tlsa-web.example.com')
  const old = [recordSet('tlsa-web.example.com'), txt('tlsa-web.example.com', 'service/web/web')]

  it('stays ours, and a TLSA record of web made by hand does not become ours', async () => {
    const at = await stage({objects: [HOST], records: old})
    at.route53.putRecordSet(ZONE_ID, tlsaSet('web.example.com'))
    at.cluster.setObjects([service('web', 'tlsa-web.example.com', {ips: ['192.0.2.77']})])
    expect((await at.run('apply', '--yes', ...TLSA_FLAGS)).stdout).toContain('Applied 1 of 1 host.')
    expect(stored(at, 'tlsa-web').find(({Type}) => Type === 'A')).toMatchObject({
      ResourceRecords: [{Value: '192.0.2.77'}],
    })
    expect((await at.run('plan', '--detailed-exitcode', ...TLSA_FLAGS)).exitCode).toBe(0)
    // What v0.23 understands, beside the text that it takes for one of web.
    expect(stored(at, 'a-tlsa-web')).toHaveLength(1)
    at.cluster.setObjects([])
    expect((await at.run('apply', '--yes', ...TLSA_FLAGS)).exitCode).toBe(0)
    expect(at.names()).toEqual([['TLSA', 'web.example.com.']])
  })

  it('has a TXT that v0.23 reads too once it is repaired', async () => {
    const at = await stage({objects: [HOST], records: old})
    const {stdout, exitCode} = await at.run('owners repair', '--yes', '--upgrade-format', AS_PROD)
    expect(exitCode, stdout).toBe(0)
    expect(at.names()).toEqual([
      ['TXT', 'a-tlsa-web.example.com.'],
      ['A', 'tlsa-web.example.com.'],
    ])
  })

  it('and a TLSA record of web that we made are two things', async () => {
    const object = {
      ...tlsa(TLSA),
      spec: {endpoints: [{dnsName: 'web.example.com', recordType: 'TLSA', targets: [TLSA]}]},
    }
    const at = await stage({objects: [object]})
    expect((await at.run('apply', '--yes', ...TLSA_FLAGS)).stdout).toContain('Applied 1 of 1 host.')
    at.route53.putRecordSet(ZONE_ID, recordSet('tlsa-web.example.com', '192.0.2.99'))
    at.cluster.setObjects([])
    expect((await at.run('apply', '--yes', ...TLSA_FLAGS)).exitCode).toBe(0)
    expect(at.names()).toEqual([['A', 'tlsa-web.example.com.']])
  })
})

describe('a record whose ownership TXT is not the text that would be written', () => {
  it.each<[string, Partial<RecordSet>]>([
    [
      'other order of labels',
      {
        ResourceRecords: [
          {Value: '"heritage=external-dns,external-dns/resource=service/web/gone,external-dns/owner=prod"'},
        ],
      },
    ],
    ['another TTL', {TTL: 60}],
  ])('is deleted with the stored bytes: %s', async (_, changes) => {
    const [record, text] = owned('gone.example.com')
    const at = await stage({records: [record, {...text, ...changes} as RecordSet].filter((one) => one !== undefined)})
    expect((await at.run('apply', '--yes', AS_PROD, ...SYNC)).exitCode).toBe(0)
    expect(at.names()).toEqual([])
  })

  it('of two values keeps the one that is not ours', async () => {
    const [record, text] = owned('gone.example.com')
    const values = [...(text?.ResourceRecords ?? []), {Value: '"v=spf1 -all"'}]
    const at = await stage({
      records: [record, {...text, ResourceRecords: values} as RecordSet].filter((one) => one !== undefined),
    })
    expect((await at.run('apply', '--yes', AS_PROD, ...SYNC)).exitCode).toBe(0)
    expect(at.names()).toEqual([['TXT', 'a-gone.example.com.']])
    expect(stored(at, 'gone')).toMatchObject([{ResourceRecords: [{Value: '"v=spf1 -all"'}]}])
  })
})

describe('--registry=aws-sd', () => {
  it.each([
    ['--registry=aws-sd', '--registry=aws-sd belongs to AWS Cloud Map; this tool writes to AWS Route 53 only.'],
    [
      '--aws-sd-service-cleanup',
      '--aws-sd-service-cleanup belongs to AWS Cloud Map; this tool writes to AWS Route 53 only.',
    ],
    ['--provider=aws-sd', '--provider=aws-sd: this tool writes to AWS Route 53 only.'],
  ])('%s', async (flag, happened) => {
    const {stderr, exitCode} = await (await stage()).run('plan', flag)
    expect(stderr).toContain(happened)
    expect(exitCode).toBe(1)
  })
})
