import {describe, expect, it} from 'vitest'
import {renderApplyEvent} from '../../src/render/apply/apply-json.js'
import {owned, service} from './objects.js'
import {AS_PROD, eventsOf, expectNoWrite, shown, stage, withoutPauses} from './stage.js'

const FRONT = service('front', 'www.example.com')
const BAD = service('bad', 'bad..example.com')

describe('plan and owners as JSON', () => {
  it.each(['plan', 'owners'] as const)('%s prints one value and nothing else on stdout', async (command) => {
    const scene = await stage({objects: [FRONT, BAD], records: owned('www.example.com')})
    const {stdout, stderr} = await scene.run(command, '--json', AS_PROD)
    expect(JSON.parse(stdout)).toMatchObject({formatVersion: 1, kind: command})
    expect(shown(stderr)).toMatch(command === 'plan' ? /^Exit 4: 1 problem .*\n$/ : /^$/)
  })

  it('is the same bytes for the same inputs', async () => {
    const scene = await stage({objects: [FRONT, BAD], records: owned('gone.example.com')})
    for (const command of ['plan', 'owners'] as const) {
      const first = await scene.run(command, '--json', AS_PROD)
      expect((await scene.run(command, '--json', AS_PROD)).stdout).toBe(first.stdout)
    }
  })

  it('keeps notices and warnings off stdout', async () => {
    const scene = await stage({objects: [FRONT]})
    const {stdout, stderr} = await scene.run('plan', '--json', '--interval=1m')
    expect(JSON.parse(stdout)).toMatchObject({kind: 'plan'})
    expect(shown(stderr)).toBe(
      `Warning: no --txt-owner-id: the owner is "default", as in external-dns; nothing is deleted without --txt-owner-id=default
Note: ignored, because this program runs once and ends: --interval
`,
    )
  })

  it.each(['plan', 'owners'] as const)('%s tells an error as one value', async (command) => {
    const scene = await stage({objects: [FRONT]})
    scene.cluster.deny({resource: 'services'})
    const {stdout, stderr, exitCode} = await scene.run(command, '-o', 'json', AS_PROD)
    expect(JSON.parse(stdout)).toMatchObject({
      formatVersion: 1,
      kind: 'error',
      code: 'KUBERNETES_FORBIDDEN',
      exitCode: 1,
    })
    expect(shown(stderr)).toMatch(/^Error: cannot list services/)
    expect(exitCode).toBe(1)
  })
})

describe('apply and prune as JSON', () => {
  it('apply: an event a line, the summary last', async () => {
    const scene = await stage({objects: [FRONT, BAD]})
    const {stdout, stderr, exitCode} = await scene.run('apply', '--yes', '--json', AS_PROD)
    const events = eventsOf(stdout)
    expect(events.map(({kind}) => kind)).toEqual([
      'planned',
      'not-changed',
      'batch-started',
      'batch-accepted',
      'summary',
    ])
    for (const event of events) expect(event.formatVersion).toBe(1)
    expect(events.at(-1)).toEqual({
      formatVersion: 1,
      kind: 'summary',
      applied: 1,
      partly: 0,
      failed: 0,
      total: 1,
      blocked: 1,
      problems: 1,
      exitCode: 4,
    })
    expect(exitCode).toBe(4)
    expect(shown(stderr)).toMatch(/^Exit 4: 1 problem .*\n$/)
  })

  it('prune: the same, also when there is nothing to do', async () => {
    const scene = await stage({objects: [FRONT], records: owned('gone.example.com')})
    const first = await scene.run('prune', '--yes', '--json', AS_PROD)
    expect(eventsOf(first.stdout).map(({kind}) => kind)).toEqual([
      'planned',
      'batch-started',
      'batch-accepted',
      'summary',
    ])
    const second = await scene.run('prune', '--json', AS_PROD)
    expect(eventsOf(second.stdout)).toEqual([
      {
        formatVersion: 1,
        kind: 'summary',
        applied: 0,
        partly: 0,
        failed: 0,
        total: 0,
        blocked: 0,
        problems: 0,
        exitCode: 0,
      },
    ])
    expect(second.exitCode).toBe(0)
  })

  it('--dry-run prints the plan as one value', async () => {
    const scene = await stage({objects: [FRONT]})
    const {stdout, exitCode} = await scene.run('apply', '--dry-run', '--json', AS_PROD)
    expect(stdout).toBe((await scene.run('plan', '--json', AS_PROD)).stdout)
    expect(exitCode).toBe(0)
    expectNoWrite(scene)
  })

  it('asks on stderr', async () => {
    const scene = await stage({objects: [FRONT]})
    const {stdout, stderr} = await scene.runWith({typed: 'yes\r'}, 'apply', '--json', AS_PROD)
    expect(stderr).toContain("Only 'yes' is accepted:")
    expect(eventsOf(stdout).at(-1)).toMatchObject({kind: 'summary', exitCode: 0})
  })

  const ERROR_KEYS = ['formatVersion', 'kind', 'code', 'doing', 'happened', 'fix', 'changed', 'exitCode']

  it.each([
    ['a flag that does not exist', ['--polcy=sync'], 'USAGE', 1],
    ['nobody to ask', [AS_PROD], 'NO_TERMINAL', 3],
    ['too many deletes', [AS_PROD, '--yes', '--max-deletes=0'], 'LIMIT_EXCEEDED', 3],
  ])('prune: the error comes last, its exit code with it: %s', async (_case, argv, code, expected) => {
    const scene = await stage({records: owned('gone.example.com')})
    const {stdout, stderr, exitCode} = await scene.run('prune', '--json', ...argv)
    const last = eventsOf(stdout).at(-1) ?? {}
    expect(last).toMatchObject({formatVersion: 1, kind: 'error', code, exitCode: expected})
    expect(Object.keys(last)).toEqual(ERROR_KEYS)
    expect(exitCode).toBe(expected)
    expect(shown(stderr)).toContain(`Error: cannot ${String(last.doing)}\n`)
    expectNoWrite(scene)
  })

  it('apply: an error in the middle comes after what was applied and which hosts were not', async () => {
    withoutPauses()
    const scene = await stage({objects: [FRONT, service('api', 'api.example.com')]})
    scene.route53.addFault({operation: 'ChangeResourceRecordSets', nth: 2, action: 'expiredToken'})
    const {stdout, exitCode} = await scene.run('apply', '--yes', '--json', AS_PROD, '--aws-batch-change-size=2')
    const events = eventsOf(stdout)
    expect(events.map(({kind}) => kind)).toEqual([
      ...['planned', 'planned'],
      ...['batch-started', 'batch-accepted', 'batch-started'],
      ...['host-failed', 'error'],
    ])
    expect(events.at(-2)).toMatchObject({host: 'www.example.com', messages: []})
    expect(events.at(-1)).toMatchObject({
      code: 'AWS_CREDENTIALS_EXPIRED',
      changed: 'Nothing of this batch was changed. Applied 1 of 2 hosts.',
      exitCode: 1,
    })
    expect(exitCode).toBe(1)
  })

  it('the error line is the one of the event stream', () => {
    const parts = {code: 'USAGE', doing: 'a', happened: 'b', fix: [], changed: 'c', exitCode: 1}
    expect(Object.keys(JSON.parse(renderApplyEvent({kind: 'error', ...parts})))).toEqual(ERROR_KEYS)
  })
})
