import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {toStoredName} from '../../src/dns/dns-name.js'
import type {Zone, ZoneId} from '../../src/dns/zone.js'
import {zonesFor} from '../../src/dns/zone.js'
import {dealZones} from '../../src/route53/read/shard.js'
import {owned, service} from './objects.js'
import {AS_PROD, expectNoWrite, stage} from './stage.js'

const ROOTS = ['alpha.example', 'beta.test', 'gamma.net', 'delta.org', 'epsilon.io', 'zeta.dev']
const ZONES = [
  ...ROOTS.map((name, index) => ({name, id: `Z0ROOT${index}`, records: owned(`gone.${name}`)})),
  {name: 'shop.alpha.example', id: 'Z1CHILD'},
  {name: 'alpha.example', id: 'Z2PRIVATE', private: true},
]
const OBJECTS = [
  ...ROOTS.flatMap((root, index) => [service(`www-${index}`, `www.${root}`), service(`apex-${index}`, root)]),
  service('cart', 'cart.shop.alpha.example'),
  service('shop', 'shop.alpha.example'),
  service('lost', 'www.nowhere.example'),
]
const FLAGS = [AS_PROD, '--policy=sync', '--txt-prefix=own-', '--max-deletes=100%']
const COUNT = 3
const shardFlags = (index: number) => [`--shard-count=${COUNT}`, `--shard-index=${index}`]

interface PlanAnswer {
  readonly zones: readonly {readonly zone: {readonly id: string}; readonly hosts: readonly object[]}[]
  readonly blocked: readonly object[]
}

const text = (value: object) => JSON.stringify(value)

describe('shards', () => {
  it('together plan exactly what one run plans, and each reads only its zones', async () => {
    const it = await stage({objects: OBJECTS, route53: {zones: ZONES}})
    const plan = async (...flags: readonly string[]) => {
      it.route53.calls.clear()
      const {stdout, stderr, exitCode} = await it.run('plan', ...FLAGS, ...flags, '--json')
      expect([0, 4], stderr).toContain(exitCode)
      return {answer: JSON.parse(stdout) as PlanAnswer, calls: it.route53.calls.counts()}
    }
    const whole = await plan()
    const parts = [await plan(...shardFlags(0)), await plan(...shardFlags(1)), await plan(...shardFlags(2))]
    const hosts = ({zones}: PlanAnswer) => zones.flatMap((zone) => zone.hosts.map(text))
    expect(parts.flatMap(({answer}) => hosts(answer)).toSorted()).toEqual(hosts(whole.answer).toSorted())
    expect(parts.flatMap(({answer}) => answer.blocked.map(text)).toSorted()).toEqual(
      whole.answer.blocked.map(text).toSorted(),
    )
    const zones = parts.map(({answer}) => answer.zones.map(({zone}) => zone.id))
    expect(zones.flat().toSorted()).toEqual(ZONES.map(({id}) => id).toSorted())
    expect(zones.every((some) => some.length > 0)).toBe(true)
    const reads = parts.map(({calls}) => calls.ListResourceRecordSets ?? 0)
    expect(reads.reduce((sum, count) => sum + count, 0)).toBe(whole.calls.ListResourceRecordSets)
    // A zone and its parents, public and private, belong to the same shard.
    const family = zones.find((some) => some.includes('Z1CHILD'))
    expect(family).toEqual(expect.arrayContaining(['Z0ROOT0', 'Z1CHILD', 'Z2PRIVATE']))
  })

  it('together write exactly what one run writes', async () => {
    const [one, many] = [
      await stage({objects: OBJECTS, route53: {zones: ZONES}}),
      await stage({objects: OBJECTS, route53: {zones: ZONES}}),
    ]
    expect((await one.run('apply', '--yes', ...FLAGS)).exitCode).toBe(0)
    for (const index of [2, 0, 1]) {
      const {exitCode, stderr} = await many.run('apply', '--yes', ...FLAGS, ...shardFlags(index))
      expect(exitCode, stderr).toBe(0)
    }
    expect(many.route53.zones({form: 'stored'})).toEqual(one.route53.zones({form: 'stored'}))
    expect((await many.run('plan', ...FLAGS)).stdout).toContain('No changes.')
  })

  it('take the index of an Indexed Job', async () => {
    const it = await stage({objects: OBJECTS, route53: {zones: ZONES}})
    const environment = {...it.environment, JOB_COMPLETION_INDEX: '1'}
    const {stdout} = await it.runWith({environment}, 'plan', ...FLAGS, `--shard-count=${COUNT}`, '--json')
    const typed = await it.run('plan', ...FLAGS, ...shardFlags(1), '--json')
    expect(stdout).toBe(typed.stdout)
  })

  it.each([
    [['--shard-count=0'], '--shard-count is less than 1'],
    [['--shard-count=3'], '--shard-count is set without --shard-index'],
    [['--shard-count=3', '--shard-index=3'], '--shard-index=3 is out of range: of 3 shards the last has index 2'],
    [['--shard-count=3', '--shard-index=-1'], '--shard-index=-1 is out of range'],
    [['--shard-count=3', '--shard-index=one'], '--shard-index=one is out of range'],
    [['--shard-count=3', '--shard-index=1.0'], '--shard-index=1.0 is out of range'],
    [['--shard-index=1'], '--shard-index=1 is out of range'],
  ])('turn away %j', async (flags, phrase) => {
    const it = await stage()
    const {exitCode, stderr} = await it.run('apply', '--yes', AS_PROD, ...flags)
    expect(exitCode).toBe(1)
    expect(stderr).toContain(phrase)
    expectNoWrite(it)
  })

  it('turn away an index of the Job beyond the count', async () => {
    const it = await stage()
    const environment = {...it.environment, JOB_COMPLETION_INDEX: '7'}
    const {exitCode, stderr} = await it.runWith({environment}, 'plan', AS_PROD, '--shard-count=3')
    expect(exitCode).toBe(1)
    expect(stderr).toContain('JOB_COMPLETION_INDEX=7 is out of range')
  })

  it('turn away a suffix that puts a TXT into the zone of another shard', async () => {
    const zones = [
      {name: 'example.com', id: 'Z1'},
      {name: 'own.com', id: 'Z2'},
    ]
    const it = await stage({route53: {zones}})
    const {exitCode, stderr} = await it.run('apply', '--yes', AS_PROD, '--txt-suffix=.own', ...shardFlags(0))
    expect(exitCode).toBe(1)
    expect(stderr).toContain('The ownership TXT of example.com would be')
    expectNoWrite(it)
  })
})

