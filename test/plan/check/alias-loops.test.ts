import {describe, expect, it} from 'vitest'
import {alias, planFor, requests, type Situation, set, txtRegistry, wanted} from '../builders.js'

const leadsTo = (host: string, target: string, parts: {id?: string; properties?: Record<string, string>} = {}) =>
  wanted(host, 'A', `${target}.shop.io`, {
    by: `service/shop/${host}`,
    ...parts,
    properties: {alias: 'true', ...parts.properties},
  })

function outcome(situation: Situation) {
  const plan = planFor(situation)
  return {
    records: requests(plan).filter((request) => !request.includes(' TXT ')),
    blocked: plan.blocked.map(({host, setIdentifier, reason, detail}) => [host, setIdentifier, reason, detail]),
  }
}
const loop = (...names: readonly string[]) =>
  `it forms a loop, which Route 53 refuses: ${names.map((name) => `${name}.shop.io`).join(' → ')}`

describe('aliases that lead back to themselves', () => {
  it('are refused with all that is a link of the loop, and what only leads into it is not', () => {
    const stored = [set('c', 'A', '192.0.2.1')]
    const wants = [leadsTo('a', 'b'), leadsTo('b', 'a'), leadsTo('web', 'c')]
    expect(outcome({stored, wants})).toEqual({
      records: ['CREATE web A -> c.shop.io @Z1 true'],
      blocked: [
        ['a.shop.io', undefined, 'object-problem', loop('a', 'b', 'a')],
        ['b.shop.io', undefined, 'object-problem', loop('a', 'b', 'a')],
      ],
    })
  })

  it('leave a set of one of their names that leads nowhere', () => {
    const weight = {'aws/weight': '1'}
    const address = wanted('a', 'A', '192.0.2.9', {id: 'other', by: 'service/shop/other', properties: weight})
    const wants = [leadsTo('a', 'b', {id: 'link', properties: weight}), leadsTo('b', 'a'), address]
    expect(outcome({wants})).toEqual({
      records: ['CREATE a A other 300 192.0.2.9 weighted 1'],
      blocked: [
        ['a.shop.io', 'link', 'object-problem', loop('a', 'b', 'a')],
        ['b.shop.io', undefined, 'object-problem', loop('a', 'b', 'a')],
      ],
    })
  })

  it('and are there already hide no other refusal', () => {
    const stored = [alias('a', 'A', 'b'), alias('b', 'A', 'a'), set('*', 'A', '192.0.2.2')]
    const star = wanted('star', 'A', '192.0.2.2', {by: 'service/shop/star'})
    const situation = {stored, wants: [leadsTo('web', 'a'), star], registry: txtRegistry({wildcardReplacement: 'star'})}
    expect(outcome(situation)).toEqual({
      records: ['CREATE web A -> a.shop.io @Z1 true'],
      blocked: [
        [
          'star.shop.io',
          undefined,
          'no-txt-zone',
          'its ownership TXT would be read as that of a record other than star.shop.io A',
        ],
      ],
    })
  })
})
