import {describe, expect, it} from 'vitest'
import type {Endpoint} from '../../src/dns/endpoint.js'
import {makePlan} from '../../src/plan/make-plan.js'
import type {Plan} from '../../src/plan/plan.js'
import {blocks, LB, planFor, planInput, SHOP, type Situation, set, txt, wanted, weighted, zone} from './builders.js'

const many = (count: number, make: (n: number) => Endpoint) => Array.from({length: count}, (_each, n) => make(n))
const weightedSet = (n: number, parts: {host?: string; by?: string} = {}) =>
  wanted(parts.host ?? 'web', 'A', `192.0.2.${n % 250}`, {
    id: `s${String(n).padStart(5, '0')}`,
    properties: {'aws/weight': '1'},
    by: parts.by ?? 'service/shop/web',
  })
const made = ({zones}: Plan) => zones.flatMap(({hosts}) => hosts)
const good = wanted('good', 'A', '192.0.2.7', {by: 'service/shop/good'})

/** Counts the evaluations of expensive rules. */
function countWork(situation: Situation): {
  readonly plan: Plan
  readonly nameChecks: number
  readonly setsSeen: number
} {
  const input = planInput(situation)
  let [nameChecks, setsSeen] = [0, 0]
  const rules: typeof input.rules = {
    ...input.rules,
    checkName(sets, inZone) {
      nameChecks++
      setsSeen += sets.length
      return input.rules.checkName(sets, inZone)
    },
  }
  return {plan: makePlan({...input, rules}), nameChecks, setsSeen}
}

describe('more sets of one name and type than Route 53 takes', () => {
  it.each([101, 300, 1600, 5000])(
    '%i weighted ones: the first hundred are made, the rest is refused by count',
    (count) => {
      const plan = planFor({wants: [...many(count, weightedSet), good]})
      expect(made(plan).filter(({name}) => name === 'web.shop.io')).toHaveLength(100)
      expect(made(plan).at(-1)?.setIdentifier).toBe('s00099')
      expect(made(plan).filter(({name}) => name === 'good.shop.io')).toHaveLength(1)
      expect(new Set(plan.blocked.map(({reason, detail}) => `${reason}: ${detail}`))).toEqual(
        new Set([`object-problem: A web.shop.io would have ${count} sets, Route 53 allows 100`]),
      )
      expect(plan.blocked).toHaveLength(count - 100)
    },
  )

  it('costs no more comparisons for each further one', () => {
    const few = countWork({wants: many(200, weightedSet)})
    const more = countWork({wants: many(2000, weightedSet)})
    expect(more.nameChecks).toBe(few.nameChecks)
    expect(more.setsSeen).toBe(few.setsSeen)
  })

  it('what is stored keeps its place, whoever it belongs to', () => {
    const stored = Array.from({length: 60}, (_each, n) =>
      set('web', 'A', '192.0.2.1', {id: `z${n}`, routing: weighted(1)}),
    )
    const own = Array.from({length: 30}, (_each, n) => {
      const parts = {id: `y${n}`, routing: weighted(1)}
      return [set('web', 'A', '192.0.2.1', parts), txt('a-web', 'red', 'service/shop/web', parts)]
    }).flat()
    const kept = many(30, (n) => wanted('web', 'A', '192.0.2.1', {id: `y${n}`, properties: {'aws/weight': '1'}}))
    const plan = planFor({stored: [...stored, ...own], wants: [...kept, ...many(50, weightedSet)]})
    expect(made(plan).map(({action, setIdentifier}) => `${action} ${setIdentifier}`)).toEqual(
      many(10, weightedSet).map(({setIdentifier}) => `create ${setIdentifier}`),
    )
  })

  it('room that a deletion makes is used, under a policy that deletes', () => {
    const own = Array.from({length: 100}, (_each, n) => {
      const parts = {id: `z${n}`, routing: weighted(1)}
      return [set('web', 'A', '192.0.2.1', parts), txt('a-web', 'red', 'service/shop/web', parts)]
    }).flat()
    const actions = (policy: 'sync' | 'upsert-only') =>
      made(planFor({stored: own, wants: many(100, weightedSet), policy})).map(({action}) => action)
    expect(actions('sync').filter((action) => action === 'create')).toHaveLength(100)
    expect(actions('upsert-only').filter((action) => action === 'create')).toHaveLength(0)
  })

  it('a host of two types is made whole or not at all', () => {
    const wants = many(150, (n) => weightedSet(n)).flatMap((each) => [
      each,
      {...each, recordType: 'AAAA', targets: ['2001:db8::1']},
    ])
    const plan = planFor({wants: wants.slice(1)})
    expect(made(plan).filter(({changes}) => changes.length === 2).length).toBeGreaterThanOrEqual(99)
    for (const {changes, setIdentifier} of made(plan)) {
      expect(changes).toHaveLength(setIdentifier === 's00000' ? 1 : 2)
    }
  })

  it('each type of a name has a hundred places of its own, and each name and zone', () => {
    const eu = zone('eu.shop.io', {id: 'Z2'})
    const wants = [
      ...many(100, weightedSet),
      ...many(100, (n) => weightedSet(n, {host: 'api'})),
      ...many(100, (n) => weightedSet(n, {host: 'web.eu'})),
    ]
    const plan = planFor({
      stored: [
        [SHOP, []],
        [eu, []],
      ],
      wants,
    })
    expect(plan.blocked).toEqual([])
    expect(made(plan)).toHaveLength(300)
  })

  it('mixed policies at one name: one policy gets in, the rest is told', () => {
    const policies = [
      {'aws/weight': '1'},
      {'aws/region': 'eu-west-1'},
      {'aws/failover': 'PRIMARY'},
      {'aws/multi-value-answer': 'true'},
    ]
    const wants = many(1600, (n) =>
      wanted('web', 'A', '192.0.2.1', {id: `s${String(n).padStart(5, '0')}`, properties: policies[n % 4] ?? {}}),
    )
    const {plan, nameChecks} = countWork({wants: [...wants, good]})
    expect(made(plan)).toHaveLength(101)
    expect(plan.blocked).toHaveLength(1500)
    expect(nameChecks).toBeLessThan(50_000)
  })
})

