import {beforeEach, describe, expect, it} from 'vitest'
import type {Route53State} from '../emulators/route53/account.js'
import type {Route53Fault} from '../emulators/route53/fault.js'
import {owned, ownership, recordSet, service} from './objects.js'
import {AS_PROD, eventsOf, type Stage, shown, stage, withoutPauses, ZONE_ID} from './stage.js'

const FOREVER = Number.POSITIVE_INFINITY
const HOSTS = ['a', 'b', 'c', 'd', 'e'].map((name) => service(name, `${name}.example.com`))
const FRONT = service('front', 'www.example.com')
const FRONT_BEFORE = owned('www.example.com', '192.0.2.1', 'prod', 'service/web/front')

type Fault = Omit<Route53Fault<Route53State>, 'operation'>

function failChanges({route53}: Stage, fault: Fault): void {
  route53.addFault({operation: 'ChangeResourceRecordSets', ...fault})
}

const changeCalls = ({route53}: Stage) => route53.calls.counts().ChangeResourceRecordSets ?? 0
const addressOf = ({route53}: Stage, name: string) =>
  route53.zone(ZONE_ID).records.find((set) => set.Name === `${name}.` && set.Type === 'A')?.ResourceRecords?.[0]?.Value

beforeEach(withoutPauses)

describe('a change that fails for a while', () => {
  it.each([
    ['is throttled', 'throttle', 3],
    ['comes too early after another tool’s', 'priorRequestNotComplete', 3],
    ['meets a Route 53 that is not available', {status: 503}, 3],
    ['meets a fault of Route 53', {status: 500}, 3],
    ['loses its connection', 'resetConnection', 3],
    ['loses its answer after it was applied', 'loseAnswerAfterApplying', 1],
  ] as const)('%s: in the end every host is in, once', async (_case, action, calls) => {
    const scene = await stage({objects: HOSTS})
    failChanges(scene, {action, times: 2})
    const {stdout, stderr, exitCode} = await scene.run('apply', '--yes', AS_PROD)
    expect(stdout).toContain('Applied 5 of 5 hosts.')
    expect(shown(stderr)).toMatch(/^batch 1\/1 example\.com: 10 changes accepted \(.+\)\n$/)
    expect(exitCode).toBe(0)
    expect(changeCalls(scene)).toBe(calls)
    expect(scene.route53.acceptedChanges()).toHaveLength(10)
    expect((await scene.run('plan', AS_PROD)).stdout).toMatch(/\nNo changes\. 5 hosts are as they should be\.\n$/)
  })

  it('reads the zone again after a lost answer, and says that the change is in', async () => {
    const scene = await stage({objects: [FRONT], records: FRONT_BEFORE})
    failChanges(scene, {action: 'loseAnswerAfterApplying'})
    const {stderr, exitCode} = await scene.run('apply', '--yes', AS_PROD)
    expect(stderr).toContain('1 change accepted (unknown: the answer was lost, but the records are there)')
    expect(exitCode).toBe(0)
    expect(changeCalls(scene)).toBe(1)
    expect(addressOf(scene, 'www.example.com')).toBe('192.0.2.10')
  })
})

