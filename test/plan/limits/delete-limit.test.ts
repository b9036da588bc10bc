import {describe, expect, it} from 'vitest'
import type {DeleteLimit} from '../../../src/plan/plan-settings.js'
import {alias, LB, PRUNE, planFor, SHOP, type Situation, set, txt, wanted, weighted, zone} from '../builders.js'

const host = (n: number) => `h${String(n).padStart(3, '0')}`
const owned = (n: number, suffix = '') => [
  set(`${host(n)}${suffix}`, 'A', '192.0.2.1'),
  txt(`a-${host(n)}${suffix}`, 'red', `service/shop/${host(n)}`),
]
const hosts = (count: number, suffix = '') => Array.from({length: count}, (_, n) => owned(n, suffix)).flat()
const wants = (from: number, to: number) =>
  Array.from({length: to - from}, (_, n) =>
    wanted(host(from + n), 'A', '192.0.2.1', {by: `service/shop/${host(from + n)}`}),
  )

const DEFAULT: DeleteLimit = {kind: 'default'}
const refusal = (situation: Situation) => planFor({deleteLimit: DEFAULT, ...situation}).refusal

describe('the limit of deletions', () => {
  it.each([
    ['10 of 10 hosts may go: not more than 10', 10, 10, false],
    ['11 of 110 may go: not more than 10 %', 110, 11, false],
    ['11 of 109 may not', 109, 11, true],
    ['11 of 11 may not', 11, 11, true],
  ])('by default: %s', (_title, count, gone, isRefused) => {
    expect(refusal({stored: hosts(count), wants: wants(gone, count)}) !== undefined).toBe(isRefused)
  })

  it.each<readonly [string, DeleteLimit, number, boolean]>([
    ['a count lets as many go', {kind: 'count', hosts: 3}, 3, false],
    ['a count refuses one more', {kind: 'count', hosts: 3}, 4, true],
    ['0 refuses any', {kind: 'count', hosts: 0}, 1, true],
    ['a percentage lets as much go', {kind: 'percent', percent: 20}, 4, false],
    ['a percentage refuses more', {kind: 'percent', percent: 20}, 5, true],
    ['100% lets everything go', {kind: 'percent', percent: 100}, 20, false],
    ['0% refuses any', {kind: 'percent', percent: 0}, 1, true],
  ])('%s', (_title, deleteLimit, gone, isRefused) => {
    expect(refusal({stored: hosts(20), wants: wants(gone, 20), deleteLimit}) !== undefined).toBe(isRefused)
  })

  it('says what would go, the first ten, why, and the flag that lets it', () => {
    const found = refusal({stored: hosts(12)})
    expect(found).toMatchObject({deletedHosts: 12, ownedHosts: 12, limit: '10 hosts and 10 %', fix: '--max-deletes=12'})
    expect(found?.victims).toEqual(Array.from({length: 10}, (_, n) => `${host(n)}.shop.io`))
    const limits = (['count', 'percent'] as const).map((kind) => ({kind, hosts: 5, percent: 20}))
    const refusals = limits.map((deleteLimit) => refusal({stored: hosts(12), deleteLimit}))
    expect(refusals.map((each) => each?.limit)).toEqual(['5 hosts', '20 %'])
    expect(found?.commonCause).toMatch(/^no object asks for any host/)
    expect(refusal({stored: hosts(12), wants: wants(11, 12)})?.commonCause).toBe(
      'all were asked for by objects of namespace shop',
    )
  })

  it('is per zone, but a count is over the run', () => {
    const eu = zone('eu.shop.io', {id: 'Z2'})
    const stored = [
      [SHOP, hosts(2)],
      [eu, hosts(2, '.eu')],
    ] as const
    expect(refusal({stored, deleteLimit: {kind: 'count', hosts: 3}})?.deletedHosts).toBe(4)
    expect(refusal({stored, deleteLimit: {kind: 'count', hosts: 4}})).toBeUndefined()
    const large = [
      [SHOP, hosts(500)],
      [eu, hosts(11, '.eu')],
    ] as const
    const found = refusal({stored: large, wants: wants(0, 500)})
    expect(found?.zones.map((each) => each.zone.id)).toEqual(['Z2'])
  })

  it('names the zones from which something would go, the worst first', () => {
    const [eu, us, quiet] = ['eu', 'us', 'quiet'].map((name) => zone(`${name}.shop.io`, {id: `Z9${name}`}))
    if (eu === undefined || us === undefined || quiet === undefined) throw new Error('no zones')
    const kept = wanted(`${host(0)}.quiet`, 'A', '192.0.2.1', {by: `service/shop/${host(0)}`})
    const stored = [
      [SHOP, hosts(2)],
      [eu, hosts(3, '.eu')],
      [quiet, hosts(1, '.quiet')],
      [us, hosts(3, '.us')],
    ] as const
    const found = refusal({stored, wants: [kept], deleteLimit: {kind: 'count', hosts: 0}})
    expect(found?.zones.map((each) => [each.zone.id, each.deletedHosts])).toEqual([
      ['Z9eu', 3],
      ['Z9us', 3],
      ['Z1', 2],
    ])
    expect([found?.deletedHosts, found?.ownedHosts]).toEqual([8, 9])
  })

  it('counts neither replacements nor leftover types of hosts that stay', () => {
    const pairs = Array.from({length: 12}, (_, n) => [
      alias(host(n), 'A'),
      alias(host(n), 'AAAA'),
      txt(`a-${host(n)}`, 'red', `service/shop/${host(n)}`),
      txt(`aaaa-${host(n)}`, 'red', `service/shop/${host(n)}`),
    ]).flat()
    expect(refusal({stored: pairs, wants: wants(0, 12)})).toBeUndefined()
    const cnames = Array.from({length: 12}, (_, n) =>
      wanted(host(n), 'CNAME', 'x.example.net', {by: `service/shop/${host(n)}`}),
    )
    expect(refusal({stored: pairs, wants: cnames})).toBeUndefined()
    const aliases = Array.from({length: 12}, (_, n) => wanted(host(n), 'CNAME', LB, {by: `service/shop/${host(n)}`}))
    expect(refusal({stored: hosts(12), wants: aliases})).toBeUndefined()
  })

  it('counts a host once, however many records it has', () => {
    const pairs = Array.from({length: 10}, (_, n) => [
      ...owned(n),
      set(host(n), 'AAAA', '2001:db8::1'),
      txt(`aaaa-${host(n)}`),
    ]).flat()
    expect(refusal({stored: pairs})).toBeUndefined()
  })

  describe('of one name with many set identifiers', () => {
    const id = (n: number) => `v${String(n).padStart(2, '0')}`
    const sets = (count: number) =>
      Array.from({length: count}, (_, n) => [
        set('pay', 'A', `192.0.2.${n + 1}`, {id: id(n), routing: weighted(1)}),
        txt('a-pay', 'red', `service/shop/pay-${id(n)}`, {id: id(n), routing: weighted(1)}),
      ]).flat()
    const wantsSets = (from: number, to: number) =>
      Array.from({length: to - from}, (_, n) =>
        wanted('pay', 'A', `192.0.2.${from + n + 1}`, {
          by: `service/shop/pay-${id(from + n)}`,
          id: id(from + n),
          properties: {'aws/weight': '1'},
        }),
      )

    it.each([
      ['sync', {kind: 'apply'}],
      ['prune', PRUNE],
    ] as const)('counts each set, also under %s', (_title, goal) => {
      const found = refusal({stored: sets(13), wants: wantsSets(12, 13), goal})
      expect(found).toMatchObject({deletedHosts: 12, ownedHosts: 13, fix: '--max-deletes=12'})
      expect(refusal({stored: sets(13), wants: wantsSets(10, 13), goal})).toBeUndefined()
    })

    it('tells the sets that would go apart', () => {
      expect(refusal({stored: sets(13), wants: wantsSets(12, 13)})?.victims.slice(0, 2)).toEqual([
        'pay.shop.io (set v00)',
        'pay.shop.io (set v01)',
      ])
    })

    it('does not count sets that another routing policy replaces, nor leftover types of a wanted set', () => {
      expect(refusal({stored: sets(13), wants: [wanted('pay', 'A', '192.0.2.1')]})).toBeUndefined()
      const twins = Array.from({length: 13}, (_, n) => [
        set('pay', 'AAAA', '2001:db8::1', {id: id(n), routing: weighted(1)}),
        txt('aaaa-pay', 'red', `service/shop/pay-${id(n)}`, {id: id(n), routing: weighted(1)}),
      ]).flat()
      const plan = planFor({deleteLimit: DEFAULT, stored: [...sets(13), ...twins], wants: wantsSets(0, 13)})
      expect([plan.refusal, plan.zones[0]?.hosts.length]).toEqual([undefined, 13])
    })

    it('counts every set once in each zone', () => {
      const twin = zone('shop.io', {id: 'Z7', isPrivate: true})
      const stored = [
        [SHOP, sets(6)],
        [twin, sets(6)],
      ] as const
      const deleteLimit: DeleteLimit = {kind: 'count', hosts: 0}
      expect(refusal({stored, deleteLimit})).toMatchObject({deletedHosts: 12, ownedHosts: 12})
    })
  })

  it('holds for prune, and its texts without a record do not count', () => {
    expect(refusal({stored: hosts(11), goal: PRUNE})?.deletedHosts).toBe(11)
    const texts = Array.from({length: 50}, (_, n) => txt(`a-${host(n)}`))
    expect(refusal({stored: texts, goal: {...PRUNE, kind: 'prune', removesOrphans: true}})).toBeUndefined()
  })

  it('measures against all hosts of managed types where nobody owns anything', () => {
    const records = Array.from({length: 200}, (_, n) => set(host(n), 'A', '192.0.2.1'))
    expect(refusal({stored: records, wants: wants(11, 200), registry: {kind: 'noop'}})).toBeUndefined()
    expect(refusal({stored: records, wants: wants(21, 200), registry: {kind: 'noop'}})?.ownedHosts).toBe(200)
  })
})
