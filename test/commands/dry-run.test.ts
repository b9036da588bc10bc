import {describe, expect, it} from 'vitest'
import {owned, service} from './objects.js'
import {AS_PROD, expectNoWrite, shown, stage} from './stage.js'

const SCENE = {
  objects: [service('front', 'www.example.com'), service('bad', 'bad..example.com')],
  records: owned('gone.example.com'),
}

describe('plan cannot write', () => {
  it.each([[], ['--policy=sync'], ['--policy=create-only'], ['--json'], ['--full-read']])(
    'plan %j',
    async (...argv) => {
      const scene = await stage(SCENE)
      await scene.run('plan', AS_PROD, ...argv)
      expect(scene.route53.calls.counts()).toEqual({
        ListHostedZones: 1,
        ListResourceRecordSets: 1,
        ListResourceRecordSetProtections: 1,
      })
      expectNoWrite(scene)
    },
  )

  it('plan has no flag that writes', async () => {
    const scene = await stage(SCENE)
    const {stderr, exitCode} = await scene.run('plan', AS_PROD, '--yes')
    expect(stderr).toContain('There is no flag --yes.')
    expect(exitCode).toBe(1)
  })

  it.each(['plan', 'apply', 'prune', 'owners'] as const)('%s only lists in the cluster', async (command) => {
    const scene = await stage(SCENE)
    await scene.run(command, AS_PROD)
    expect(new Set(scene.cluster.calls.all().map(({verb}) => verb))).toEqual(new Set(['list']))
  })
})

describe('--dry-run', () => {
  it.each([
    ['apply', '--dry-run'],
    ['apply', '--dry-run=true'],
    ['prune', '--dry-run'],
  ] as const)('%s %s is its plan: asks nothing, writes nothing', async (command, flag) => {
    const scene = await stage(SCENE)
    const {stdout, stderr, exitCode} = await scene.run(command, AS_PROD, flag, '--yes')
    expect(stdout).toMatch(/^Plan for owner prod/)
    expect(stdout).not.toContain('Applied')
    expect(shown(stderr)).toMatch(/^Exit 4: 1 problem \(invalid-name\): bad\.\.example\.com\./)
    expect(exitCode).toBe(4)
    expectNoWrite(scene)
  })

  it.each(['apply', 'prune'] as const)('EXTERNAL_DNS_DRY_RUN does it for %s too', async (command) => {
    const scene = await stage(SCENE)
    const environment = scene.with({EXTERNAL_DNS_DRY_RUN: 'true'})
    const {stdout, exitCode} = await scene.runWith({environment}, command, AS_PROD, '--yes')
    expect(stdout).toMatch(/^Plan for owner prod/)
    expect(exitCode).toBe(4)
    expectNoWrite(scene)
    const lifted = await scene.runWith({environment}, command, AS_PROD, '--yes', '--no-dry-run')
    expect(lifted.stdout).toContain('Applied 1 of 1 host.')
  })

  it('shows a plan over the limit without refusing', async () => {
    const scene = await stage(SCENE)
    const {stdout, exitCode} = await scene.run('prune', AS_PROD, '--dry-run', '--max-deletes=0')
    expect(stdout).toContain('would be deleted')
    expect(exitCode).toBe(4)
    expectNoWrite(scene)
  })

  it('means nothing to plan and owners, which write nothing anyway', async () => {
    const scene = await stage(SCENE)
    for (const command of ['plan', 'owners'] as const) {
      const {stdout, exitCode} = await scene.run(command, AS_PROD, '--dry-run')
      const plain = await scene.run(command, AS_PROD)
      expect({stdout, exitCode}).toEqual({stdout: plain.stdout, exitCode: plain.exitCode})
    }
  })

  it('--summary counts instead of naming hosts, and has no JSON form', async () => {
    const scene = await stage(SCENE)
    const {stdout} = await scene.run('apply', AS_PROD, '--dry-run', '--summary')
    expect(stdout).toMatch(/example\.com {2}public {2}Z0EXAMPLE {2}1 to create, 0 unchanged\n/)
    expect(stdout).not.toContain('www.example.com')
    const {stderr, exitCode} = await scene.run('plan', AS_PROD, '--summary', '--json')
    expect(stderr).toContain('--summary has no json form.')
    expect(exitCode).toBe(1)
  })
})