describe('a change that fails for good', () => {
  it.each([
    ['throttling', 'throttle', 'Route 53 throttled the call (Rate exceeded), 2 tries in '],
    [
      'an earlier change',
      'priorRequestNotComplete',
      'Route 53 was still working on an earlier change of the zone, 2 tries in ',
    ],
    ['a fault of Route 53', {status: 500}, 'Route 53 answered with an error of its own (InternalFailure, HTTP 500)'],
    ['no connection', 'resetConnection', 'AWS cannot be reached: '],
  ] as const)('%s: says so, that nothing is in, and that a second run finishes', async (_case, action, happened) => {
    const scene = await stage({objects: HOSTS})
    failChanges(scene, {action, times: FOREVER})
    const {stderr, exitCode} = await scene.run('apply', '--yes', AS_PROD, '--aws-api-retries=1')
    expect(shown(stderr)).toMatch(/^Error: cannot change zone example\.com \(Z0EXAMPLE\)\n/)
    expect(stderr).toContain(`\n  ${happened}`)
    expect(stderr).toMatch(/ Nothing of this batch was changed\.\n/)
    expect(stderr.match(/run the same command again/g)).toHaveLength(1)
    expect(exitCode).toBe(1)
    expect(scene.names()).toEqual([])
    scene.route53.clearFaults()
    expect((await scene.run('apply', '--yes', AS_PROD)).stdout).toContain('Applied 5 of 5 hosts.')
  })

  it('after the first batch: what is in is told, the later batches are not tried, a second run finishes', async () => {
    const scene = await stage({objects: HOSTS})
    failChanges(scene, {action: 'throttle', nth: 2, times: FOREVER})
    const {stderr, exitCode} = await scene.run(
      'apply',
      '--yes',
      AS_PROD,
      '--aws-api-retries=0',
      '--aws-batch-change-size=2',
    )
    expect(stderr).toContain('Nothing of this batch was changed. Applied 1 of 5 hosts.')
    expect(exitCode).toBe(1)
    expect(changeCalls(scene)).toBe(2)
    scene.route53.clearFaults()
    const again = await scene.run('apply', '--yes', AS_PROD)
    expect(again.stdout).toContain('Plan: 4 to create')
    expect(again.stdout).toContain('Applied 4 of 4 hosts.')
  })

  it('an answer is lost and the zone cannot be read again: the change is said to be in doubt', async () => {
    const scene = await stage({objects: [FRONT]})
    failChanges(scene, {action: 'loseAnswerAfterApplying'})
    scene.route53.addFault({operation: 'ListResourceRecordSets', action: 'accessDenied', times: FOREVER})
    const {stderr, exitCode} = await scene.run('apply', '--yes', AS_PROD)
    expect(stderr).toContain('It is not known whether this batch was applied.')
    expect(exitCode).toBe(1)
    scene.route53.clearFaults()
    expect((await scene.run('apply', '--yes', AS_PROD)).stdout).toMatch(/\nNo changes\. 1 host is as it should be\.\n$/)
  })
})

describe('a batch that is rejected for one host', () => {
  async function meetAnotherHand(...argv: string[]) {
    const scene = await stage({objects: HOSTS})
    failChanges(scene, {
      action: (_call, state) => state.putRecordSet(ZONE_ID, recordSet('c.example.com', '192.0.2.77')),
    })
    return {scene, ...(await scene.run('apply', '--yes', AS_PROD, ...argv))}
  }

  it('is halved: the others land, the culprit is named with its object and the rule', async () => {
    const {scene, stdout, stderr, exitCode} = await meetAnotherHand()
    expect(stdout).toContain(`
  ! c.example.com
      A c.example.com was made by someone else meanwhile
      AWS: Tried to create resource record set [name='c.example.com.', type='A'] but it already
        exists
      Service web/c
Applied 4 of 5 hosts, 1 failed.
`)
    expect(stderr).toContain('example.com: Route 53 rejected a batch of 5 hosts, nothing of it was applied\n')
    expect(exitCode).toBe(4)
    expect(addressOf(scene, 'c.example.com')).toBe('192.0.2.77')
    expect(scene.names().filter(([type]) => type === 'TXT')).toHaveLength(4)
    expect(changeCalls(scene)).toBeLessThanOrEqual(6)
  })

  it('a second run leaves that host alone, and finishes once the foreign record is gone', async () => {
    const {scene} = await meetAnotherHand()
    const second = await scene.run('apply', '--yes', AS_PROD)
    expect(second.stdout).toMatch(
      /!\s+c\.example\.com\s+unowned\s+192\.0\.2\.77, wanted 192\.0\.2\.10 by Service web\/c/,
    )
    expect(second.exitCode).toBe(0)
    scene.route53.removeRecordSet(ZONE_ID, {Name: 'c.example.com', Type: 'A'})
    const third = await scene.run('apply', '--yes', AS_PROD)
    expect(third.stdout).toContain('Applied 1 of 1 host.')
    expect((await scene.run('plan', AS_PROD)).stdout).toMatch(/\nNo changes\. 5 hosts are as they should be\.\n$/)
  })

  it('reports it as JSON too', async () => {
    const {stdout, exitCode} = await meetAnotherHand('--json')
    const events = eventsOf(stdout)
    expect(events.find(({kind}) => kind === 'host-failed')).toMatchObject({
      host: 'c.example.com',
      origins: [{kind: 'Service', namespace: 'web', name: 'c', field: 'annotation hostname'}],
      reason: 'A c.example.com was made by someone else meanwhile',
    })
    expect(events.at(-1)).toMatchObject({kind: 'summary', applied: 4, failed: 1, total: 5, exitCode: 4})
    expect(exitCode).toBe(4)
  })

  it('a rule that only Route 53 knows is shown in its own words', async () => {
    const scene = await stage({objects: [FRONT, service('api', 'api.example.com')]})
    const message = '[The moon is in the wrong phase for www.example.com]'
    failChanges(scene, {
      action: {code: 'InvalidChangeBatch', message},
      times: FOREVER,
      when: ({changes = []}) => changes.some(({ResourceRecordSet}) => ResourceRecordSet.Name.startsWith('www.')),
    })
    const {stdout, exitCode} = await scene.run('apply', '--yes', AS_PROD)
    expect(stdout).toMatch(/! www\.example\.com\n {6}The moon is in the wrong phase.*\n(.*\n)? {6}Service web\/front\n/)
    expect(stdout).toContain('Applied 1 of 2 hosts, 1 failed.')
    expect(exitCode).toBe(4)
  })
})

