import {describe, expect, it} from 'vitest'
import {recordSet} from './objects.js'
import {AS_PROD, expectNoWrite, stage} from './stage.js'

const CLAIM = 'heritage=external-dns,external-dns/owner=prod'
const evil = (targets: readonly string[]) => ({
  apiVersion: 'externaldns.k8s.io/v1alpha1',
  kind: 'DNSEndpoint',
  metadata: {name: 'evil', namespace: 'web'},
  spec: {endpoints: [{dnsName: 'a-victim.example.com', recordType: 'TXT', targets}]},
})
const FLAGS = ['--source=crd', '--policy=sync', '--managed-record-types=A', '--managed-record-types=TXT']
const flat = (text: string) => text.replace(/\s+/g, ' ')

describe('a DNSEndpoint that asks for an ownership TXT', () => {
  it.each<readonly ['plan' | 'apply' | 'prune', readonly string[]]>([
    ['plan', []],
    ['apply', ['--yes']],
    ['prune', ['--yes']],
  ])('%s writes nothing and names the object', async (command, flags) => {
    const scene = await stage({objects: [evil([CLAIM])], records: [recordSet('victim.example.com')]})
    const run = await scene.run(command, ...flags, ...FLAGS, AS_PROD)
    expect(flat(run.stdout)).toContain('a-victim.example.com object-problem')
    expect(flat(run.stdout)).toContain('DNSEndpoint web/evil')
    expect(run.exitCode).toBe(4)
    expectNoWrite(scene)
  })

  it('is refused when a harmless TXT there is adopted or to be changed', async () => {
    const records = [recordSet('a-victim.example.com', '"hello"', {Type: 'TXT'})]
    const scene = await stage({objects: [evil([CLAIM])], records})
    const adopted = await scene.run('owners adopt', 'a-victim.example.com', '--yes', ...FLAGS, AS_PROD)
    expect(adopted.exitCode).not.toBe(0)
    expectNoWrite(scene)
    scene.cluster.setObjects([evil(['hello'])])
    const harmless = await scene.run('owners adopt', 'a-victim.example.com', '--yes', ...FLAGS, AS_PROD)
    expect(harmless.exitCode).toBe(0)
    scene.cluster.setObjects([evil(['hello', CLAIM])])
    const changed = await scene.run('apply', '--yes', ...FLAGS, AS_PROD)
    expect(changed.exitCode).toBe(4)
    expect(scene.route53.acceptedChanges()).toHaveLength(1)
  })
})
