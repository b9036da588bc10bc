import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {parseReceipt} from '../../src/saved/receipt.js'
import type {KubernetesObject} from '../emulators/kubernetes/object-store.js'
import {Refusal} from '../emulators/route53/refusal.js'
import {HOSTNAME, service} from './objects.js'
import {AS_PROD, eventsOf, type Stage, stage} from './stage.js'

const GOOD = ['aa', 'mm', 'zz'].map((name) => service(name, `${name}.example.com`))
const BAD_HOSTS = 600
const ARGS = [AS_PROD, '--source=service', '--source=crd']

function dnsEndpoint(entries: readonly unknown[]): KubernetesObject {
  return {
    apiVersion: 'externaldns.k8s.io/v1alpha1',
    kind: 'DNSEndpoint',
    metadata: {name: 'hostile', namespace: 'web', generation: 1},
    spec: {endpoints: entries},
  }
}

function entries(count: number, more: (n: number) => object = () => ({})): readonly unknown[] {
  return Array.from({length: count}, (_each, n) => ({
    dnsName: `bad${n}.example.com`,
    recordType: 'A',
    targets: ['192.0.2.1'],
    ...more(n),
  }))
}

const changeCalls = ({route53}: Stage) => route53.calls.counts().ChangeResourceRecordSets ?? 0
const goodIn = (scene: Stage) =>
  scene.names().filter(([type, name]) => type === 'A' && /^(aa|mm|zz)\./.test(name)).length

describe('an object of which Route 53 refuses every host', () => {
  it('does not block other objects, and each of its hosts is reported: exit 4, events and receipt', async () => {
    const scene = await stage({objects: [...GOOD, dnsEndpoint(entries(BAD_HOSTS))]})
    scene.route53.addFault({
      operation: 'ChangeResourceRecordSets',
      times: Number.POSITIVE_INFINITY,
      action: ({changes = []}) => {
        if (changes.some(({ResourceRecordSet: {Name}}) => Name.startsWith('bad'))) {
          throw new Refusal('InvalidChangeBatch', '[The moon is in the wrong phase]')
        }
      },
    })
    const receipt = join(scene.folder, 'receipt.json')
    const {stdout, exitCode} = await scene.run('apply', '--yes', '--json', `--receipt=${receipt}`, ...ARGS)
    expect(exitCode).toBe(4)
    expect(goodIn(scene)).toBe(GOOD.length)
    expect(changeCalls(scene)).toBeLessThanOrEqual(1 + 20)
    const events = eventsOf(stdout)
    const failed = events.filter(({kind}) => kind === 'host-failed')
    expect(failed).toHaveLength(BAD_HOSTS)
    expect(new Set(failed.map(({reason}) => reason))).toEqual(
      new Set([
        'not sent: too many hosts of DNSEndpoint web/hostile were refused by one rule (The moon is in the wrong phase)',
      ]),
    )
    expect(events.at(-1)).toMatchObject({kind: 'summary', applied: GOOD.length, failed: BAD_HOSTS, exitCode: 4})
    const read = parseReceipt(readFileSync(receipt, 'utf8'))
    const outcomes = read.ok ? read.value.content.hosts.map(({outcome}) => outcome) : []
    expect(outcomes.filter((outcome) => outcome === 'applied')).toHaveLength(GOOD.length)
    expect(outcomes.filter((outcome) => outcome === 'failed')).toHaveLength(BAD_HOSTS)
  })

  it('because of hand-made records, each of which Route 53 names: a few calls', async () => {
    const scene = await stage({objects: [...GOOD, dnsEndpoint(entries(100))]})
    let isMade = false
    scene.route53.addFault({
      operation: 'ChangeResourceRecordSets',
      action: (_call, state) => {
        if (isMade) return
        isMade = true
        for (let n = 0; n < 100; n++) {
          state.putRecordSet('Z0EXAMPLE', {
            Name: `bad${n}.example.com`,
            Type: 'A',
            TTL: 60,
            ResourceRecords: [{Value: '198.51.100.1'}],
          })
        }
      },
    })
    const {stdout, exitCode} = await scene.run('apply', '--yes', ...ARGS)
    expect(stdout).toContain('Applied 3 of 103 hosts, 100 failed.')
    expect(stdout).toContain('A bad7.example.com was made by someone else meanwhile')
    expect(exitCode).toBe(4)
    expect(changeCalls(scene)).toBeLessThanOrEqual(3)
  })
})

describe('an object that asks for too much is one problem, and the others are served', () => {
  const commas = (annotation: string, object = service('hostile', '')) => ({
    ...object,
    metadata: {
      ...object.metadata,
      annotations: {
        [HOSTNAME]: 'bad.example.com',
        [`${HOSTNAME.replace('hostname', annotation)}`]: ','.repeat(130_000),
      },
    },
  })

  it.each([
    ['130,000 commas in hostname', commas('hostname'), 0, undefined],
    ['130,000 commas in target', commas('target'), 4, 'the target annotation names no target'],
    ['10,001 entries', dnsEndpoint(entries(10_001)), 4, 'it asks for 10001 hosts, and one object may ask for 10000'],
    [
      'hosts times targets',
      dnsEndpoint(
        entries(300, () => ({targets: Array.from({length: 400}, (_each, n) => `10.0.${n >> 8}.${n & 255}`)})),
      ),
      4,
      'its 300 hosts have more than 100000 targets together',
    ],
  ])('%s', async (_case, object, code, phrase) => {
    const scene = await stage({objects: [...GOOD, object]})
    const {stdout, exitCode} = await scene.run('apply', '--yes', ...ARGS)
    expect(stdout).toContain('Applied 3 of 3 hosts.')
    expect(stdout.replace(/\s+/g, ' ')).toContain(phrase ?? '')
    expect(exitCode).toBe(code)
  })
})
