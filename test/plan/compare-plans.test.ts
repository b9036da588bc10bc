import {describe, expect, it} from 'vitest'
import {comparePlans, countEntries, isAlike} from '../../src/plan/compare-plans.js'
<<<<<<< HEAD
import {planFor, type Situation, set, txt, wanted, wantsWeb, web} from './builders.js'

const SITUATION: Situation = {
  stored: [set('old', 'A', '192.0.2.1'), txt('a-old', 'red', 'service/shop/old'), set('hand', 'A', '192.0.2.9')],
  wants: [wantsWeb, wanted('hand', 'A', '192.0.2.10')],
}
const plan = planFor(SITUATION)

describe('two plans for the same zones', () => {
  it('that do and leave the same are alike, whatever they warn of', () => {
    const compared = comparePlans(plan, {...plan, warnings: [{origin: undefined, text: 'x'}], doubts: ['y']})
    expect(isAlike(compared)).toBe(true)
    expect(compared.alike).toBe(countEntries(plan))
    expect([compared.second.warnings, compared.second.doubts]).toEqual([[], []])
  })

  it.each<[string, Situation, readonly string[], readonly string[]]>([
    ['another value', {...SITUATION, wants: [wanted('web', 'A', '192.0.2.11')]}, ['web', 'hand!'], ['web']],
    ['one host more', {...SITUATION, stored: [web, ...(SITUATION.stored as never[])]}, ['web'], ['web!']],
    ['another policy', {...SITUATION, policy: 'upsert-only'}, ['old'], ['old!']],
  ])('differ host by host: %s', (_what, other, onlyFirst, onlySecond) => {
    const compared = comparePlans(plan, planFor(other))
    const names = ({zones, blocked}: typeof plan) => [
      ...zones.flatMap(({hosts}) => hosts.map(({name}) => name.replace('.shop.io', ''))),
      ...blocked.map(({host}) => `${host.replace('.shop.io', '')}!`),
    ]
    expect(isAlike(compared)).toBe(false)
    expect([names(compared.first), names(compared.second)]).toEqual([onlyFirst, onlySecond])
    expect(countEntries(plan)).toBe(compared.alike + onlyFirst.length)
=======
import type {Plan} from '../../src/plan/plan.js'
import {blocks, planFor, requests, type Situation, set, txt, wanted, wantsWeb, web} from './builders.js'

const taken = [set('cart', 'A', '192.0.2.7'), txt('a-cart', 'blue', 'service/shop/cart')]
const wantsCart = wanted('cart', 'A', '192.0.2.1', {by: 'service/shop/cart'})
const wantsNew = wanted('new', 'A', '192.0.2.3', {by: 'service/shop/new'})
const BOTH: Situation = {stored: taken, wants: [wantsWeb, wantsCart]}

const summary = (plan: Plan) => [requests(plan).filter((line) => !line.includes(' TXT ')), blocks(plan)]

describe('two plans for the same zones', () => {
  it('are alike where they plan the same hosts and leave the same alone, each read for itself', () => {
    const compared = comparePlans(planFor(BOTH), planFor({...BOTH, wants: [...(BOTH.wants ?? [])].reverse()}))
    expect(isAlike(compared)).toBe(true)
    expect([compared.first, compared.second].map(summary)).toEqual([
      [[], []],
      [[], []],
    ])
    expect([compared.alike, countEntries(compared.first)]).toEqual([2, 0])
  })

  it('are told apart host by host: each has what it alone does', () => {
    const first = planFor(BOTH)
    const compared = comparePlans(first, planFor({...BOTH, wants: [wantsNew, wantsCart]}))
    expect(summary(compared.first)).toEqual([['CREATE web A 300 192.0.2.10'], []])
    expect(summary(compared.second)).toEqual([['CREATE new A 300 192.0.2.3'], []])
    expect([compared.alike, isAlike(compared)]).toEqual([1, false])
    expect([first, compared.first, compared.second].map(countEntries)).toEqual([2, 1, 1])
  })

  it('are told apart by what they leave alone', () => {
    const compared = comparePlans(planFor(BOTH), planFor({...BOTH, wants: [wantsWeb]}))
    expect(summary(compared.first)).toEqual([[], ['cart A owner-mismatch']])
    expect([countEntries(compared.second), compared.alike, isAlike(compared)]).toEqual([0, 1, false])
    expect(isAlike(comparePlans(planFor({...BOTH, wants: [wantsWeb]}), planFor(BOTH)))).toBe(false)
  })

  it('are told apart by another value of one host', () => {
    const changed = {...BOTH, wants: [wanted('web', 'A', '192.0.2.11'), wantsCart]}
    const compared = comparePlans(planFor(BOTH), planFor(changed))
    expect([compared.alike, countEntries(compared.first), countEntries(compared.second)]).toEqual([1, 1, 1])
  })

  it('are alike whether or not a run tolerates what is left alone, and whatever is said of the whole plan', () => {
    const plan = planFor(BOTH)
    const tolerant = {
      ...plan,
      blocked: plan.blocked.map((one) => ({...one, isTolerated: true as const})),
      doubts: ['no Service'],
    }
    const compared = comparePlans(tolerant, plan)
    expect([isAlike(compared), compared.first.doubts]).toEqual([true, []])
  })

  it('for an empty cluster are alike', () => {
    expect(comparePlans(planFor({stored: [web]}), planFor({stored: [web]})).alike).toBe(0)
>>>>>>> f5e1e1c (test/plan: two plans compared, and named hosts that are not served)
  })
})
