import {beforeEach, describe, expect, it} from 'vitest'
import {owned, service} from '../commands/objects.js'
import {AS_PROD, type Stage, stage, withoutPauses} from '../commands/stage.js'
import type {Route53Call} from '../emulators/route53/call.js'

const NAMES = 'abcdefghijklmnop'.split('')
const HOSTS = NAMES.map((name) => service(name, `${name}.example.com`))
const FOREVER = Number.POSITIVE_INFINITY

beforeEach(withoutPauses)

function deny({route53}: Stage, isDenied: (changes: NonNullable<Route53Call['changes']>) => boolean): void {
  route53.addFault({
    operation: 'ChangeResourceRecordSets',
    action: 'accessDenied',
    times: FOREVER,
    when: ({changes = []}) => isDenied(changes),
  })
}

const changeCalls = ({route53}: Stage) => route53.calls.counts().ChangeResourceRecordSets ?? 0
const holds = (changes: NonNullable<Route53Call['changes']>, names: readonly string[]) =>
  changes.some(({ResourceRecordSet: {Name}}) => names.some((name) => Name.replace(/^a-/, '').startsWith(`${name}.`)))

describe('a zone that may not be changed at all', () => {
  it.each([
    ['one batch', []],
    ['many batches', ['--aws-batch-change-size=4']],
  ])('%s: found out with two more calls, told once', async (_case, flags) => {
    const scene = await stage({objects: HOSTS})
    deny(scene, () => true)
    const {stderr, exitCode} = await scene.run('apply', '--yes', AS_PROD, ...flags)
    expect(changeCalls(scene)).toBe(3)
    expect(stderr.match(/^Error: /gm)).toHaveLength(1)
    expect(stderr).toContain('may not route53:ChangeResourceRecordSets')
    expect(stderr).toContain('Nothing of this batch was changed.')
    expect(exitCode).toBe(1)
  })
})

describe('a policy with a condition', () => {
  it.each([
    ['that refuses one host', ['h'], 15],
    ['that refuses three', ['b', 'h', 'p'], 13],
    ['that takes one half', NAMES.slice(0, 8), 8],
    ['that takes the first alone', NAMES.slice(1), 1],
    ['that takes the last alone', NAMES.slice(0, -1), 1],
  ])('on record names %s: the others land, the rest is named', async (_case, names, applied) => {
    const scene = await stage({objects: HOSTS})
    deny(scene, (changes) => holds(changes, names))
    const {stdout, exitCode} = await scene.run('apply', '--yes', AS_PROD)
    expect(stdout).toContain(`Applied ${applied} of 16 hosts, ${16 - applied} failed.`)
    for (const name of names)
      expect(stdout).toMatch(new RegExp(`! ${name}\\.example\\.com\\n(.*\\n)+? {6}Service web/${name}\\n`))
    expect(stdout.replace(/\s+/g, ' ')).toContain(
      'Other hosts of the zone were accepted: see the conditions of the policy',
    )
    expect(exitCode).toBe(4)
    expect(changeCalls(scene)).toBeLessThanOrEqual(3 + 2 * 16)
  })

  it('on actions: what only creates lands, updates and deletes do not', async () => {
    const records = ['a', 'b', 'c'].flatMap((name) =>
      owned(`${name}.example.com`, '192.0.2.1', 'prod', `service/web/${name}`),
    )
    const scene = await stage({objects: HOSTS, records})
    deny(scene, (changes) => changes.some(({Action}) => Action === 'DELETE'))
    const {stdout, exitCode} = await scene.run('apply', '--yes', AS_PROD)
    expect(stdout).toContain('Applied 13 of 16 hosts, 3 failed.')
    expect(exitCode).toBe(4)
  })
})

describe('a right that is taken away in the middle', () => {
  it('is not asked for host by host through thousands of them', async () => {
    const objects = Array.from({length: 70}, (_each, index) => service(`h${index}`, `h${index}.example.com`))
    const scene = await stage({objects})
    scene.route53.addFault({operation: 'ChangeResourceRecordSets', action: 'accessDenied', nth: 2, times: FOREVER})
    const {stderr, exitCode} = await scene.run('apply', '--yes', AS_PROD, '--aws-batch-change-size=2')
    expect(changeCalls(scene)).toBe(1 + 50)
    expect(stderr).toContain('Applied 1 of 70 hosts.')
    expect(exitCode).toBe(1)
  })
})

describe('200 weighted hosts moved from weight 10 to 50', () => {
  it('go in the fewest batches that the limits of a request allow', async () => {
    const weighted = (weight: number) =>
      Array.from({length: 200}, (_each, index) =>
        service(`w${index}`, `w${index}.example.com`, {
          annotations: {
            'external-dns.alpha.kubernetes.io/set-identifier': 'eu1',
            'external-dns.alpha.kubernetes.io/aws-weight': String(weight),
          },
        }),
      )
    const scene = await stage({objects: weighted(10)})
    expect((await scene.run('apply', '--yes', AS_PROD)).exitCode).toBe(0)
    scene.cluster.setObjects(weighted(50))
    scene.route53.calls.clear()
    const {stdout, exitCode} = await scene.run('apply', '--yes', AS_PROD)
    expect(stdout).toContain('Applied 200 of 200 hosts.')
    expect(exitCode).toBe(0)
    const values = scene.route53.calls
      .all()
      .flatMap(({changes = []}) => changes)
      .flatMap(({ResourceRecordSet: {ResourceRecords = []}}) => ResourceRecords.map(({Value}) => Value))
    const octets = values.reduce((sum, value) => sum + value.length, 0)
    const fewest = Math.max(Math.ceil(octets / 32_000), Math.ceil(values.length / 1000))
    expect(changeCalls(scene)).toBe(fewest)
    expect((await scene.run('plan', AS_PROD)).stdout).toMatch(/\nNo changes\. 200 hosts are as they should be\.\n$/)
  })
})
