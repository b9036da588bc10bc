import {describe, expect, it} from 'vitest'
import {owned, service} from './objects.js'
import {AS_PROD, eventsOf, expectNoWrite, shown, stage} from './stage.js'

const FRONT = service('front', 'www.example.com')
const FOREIGN = {objects: [FRONT], records: owned('www.example.com', '192.0.2.7', 'someone')}

describe('--expect-no-changes', () => {
  it('shows the plan and ends with 1 when there are changes', async () => {
    const scene = await stage({objects: [FRONT]})
    const {stdout, stderr, exitCode} = await scene.run('plan', AS_PROD, '--expect-no-changes', '--detailed-exitcode')
    expect(stdout).toMatch(/^Plan for owner prod/)
    expect(shown(stderr)).toBe(`Error: cannot confirm that there is no drift
  Changes found at 1 host: 1 to create, 0 to update, 0 to replace, 0 to adopt, 0 to delete. Nothing was changed.
  Fix: look at the plan, then run external-dns-ts apply with the same flags, or prune for stale records
`)
    expect(exitCode).toBe(1)
  })

  it('ends with 0 when there are none', async () => {
    const scene = await stage({objects: [FRONT]})
    await scene.run('apply', AS_PROD, '--yes')
    expect((await scene.run('plan', AS_PROD, '--expect-no-changes')).exitCode).toBe(0)
    expect((await scene.run('apply', AS_PROD, '--dry-run', '--expect-no-changes')).exitCode).toBe(0)
  })

  it('prints only the plan on stdout with --json', async () => {
    const scene = await stage({objects: [FRONT]})
    for (const argv of [['plan'], ['apply', '--dry-run']] as const) {
      const [command, ...rest] = argv
      const {stdout, stderr, exitCode} = await scene.run(command, ...rest, AS_PROD, '--expect-no-changes', '--json')
      expect(JSON.parse(stdout)).toMatchObject({kind: 'plan', isEmpty: false})
      expect(stderr).toContain('Changes found at 1 host')
      expect(exitCode).toBe(1)
    }
  })

  it('is a usage error where the changes would be made', async () => {
    const scene = await stage({objects: [FRONT]})
    const {stderr, exitCode} = await scene.run('apply', AS_PROD, '--yes', '--expect-no-changes')
    expect(stderr).toContain('--expect-no-changes is set, and this run would make the changes.')
    expect(exitCode).toBe(1)
    expect(scene.cluster.calls.total()).toBe(0)
    expectNoWrite(scene)
  })
})

describe('--strict', () => {
  it('shows the plan and ends with 1 when something is blocked for that reason', async () => {
    const scene = await stage(FOREIGN)
    const {stdout, stderr, exitCode} = await scene.run('plan', AS_PROD, '--strict=unowned', '--strict=owner-mismatch')
    expect(stdout).toContain('Not changed\n')
    expect(shown(stderr)).toBe(`Error: cannot accept the plan
  --strict does not accept these reasons, which the plan has: owner-mismatch (1). The first host is www.example.com. Nothing was changed.
  Fix: see "Problems" and "Not changed" in the plan
       or remove the reason from --strict
`)
    expect(exitCode).toBe(1)
    expect((await scene.run('plan', AS_PROD, '--strict=all')).exitCode).toBe(1)
    expect((await scene.run('plan', AS_PROD, '--strict=unowned')).exitCode).toBe(0)
    expect((await scene.run('plan', AS_PROD)).exitCode).toBe(0)
  })

  it('keeps apply from writing anything', async () => {
    const scene = await stage({...FOREIGN, objects: [FRONT, service('api', 'api.example.com')]})
    const {stderr, exitCode} = await scene.run('apply', AS_PROD, '--yes', '--strict=all')
    expect(stderr).toContain('owner-mismatch (1). The first host is www.example.com. Nothing was changed.')
    expect(exitCode).toBe(1)
    expectNoWrite(scene)
    const events = eventsOf((await scene.run('apply', AS_PROD, '--yes', '--strict=all', '--json')).stdout)
    expect(events.at(-1)).toMatchObject({kind: 'error', code: 'STRICT_REASON', exitCode: 1})
    expectNoWrite(scene)
  })

  it('names the codes when it is given none of them', async () => {
    const scene = await stage()
    const {stderr, exitCode} = await scene.run('apply', '--yes', '--strict=owner-missmatch')
    expect(stderr).toContain('--strict=owner-missmatch is not a reason code. Nothing was changed.')
    expect(stderr).toContain('did you mean --strict=owner-mismatch?')
    expect(stderr).toContain('the codes are unowned, owner-mismatch, no-zone, ')
    expect(exitCode).toBe(1)
    expect(scene.cluster.calls.total()).toBe(0)
  })
})
