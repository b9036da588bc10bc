import {describe, expect, it} from 'vitest'
import {comparePlans, countEntries, isAlike} from '../../src/plan/compare-plans.js'
import {planFor, SHOP, type Situation, set, txt, wanted, wantsWeb, web, zone} from './builders.js'

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

  it('differ where one of two zones does', () => {
    const stored: Situation['stored'] = [
      [SHOP, []],
      [zone('art.io'), []],
    ]
    const [one, none] = [planFor({stored, wants: [wantsWeb]}), planFor({stored})]
    expect([isAlike(comparePlans(one, none)), isAlike(comparePlans(none, one))]).toEqual([false, false])
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
  })
})