describe('dealing zones', () => {
  const zone = (name: string, isPrivate: boolean, index: number): Zone => ({
    id: `Z${index}` as ZoneId,
    name: toStoredName(name),
    isPrivate,
    recordSetCount: 10,
    profile: undefined,
  })
  const names = fc.uniqueArray(
    fc.constantFrom('a.example', 'b.example', 'x.a.example', 'y.x.a.example', 'c.test', 'z.c.test', 'd.net'),
    {
      minLength: 1,
    },
  )
  const someZones = fc
    .tuple(names, names)
    .map(([open, closed]) => [
      ...open.map((name, i) => zone(name, false, i)),
      ...closed.map((name, i) => zone(name, true, 100 + i)),
    ])

  it('law: each zone falls to one shard, and a name to the shard that has all its zones', () => {
    fc.assert(
      fc.property(
        someZones,
        fc.integer({min: 1, max: 5}),
        fc.constantFrom('www', 'a.b', '*'),
        (zones, count, label) => {
          const deals = Array.from({length: count}, (_, index) => dealZones(zones, {index, count}))
          expect(deals.flatMap((deal) => deal.zones.map(({id}) => id)).toSorted()).toEqual(
            zones.map(({id}) => id).toSorted(),
          )
          for (const name of [
            ...zones.map((one) => `${label}.${one.name}`),
            ...zones.map((one) => one.name),
            'nowhere.invalid',
          ]) {
            const takers = deals.filter((deal) => deal.takes(name))
            expect(takers).toHaveLength(1)
            const needed = zonesFor(name, zones)
            expect(needed.every((one) => takers[0]?.zones.includes(one))).toBe(true)
          }
        },
      ),
    )
  })

  it('is even', () => {
    const zones = Array.from({length: 300}, (_, index) => zone(`zone-${index}.example`, false, index))
    const sizes = [0, 1, 2].map((index) => dealZones(zones, {index, count: 3}).zones.length)
    for (const size of sizes) expect(size).toBeGreaterThan(75)
  })

  it('law: with one shard more, a zone stays or goes to the new one', () => {
    fc.assert(
      fc.property(someZones, fc.integer({min: 1, max: 5}), (zones, count) => {
        const shardOf = (one: Zone, of: number) =>
          Array.from({length: of}, (_, index) => index).find((index) =>
            dealZones(zones, {index, count: of}).zones.includes(one),
          )
        for (const one of zones) expect([shardOf(one, count), count]).toContain(shardOf(one, count + 1))
      }),
    )
  })
})