describe('long chains and crowds', () => {
  const link = (n: number, target: string) => wanted(`l${n}`, 'CNAME', target, {properties: {alias: 'true'}})

  it('a chain of aliases is made, without AAAA where its end has none', () => {
    const wants = [...many(400, (n) => link(n, `l${n + 1}.shop.io`)), wanted('l400', 'A', '192.0.2.1')]
    const {plan, nameChecks} = countWork({wants})
    expect(plan.blocked).toEqual([])
    expect(made(plan)).toHaveLength(401)
    expect(made(plan).flatMap(({changes}) => changes)).toHaveLength(401)
    expect(made(plan).find(({name}) => name === 'l0.shop.io')?.notes).toEqual(['no AAAA: the alias target has none'])
    expect(nameChecks).toBeLessThan(401 * 12)
  })

  it('a chain that leads nowhere is refused link by link, each link looked at a few times', () => {
    const {plan, nameChecks} = countWork({wants: [...many(400, (n) => link(n, `l${n + 1}.shop.io`)), good]})
    expect(made(plan).map(({name}) => name)).toEqual(['good.shop.io'])
    expect(blocks(plan).filter((block) => block.endsWith('object-problem'))).toHaveLength(400)
    expect(nameChecks).toBeLessThan(401 * 12)
  })

  it('2,000 objects that want one name: one gets it', () => {
    const wants = many(2000, (n) => wanted('web', 'A', `10.0.${n >> 8}.${n & 255}`, {by: `service/shop/s${n}`}))
    const plan = planFor({wants: [...wants, good]})
    expect(made(plan)).toHaveLength(2)
    expect(plan.blocked).toHaveLength(1999)
  })

  it('aliases of a load balancer are not looked at in twos', () => {
    const count = (hosts: number) => countWork({wants: many(hosts, (n) => wanted(`h${n}`, 'CNAME', LB))}).nameChecks
    expect(count(400)).toBeLessThanOrEqual(2 * count(200))
  })
})
