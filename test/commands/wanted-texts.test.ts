import {describe, expect, it} from 'vitest'
import {ownership, recordSet, service} from './objects.js'
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

describe('prune of ownership TXT that no record set needs', () => {
  const RECORDS = [
    recordSet('www.example.com'),
    ownership('www.example.com'),
    {...ownership('www.example.com'), Name: 'www.example.com'},
    ownership('lost.example.com'),
  ]
  const open = () => stage({objects: [service('front', 'www.example.com')], records: RECORDS})

  it.each<readonly [flags: readonly string[], cleanups: number]>([
    [['--obsolete-txt'], 1],
    [['--orphans'], 1],
    [['--orphans', '--obsolete-txt'], 2],
  ])('is counted as a cleanup and not as a delete: %j', async (flags, cleanups) => {
    const scene = await open()
    const run = (...more: readonly string[]) =>
      scene.run('prune', AS_PROD, '--max-deletes=0', '--dry-run', ...flags, ...more)
    expect(JSON.parse((await run('--json')).stdout).counts).toMatchObject({delete: 0, cleanups, unchanged: 1})
    const counted = `${cleanups} ownership cleanup${cleanups === 1 ? '' : 's'}`
    const {stdout, exitCode} = await run()
    expect(flat(stdout)).toContain(`Plan: 0 to create, 0 to update, 0 to delete, ${counted}, 1 unchanged.`)
    expect(stdout).not.toMatch(/no object asks|limit/)
    expect(exitCode).toBe(0)
    expect((await run('--format=markdown')).stdout).toMatch(new RegExp(`^## DNS plan: ${counted}\n`))
    expect((await run('--summary')).stdout).toContain(counted)
    expect((await run('--expect-no-changes')).stderr).toContain(`0 to delete, ${counted}.`)
  })

  it('asks without a word of deletes', async () => {
    const scene = await open()
    const {stderr} = await scene.runWith({typed: 'no\n'}, 'prune', AS_PROD, '--orphans')
    expect(stderr).toContain('Apply these changes to example.com')
    expect(stderr).not.toContain('delete')
  })
})
