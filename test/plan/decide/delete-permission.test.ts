import {describe, expect, it} from 'vitest'
import {makePlan} from '../../../src/plan/make-plan.js'
import type {PlanInput} from '../../../src/plan/plan-input.js'
import {blocks, PRUNE, planInput, requests, type Situation, set, txt} from '../builders.js'

const ROUTE = 'httproute/shop/r'
const SITUATION: Situation = {
  policy: 'sync',
  stored: [
    set('web', 'A', '192.0.2.1'),
    txt('a-web', 'red', ROUTE),
    set('old', 'A', '192.0.2.1'),
    txt('a-old', 'red', 'httproute/shop/gone'),
  ],
}
const WAITING: PlanInput['waiting'] = [
  {
    resource: ROUTE,
    origin: {kind: 'HTTPRoute', namespace: 'shop', name: 'r', field: 'spec.parentRefs'},
    reason: 'uses Gateway infra/gw, which does not exist',
  },
]

describe('the records of an object whose names are not known now', () => {
  const planned = (situation: Situation = {}, waiting = WAITING) =>
    makePlan({...planInput({...SITUATION, ...situation}), waiting})

  it.each<[string, Situation]>([
    ['sync', {}],
    ['prune', {goal: PRUNE, policy: 'upsert-only'}],
  ])('are kept under %s, those of no other object', (_, situation) => {
    const plan = planned(situation)
    expect(requests(plan).join()).toContain('old')
    expect(requests(plan).join()).not.toContain('web')
    expect(blocks(plan)).toEqual(['web A pending-target'])
    expect(plan.blocked.map(({detail}) => detail)).toEqual([
      'HTTPRoute shop/r uses Gateway infra/gw, which does not exist; record kept',
    ])
  })

  it('go with --on-missing-target=delete, and without such an object', () => {
    for (const plan of [planned({onMissingTarget: 'delete'}), planned({}, [])]) {
      expect(requests(plan).join()).toContain('web')
      expect(plan.blocked).toEqual([])
    }
  })
})
