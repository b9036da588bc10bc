import {describe, expect, it} from 'vitest'
import {comparePlans, countEntries, isAlike} from '../../src/plan/compare-plans.js'
import {countPlan, hasProblems, isEmptyPlan, ownersOf} from '../../src/plan/plan.js'
import {labelsOf} from '../../src/plan/plan-input.js'
import {toOwnerId} from '../../src/registry/ownership.js'
import {PRUNE, planFor, SHOP, type Situation, set, txt, wanted, wantsWeb, web, zone} from './builders.js'
import {east, jointPlan, west} from './joint-builders.js'

const api = wanted('api', 'A', '192.0.2.1', {by: 'service/shop/api'})
const broken = wanted('bad', 'A', 'nonsense', {by: 'service/shop/bad'})
const outside = wanted('x.example.net.', 'A', '192.0.2.1', {by: 'service/shop/x'})

describe('for whom a plan speaks', () => {
  it('is its owner, or each owner of its clusters once; nobody with registry noop', () => {
    expect(ownersOf(planFor({}))).toEqual(['red'])
    expect(ownersOf(planFor({registry: {kind: 'noop'}}))).toEqual([])
    const third = {context: 'north', owner: 'red'}
    expect(ownersOf(jointPlan({clusters: [east(), west(), third]}))).toEqual(['red', 'blue'])
    const noop = jointPlan({clusters: [east(), west()], registry: {kind: 'noop'}})
    expect(ownersOf(noop)).toEqual([])
    expect(ownersOf({owner: toOwnerId('red'), clusters: []})).toEqual([])
  })
})

describe('a plan has problems', () => {
  it('where one of its hosts has one that is not tolerated', () => {
    expect(hasProblems(planFor({wants: [broken, outside]}))).toBe(true)
    expect(hasProblems(planFor({wants: [outside]}))).toBe(false)
    expect(hasProblems(planFor({}))).toBe(false)
    expect(hasProblems(planFor({wants: [broken], tolerated: new Set(['object-problem'])}))).toBe(false)
  })
})

describe('what a plan counts', () => {
  it('is hosts by what is done, requests, and what is left alone', () => {
    const stored = [
      set('gone', 'A', '192.0.2.1'),
      txt('a-gone'),
      set('old', 'A', '192.0.2.1'),
      txt('a-old', 'red', 'service/shop/old'),
      set('same', 'A', '192.0.2.1'),
      txt('a-same', 'red', 'service/shop/same'),
    ]
    const of = (host: string, value: string) => wanted(host, 'A', value, {by: `service/shop/${host}`})
    const wants = [of('old', '192.0.2.9'), of('same', '192.0.2.1'), of('new', '192.0.2.1'), broken, outside]
    expect(countPlan(planFor({stored, wants}))).toMatchObject({
      create: 1,
      update: 1,
      delete: 1,
      gone: 1,
      cleanups: 0,
      unchanged: 1,
      blocked: 2,
      problems: 1,
      owned: 3,
      ledgerChanges: 0,
      recordSetChanges: 5,
    })
  })

  it('is a cleanup where of a host only an ownership TXT goes', () => {
    const plan = planFor({stored: [txt('a-lost')], goal: {...PRUNE, removesOrphans: true}})
    expect(countPlan(plan)).toMatchObject({delete: 0, cleanups: 1, gone: 0, recordSetChanges: 1})
  })

  it('is no host that is gone where a text goes alone, also in a saved plan that says so', () => {
    const plan = planFor({stored: [txt('a-lost')], goal: {...PRUNE, removesOrphans: true}})
    const zones = plan.zones.map((each) => ({...each, hosts: each.hosts.map((host) => ({...host, isGone: true}))}))
    expect(countPlan({...plan, zones})).toMatchObject({cleanups: 1, gone: 0})
  })

  it('is not empty where one of two zones changes', () => {
    const stored: Situation['stored'] = [
      [SHOP, []],
      [zone('art.io'), []],
    ]
    expect(isEmptyPlan(planFor({stored, wants: [wantsWeb]}))).toBe(false)
    expect(isEmptyPlan(planFor({stored}))).toBe(true)
  })

  it('is nothing where nothing is done', () => {
    const plan = planFor({stored: [web, txt('a-web')], wants: [wantsWeb]})
    expect(isEmptyPlan(plan)).toBe(true)
    expect(countPlan(plan)).toMatchObject({create: 0, update: 0, delete: 0, unchanged: 1, recordSetChanges: 0})
  })
})

it('an object is named by the label of its kind, or by that of a DNSEndpoint', () => {
  const origin = {kind: 'Ingress', namespace: 'shop', name: 'web', field: 'rules'}
  expect(labelsOf(origin)).toEqual(['ingress/shop/web', 'crd/shop/web'])
})

describe('two plans', () => {
  const first = planFor({wants: [wantsWeb, api, broken]})

  it('are alike where they do the same and leave the same alone', () => {
    const same = comparePlans(first, planFor({wants: [broken, api, wantsWeb]}))
    expect([isAlike(same), same.alike]).toEqual([true, 3])
  })

  it.each([
    ['the first does more', planFor({wants: [api, broken]}), [1, 0]],
    ['the second does more', planFor({wants: [wantsWeb, api, broken, wanted('b', 'A', '192.0.2.1')]}), [0, 1]],
    ['one is blocked in the first alone', planFor({wants: [wantsWeb, api]}), [1, 0]],
    ['one is blocked in the second alone', planFor({wants: [wantsWeb, api, broken, outside]}), [0, 1]],
    ['a host gets another value', planFor({wants: [api, broken, wanted('web', 'A', '192.0.2.77')]}), [1, 1]],
  ])('differ where %s', (_what, second, counts) => {
    const comparison = comparePlans(first, second)
    expect(isAlike(comparison)).toBe(false)
    expect([countEntries(comparison.first), countEntries(comparison.second)]).toEqual(counts)
  })

  it('tell nothing else apart, and whether one is tolerated least of all', () => {
    const tolerant = planFor({wants: [wantsWeb, api, broken], tolerated: new Set(['object-problem'])})
    const {first: left, ...rest} = comparePlans(first, tolerant)
    expect([isAlike({first: left, ...rest}), left.warnings, left.doubts, left.unused, left.refusal]).toEqual([
      true,
      [],
      [],
      [],
      undefined,
    ])
  })
})
