import {beforeEach, describe, expect, it} from 'vitest'
import {makeProgress, makeZoneProgress} from '../../src/cli/terminal/progress.js'
import type {Zone} from '../../src/dns/zone.js'
import {startProgram} from '../commands/built-program.js'
import {recordSet, service} from '../commands/objects.js'
import {AS_PROD, expectNoWrite, stage, withoutPauses, ZONE_ID} from '../commands/stage.js'

const FOREVER = Number.POSITIVE_INFINITY
const HOSTS = ['a', 'b', 'c'].map((name) => service(name, `${name}.example.com`))

describe('--timeout', () => {
  it('ends a run that still reads (the built program): nothing is written', async () => {
    const scene = await stage({objects: HOSTS})
    scene.cluster.addFault({action: 'hang', times: FOREVER})
    const {ended} = startProgram(['apply', '--yes', AS_PROD, '--timeout=300ms'], scene.environment)
    const {stderr, exitCode} = await ended
    expect(stderr).toBe(`Error: cannot finish the run
  The time of --timeout is up. Nothing was changed.
  Fix: run the same command again: it plans only what is left
       allow more time with --timeout
`)
    expect(exitCode).toBe(1)
    expectNoWrite(scene)
  })

  // Enough time to read and to send the first batch, also where other tests take both cores.
  it('lets a batch that is throttled over and over go, starts nothing more, and says what is in', {
    timeout: 60_000,
  }, async () => {
    const scene = await stage({objects: HOSTS})
    scene.route53.addFault({operation: 'ChangeResourceRecordSets', action: 'throttle', nth: 2, times: FOREVER})
    const {stderr, exitCode} = await scene.run('apply', '--yes', AS_PROD, '--aws-batch-change-size=2', '--timeout=8s')
    expect(stderr).toContain('Warning: the time of --timeout is up: finishing the batch under way\n')
    expect(stderr).toContain('The time of --timeout is up. Applied 1 of 3 hosts.')
    expect(exitCode).toBe(1)
    expect(scene.route53.acceptedChanges()).toHaveLength(2)
    scene.route53.clearFaults()
    expect((await scene.run('apply', '--yes', AS_PROD)).stdout).toContain('Applied 2 of 2 hosts.')
  })

  it('does not matter to a run that is faster', async () => {
    const scene = await stage({objects: HOSTS})
    const {stdout, exitCode} = await scene.run('apply', '--yes', AS_PROD, '--timeout=10m')
    expect(stdout).toContain('Applied 3 of 3 hosts.')
    expect(exitCode).toBe(0)
  })

  it.each([
    ['--timeout=-1s', '--timeout is negative.'],
    ['--aws-api-timeout=-1s', '--aws-api-timeout is negative.'],
  ])('%s is a usage error', async (flag, text) => {
    const scene = await stage()
    const {stderr, exitCode} = await scene.run('plan', flag)
    expect(stderr).toContain(text)
    expect(exitCode).toBe(1)
  })
})

describe('--aws-api-timeout', () => {
  beforeEach(withoutPauses)

  it('gives a call up that is not answered, and tries again', async () => {
    const scene = await stage({objects: HOSTS})
    scene.route53.addFault({operation: 'ListHostedZones', action: 'hang'})
    const {stdout, exitCode} = await scene.run('apply', '--yes', AS_PROD, '--aws-api-timeout=300ms')
    expect(stdout).toContain('Applied 3 of 3 hosts.')
    expect(exitCode).toBe(0)
  })
})

describe('a zone of 20,000 record sets', () => {
  const records = Array.from({length: 20_000}, (_each, index) => recordSet(`h${index}.example.com`))

  it('is planned under a limit of calls without being throttled', async () => {
    const route53 = {zones: [{name: 'example.com', id: ZONE_ID, records}], rateLimit: {burst: 5, perSecond: 110}}
    const scene = await stage({objects: [service('front', 'www.example.com')], route53})
    const {stdout, exitCode} = await scene.run('plan', AS_PROD, '--full-read', '--aws-qps=100')
    expect(stdout).toContain('Plan: 1 to create')
    expect(exitCode).toBe(0)
    expect(scene.route53.calls.all().filter(({errorCode}) => errorCode !== undefined)).toEqual([])
    const {ListResourceRecordSets = 0, ...others} = scene.route53.calls.counts()
    expect(others).toEqual({ListHostedZones: 1, ListResourceRecordSetProtections: 1})
    expect(ListResourceRecordSets).toBeGreaterThanOrEqual(67)
    expect(ListResourceRecordSets).toBeLessThanOrEqual(67 * 1.1)
  })

  it('is read under the buckets of Route 53 with at most three throttled calls', async () => {
    const route53 = {zones: [{name: 'example.com', id: ZONE_ID, records}], rateLimit: {}}
    const scene = await stage({objects: [service('front', 'www.example.com')], route53})
    const {stdout, exitCode} = await scene.run('plan', AS_PROD, '--full-read')
    expect(stdout).toContain('Plan: 1 to create')
    expect(exitCode).toBe(0)
    const throttled = scene.route53.calls.all().filter(({errorCode}) => errorCode !== undefined)
    // On a slow machine the bucket is refilled as fast as it is used.
    expect(throttled.length).toBeLessThanOrEqual(3)
  })

  it('takes some 13 s at 5 calls a second, which is said from the third page on', () => {
    const written: string[] = []
    let now = 0
    const stream = {isTTY: true, columns: 100, write: (text: string) => written.push(text)}
    const tell = makeZoneProgress(makeProgress(stream, {}), () => now)
    const zone = {id: ZONE_ID, name: 'example.com', isPrivate: false, recordSetCount: 20_000} as unknown as Zone
    for (let pages = 1; pages <= 67; pages++) {
      tell({zone, pages, recordSets: pages * 300, isWhole: true})
      now += 200
    }
    const lines = written.map((text) => text.replace('\r\u001b[2K', ''))
    expect(lines[0]).toBe('reading zone example.com: page 1 of 67')
    expect(lines[2]).toBe('reading zone example.com: page 3 of 67, about 13 s to go')
    expect(lines[56]).toMatch(/page 57 of 67, about 2 s to go$/)
  })

  it('is never said to be done before it is, whatever is read twice', () => {
    const written: string[] = []
    const stream = {isTTY: true, columns: 100, write: (text: string) => written.push(text)}
    const tell = makeZoneProgress(makeProgress(stream, {}), () => 0)
    const zone = {id: ZONE_ID, name: 'example.com', isPrivate: false, recordSetCount: 20_000} as unknown as Zone
    tell({zone, pages: 68, recordSets: 19_200, isWhole: true})
    tell({zone, pages: 71, recordSets: 20_000, isWhole: true})
    expect(written.map((text) => /page \d+ of \d+/.exec(text)?.[0])).toEqual(['page 68 of 71', 'page 71 of 71'])
  })
})