describe('a zone that changed between plan and apply: nothing is overwritten', () => {
  const byHand = (value: string) => (_call: unknown, state: Route53State) =>
    state.putRecordSet(ZONE_ID, recordSet('www.example.com', value))

  it('an update', async () => {
    const scene = await stage({objects: [FRONT], records: FRONT_BEFORE})
    failChanges(scene, {action: byHand('192.0.2.77')})
    const {stdout, exitCode} = await scene.run('apply', '--yes', AS_PROD)
    expect(stdout).toContain('      A www.example.com was changed by someone else meanwhile')
    expect(stdout).toContain('Applied 0 of 1 host, 1 failed.')
    expect(exitCode).toBe(4)
    expect(addressOf(scene, 'www.example.com')).toBe('192.0.2.77')
    expect(scene.route53.acceptedChanges()).toEqual([])
  })

  it('a delete', async () => {
    const scene = await stage({records: FRONT_BEFORE})
    failChanges(scene, {action: byHand('192.0.2.77')})
    const {stdout, exitCode} = await scene.run('prune', '--yes', AS_PROD)
    expect(stdout).toContain('      A www.example.com was changed by someone else meanwhile')
    expect(exitCode).toBe(4)
    expect(addressOf(scene, 'www.example.com')).toBe('192.0.2.77')
    expect(scene.names().map(([, name]) => name)).toContain('a-www.example.com.')
  })

  it('a delete of what somebody else has deleted', async () => {
    const scene = await stage({records: FRONT_BEFORE})
    failChanges(scene, {action: (_call, state) => state.removeRecordSet(ZONE_ID, {Name: 'www.example.com', Type: 'A'})})
    const {stdout, exitCode} = await scene.run('prune', '--yes', AS_PROD)
    expect(stdout).toContain('      A www.example.com was deleted by someone else meanwhile')
    expect(exitCode).toBe(4)
  })

  it('a host that another owner took meanwhile', async () => {
    const scene = await stage({objects: [FRONT], records: FRONT_BEFORE})
    failChanges(scene, {
      action: (_call, state) => {
        state.putRecordSet(ZONE_ID, ownership('www.example.com', 'prod-us1'))
        state.putRecordSet(ZONE_ID, recordSet('www.example.com', '192.0.2.77'))
      },
    })
    const {exitCode} = await scene.run('apply', '--yes', AS_PROD)
    expect(exitCode).toBe(4)
    expect(addressOf(scene, 'www.example.com')).toBe('192.0.2.77')
    const second = await scene.run('apply', '--yes', AS_PROD)
    expect(second.stdout).toMatch(/!\s+www\.example\.com\s+owner prod-us1/)
    expect(scene.route53.acceptedChanges()).toEqual([])
  })

  it('a TXT of ours that somebody added a value to', async () => {
    const scene = await stage({records: FRONT_BEFORE})
    const txt = ownership('www.example.com', 'prod', 'service/web/front')
    const more = {...txt, ResourceRecords: [...(txt.ResourceRecords ?? []), {Value: '"v=spf1 -all"'}]}
    failChanges(scene, {action: (_call, state) => state.putRecordSet(ZONE_ID, more)})
    const {exitCode} = await scene.run('prune', '--yes', AS_PROD)
    expect(exitCode).toBe(4)
    expect(scene.names()).toHaveLength(2)
    const second = await scene.run('prune', '--yes', AS_PROD)
    expect(second.exitCode).toBe(0)
    const left = scene.route53.zone(ZONE_ID).records
    expect(left.map(({Name, ResourceRecords}) => [Name, ResourceRecords])).toEqual([
      ['a-www.example.com.', [{Value: '"v=spf1 -all"'}]],
    ])
  })
})
