import {describe, expect, it} from 'vitest'
import type {Zone} from '../../src/dns/zone.js'
import {waitForSync} from '../../src/pipeline/verify-hosts.js'
import {service} from '../commands/objects.js'
import {AS_PROD, type Stage, stage} from '../commands/stage.js'

const HOSTS = ['a', 'b', 'c'].map((name) => service(name, `${name}.example.com`))
const polls = ({route53}: Stage) => route53.calls.counts().GetChange ?? 0

describe('--wait', () => {
  it('asks until every batch is in sync', async () => {
    const scene = await stage({objects: HOSTS, route53: {zones: [{name: 'example.com'}], pendingPolls: 1}})
    const {stdout, stderr, exitCode} = await scene.run('apply', '--yes', '--wait', AS_PROD, '--aws-batch-change-size=4')
    expect(stdout).toContain('Applied 3 of 3 hosts.')
    expect(stderr).toMatch(/^Note: all name servers of Route 53 have the changes, after \d s$/m)
    expect(exitCode).toBe(0)
    expect(polls(scene)).toBe(4)
  })

  it.each([
    ['the default on a terminal', [], 'yes\r', 1],
    ['not the default with --yes', ['--yes'], undefined, 0],
    ['not on a terminal with --no-wait', ['--no-wait'], 'yes\r', 0],
  ])('is %s', async (_case, flags, typed, asked) => {
    const scene = await stage({objects: HOSTS})
    const {exitCode} = await scene.runWith(typed === undefined ? {} : {typed}, 'apply', AS_PROD, ...flags)
    expect(exitCode).toBe(0)
    expect(polls(scene)).toBe(asked)
  })

  it('that is not allowed to ask says so: the changes are in', async () => {
    const scene = await stage({objects: HOSTS})
    scene.route53.addFault({operation: 'GetChange', action: 'accessDenied', times: Number.POSITIVE_INFINITY})
    const {stdout, stderr, exitCode} = await scene.run('apply', '--yes', '--wait', AS_PROD)
    expect(stdout).toContain('Applied 3 of 3 hosts.')
    expect(stderr).toMatch(
      /^Warning: the changes were accepted; it is not known when all name servers have them: AWS refused: /m,
    )
    expect(exitCode).toBe(0)
  })

  it('ends with --timeout: what is in is told, and that it is not everywhere', async () => {
    const scene = await stage({objects: HOSTS, route53: {zones: [{name: 'example.com'}], pendingPolls: 1000}})
    const {stderr, exitCode} = await scene.run('apply', '--yes', '--wait', AS_PROD, '--timeout=2500ms')
    expect(stderr).toContain('1 batch accepted, but not yet on all name servers of Route 53')
    expect(stderr).toContain('The time of --timeout is up. Applied 3 of 3 hosts.')
    expect(exitCode).toBe(1)
  })
})

describe('waiting for many batches', () => {
  const zones = ['a', 'b'].map((name) => ({id: name, name, isPrivate: false}) as unknown as Zone)

  it('asks about one batch a zone and round, less and less often', async () => {
    let now = 0
    const asked: string[] = []
    const shown: string[] = []
    const changes = zones.flatMap((zone) => [1, 2, 3].map((batch) => ({zone, changeId: `${zone.name}${batch}`})))
    const inSync = await waitForSync(changes, {
      watcher: {
        async readStatus(_zone, changeId) {
          asked.push(changeId)
          return now > 30_000 ? 'INSYNC' : 'PENDING'
        },
      },
      clock: {
        now: () => now,
        random: () => 0,
        async sleep(ms) {
          now += ms
        },
      },
      stopping: new AbortController().signal,
      report: (done, of) => shown.push(`${done}/${of}`),
    })
    expect(inSync).toBe(6)
    expect(asked.filter((id) => id === 'a1')).toHaveLength(8)
    expect(asked.filter((id) => id.endsWith('2') || id.endsWith('3'))).toHaveLength(4)
    expect(shown.at(-1)).toBe('6/6')
  })
})
